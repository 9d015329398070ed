import { namedModel } from "../models/index.js";
import {
  dimensionsOf,
  type SchoolSample,
  type StudyGroup,
  type StudyItem,
  type StudyPlan,
} from "./study-plan.js";

/**
 * Refuse a plan that cannot be simulated.
 *
 * @throws {RangeError} naming the item, group, booklet or regressor, what is wrong with it, and what is wanted.
 */
export function requirePlan(plan: StudyPlan): void {
  const { items, groups, booklets = [], regressors = [] } = plan;
  const dimensions = dimensionsOf(plan);
  if (items.length === 0) throw new RangeError("the plan has no items");
  if (groups.length === 0) throw new RangeError("the plan has no groups of test takers");
  requireDifferent("dimensions", dimensions);
  requireDifferent(
    "items",
    items.map(({ item }) => item),
  );
  requireDifferent(
    "groups",
    groups.map(({ name }) => name),
  );
  requireDifferent(
    "booklets",
    booklets.map(({ name }) => name),
  );
  requireDifferent(
    "regressors",
    regressors.map(({ name }) => name),
  );
  const known = { items: items.map(({ item }) => item), groups: groups.map(({ name }) => name) };
  for (const item of items) requireItem(item, dimensions, known.groups);
  for (const group of groups) requireGroup(group, dimensions.length);
  for (const { name, items: own, groups: given = [] } of booklets) {
    if (own.length === 0) throw new RangeError(`booklet ${name} has no items`);
    requireDifferent(`items of booklet ${name}`, own);
    requireKnown(`booklet ${name}`, own, known.items, "item");
    requireKnown(`booklet ${name}`, given, known.groups, "group");
  }
  for (const { name, share = 0.5, coefficients } of regressors) {
    requireLength(`regressor ${name}: its coefficients`, coefficients, dimensions.length);
    if (!(share > 0 && share < 1))
      throw new RangeError(`regressor ${name}: a share of ${share} is not between 0 and 1`);
  }
  for (const group of booklets.length > 0 ? groups : []) {
    if (!booklets.some(({ groups: given }) => given === undefined || given.includes(group.name)))
      throw new RangeError(`group ${group.name} has no booklet`);
  }
}

function requireItem(item: StudyItem, dimensions: readonly string[], groups: readonly string[]): void {
  const {
    item: name,
    model,
    slope,
    difficulties,
    lowerAsymptote = 0,
    categorySlopes,
    dimension,
    differs = [],
  } = item;
  const { categoriesMax, itemModel } = namedModel(model);
  if (dimension !== undefined) requireKnown(`item ${name}`, [dimension], dimensions, "dimension");
  if (difficulties.length === 0 || ![slope, ...difficulties].every(Number.isFinite))
    throw new RangeError(`item ${name}: a slope and at least one difficulty are needed, all of them numbers`);
  if (difficulties.length + 1 > categoriesMax)
    throw new RangeError(
      `item ${name} has ${difficulties.length} difficulties, but ${model} is for right or wrong`,
    );
  if (itemModel.difficultyForm === "thresholds")
    for (const { slopeFactor = 1 } of [{}, ...differs]) requireThresholds(item, slope * slopeFactor);
  if (!(lowerAsymptote >= 0 && lowerAsymptote < 1))
    throw new RangeError(`item ${name}: a lower asymptote of ${lowerAsymptote} is not from 0 to below 1`);
  if (lowerAsymptote > 0 && !itemModel.hasLowerAsymptote)
    throw new RangeError(`item ${name} has a lower asymptote, which ${model} does not know; take 3pl for it`);
  if (categorySlopes && !itemModel.hasCategorySlopes)
    throw new RangeError(
      `item ${name} has category slopes, which ${model} does not know; take nominal for it`,
    );
  if (categorySlopes) requireLength(`item ${name}: its category slopes`, categorySlopes, difficulties.length);
  for (const { groups: own, shift = 0, slopeFactor = 1 } of differs) {
    requireKnown(`item ${name}`, own, groups, "group");
    if (!Number.isFinite(shift) || !Number.isFinite(slopeFactor))
      throw new RangeError(`item ${name}: what it differs by is not a number`);
  }
  const differing = differs.flatMap(({ groups: own }) => own);
  const twice = differing.find((group, n) => differing.indexOf(group) !== n);
  if (twice !== undefined)
    throw new RangeError(
      `item ${name} differs in group ${twice} twice; say it once, with one shift and one slopeFactor`,
    );
}

/** Intercepts fall, so that thresholds rise, and under a negative slope fall. */
function requireThresholds({ item, model, difficulties }: StudyItem, slope: number): void {
  const isInOrder = difficulties.every((b, k) => k === 0 || slope * (b - difficulties[k - 1]) > 0);
  if (!isInOrder)
    throw new RangeError(
      `item ${item}: the thresholds of ${model} ${slope < 0 ? "fall, as its slope is negative," : "rise"} from one to the next`,
    );
}

function requireGroup({ name, mean, covariance, testTakers, sample }: StudyGroup, size: number): void {
  if (mean) requireLength(`group ${name}: its means`, mean, size);
  if (covariance) {
    requireLength(`group ${name}: its covariance`, covariance, size);
    covariance.forEach((row, a) => {
      requireLength(`group ${name}: row ${a + 1} of its covariance`, row, size);
      if (row.some((value, b) => value !== covariance[b][a]))
        throw new RangeError(`group ${name}: its covariance is not symmetric`);
    });
  }
  if ((testTakers === undefined) === (sample === undefined))
    throw new RangeError(
      `group ${name}: say how many test takers it has, or how they are sampled by schools`,
    );
  if (testTakers !== undefined && !(Number.isInteger(testTakers) && testTakers > 0))
    throw new RangeError(`group ${name}: ${testTakers} is no number of test takers`);
  if (sample) requireSample(name, sample, size);
}

function requireSample(group: string, sample: SchoolSample, size: number): void {
  const { strata, schoolSize, perSchool, intraclassCorrelation: between } = sample;
  const isCount = (value: number) => Number.isInteger(value) && value > 0;
  if (strata.length === 0) throw new RangeError(`group ${group}: its sample has no stratum`);
  requireDifferent(
    `strata of group ${group}`,
    strata.map(({ name }) => name),
  );
  for (const { name, schools, sampled, shift } of strata) {
    if (!isCount(schools) || !isCount(sampled) || sampled > schools)
      throw new RangeError(
        `group ${group}, stratum ${name}: ${sampled} of ${schools} schools cannot be sampled; take whole numbers`,
      );
    if (shift) requireLength(`group ${group}, stratum ${name}: its shift`, shift, size);
  }
  if (!isCount(schoolSize.min) || !isCount(schoolSize.max) || schoolSize.min > schoolSize.max)
    throw new RangeError(`group ${group}: schools have whole numbers of pupils, from the least to the most`);
  if (!isCount(perSchool))
    throw new RangeError(`group ${group}: ${perSchool} is no number of pupils to take`);
  if (!(between >= 0 && between <= 1))
    throw new RangeError(`group ${group}: an intraclass correlation goes from 0 to 1, not ${between}`);
}

function requireDifferent(what: string, names: readonly string[]): void {
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) throw new RangeError(`two ${what} are named ${twice}`);
  if (names.includes("")) throw new RangeError(`one of the ${what} has no name`);
}

function requireKnown(where: string, names: readonly string[], known: readonly string[], what: string): void {
  const stray = names.find((name) => !known.includes(name));
  if (stray !== undefined)
    throw new RangeError(`${where} names the ${what} ${stray}, which the plan does not have`);
}

function requireLength(what: string, values: readonly unknown[], size: number): void {
  if (values.length !== size || values.some((value) => typeof value === "number" && !Number.isFinite(value)))
    throw new RangeError(`${what} must be ${size} numbers, one for each dimension or category`);
}
