import { namedModel } from "../models/index.js";
import {
  dimensionsOf,
  type SchoolSample,
  type StudyGroup,
  type StudyItem,
  type StudyPlan,
} from "./study-plan.js";
import { Refusal } from "../messages/refusal.js";
import { message, type Message } from "../messages/message.js";

/**
 * Refuse a plan that cannot be simulated.
 *
 * @throws {RangeError} naming the item, group, booklet or regressor, what is wrong with it, and what is wanted.
 */
export function requirePlan(plan: StudyPlan): void {
  const { items, groups, booklets = [], regressors = [] } = plan;
  const dimensions = dimensionsOf(plan);
  if (items.length === 0) throw new Refusal("plan-without-items");
  if (groups.length === 0) throw new Refusal("plan-without-groups");
  requireDifferent(message("dimensions"), dimensions);
  requireDifferent(
    message("items"),
    items.map(({ item }) => item),
  );
  requireDifferent(
    message("groups"),
    groups.map(({ name }) => name),
  );
  requireDifferent(
    message("booklets"),
    booklets.map(({ name }) => name),
  );
  requireDifferent(
    message("regressors"),
    regressors.map(({ name }) => name),
  );
  const known = { items: items.map(({ item }) => item), groups: groups.map(({ name }) => name) };
  for (const item of items) requireItem(item, dimensions, known.groups);
  for (const group of groups) requireGroup(group, dimensions.length);
  for (const { name, items: own, groups: given = [] } of booklets) {
    if (own.length === 0) throw new Refusal("booklet-empty", { name });
    requireDifferent(message("items-of-booklet", { name }), own);
    requireKnown(message("in-booklet", { name }), own, known.items, "item");
    requireKnown(message("in-booklet", { name }), given, known.groups, "group");
  }
  for (const { name, share = 0.5, coefficients } of regressors) {
    requireLength(message("coefficients-of", { name }), coefficients, dimensions.length);
    if (!(share > 0 && share < 1)) throw new Refusal("regressor-share", { name, value: share });
  }
  for (const group of booklets.length > 0 ? groups : []) {
    if (!booklets.some(({ groups: given }) => given === undefined || given.includes(group.name)))
      throw new Refusal("group-without-booklet", { group: group.name });
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
  if (dimension !== undefined)
    requireKnown(message("in-item", { item: name }), [dimension], dimensions, "dimension");
  if (difficulties.length === 0 || ![slope, ...difficulties].every(Number.isFinite))
    throw new Refusal("item-without-parameters", { item: name });
  if (difficulties.length + 1 > categoriesMax)
    throw new Refusal("difficulties-beyond-model", { item: name, count: difficulties.length, model });
  if (itemModel.difficultyForm === "thresholds")
    for (const { slopeFactor = 1 } of [{}, ...differs]) requireThresholds(item, slope * slopeFactor);
  if (!(lowerAsymptote >= 0 && lowerAsymptote < 1))
    throw new Refusal("asymptote-range", { item: name, value: lowerAsymptote });
  if (lowerAsymptote > 0 && !itemModel.hasLowerAsymptote)
    throw new Refusal("asymptote-unknown", { item: name, model });
  if (categorySlopes && !itemModel.hasCategorySlopes)
    throw new Refusal("category-slopes-unknown", { item: name, model });
  if (categorySlopes)
    requireLength(message("category-slopes-of", { item: name }), categorySlopes, difficulties.length);
  for (const { groups: own, shift = 0, slopeFactor = 1 } of differs) {
    requireKnown(message("in-item", { item: name }), own, groups, "group");
    if (!Number.isFinite(shift) || !Number.isFinite(slopeFactor))
      throw new Refusal("shift-no-number", { item: name });
  }
  const differing = differs.flatMap(({ groups: own }) => own);
  const twice = differing.find((group, n) => differing.indexOf(group) !== n);
  if (twice !== undefined) throw new Refusal("differs-twice", { item: name, group: twice });
}

/** Intercepts fall, so that thresholds rise, and under a negative slope fall. */
function requireThresholds({ item, model, difficulties }: StudyItem, slope: number): void {
  const isInOrder = difficulties.every((b, k) => k === 0 || slope * (b - difficulties[k - 1]) > 0);
  if (!isInOrder)
    throw new Refusal(slope < 0 ? "thresholds-not-falling" : "thresholds-not-rising", { item, model });
}

function requireGroup({ name, mean, covariance, testTakers, sample }: StudyGroup, size: number): void {
  if (mean) requireLength(message("means-of", { group: name }), mean, size);
  if (covariance) {
    requireLength(message("covariance-of", { group: name }), covariance, size);
    covariance.forEach((row, a) => {
      requireLength(message("covariance-row-of", { group: name, row: a + 1 }), row, size);
      if (row.some((value, b) => value !== covariance[b][a]))
        throw new Refusal("covariance-asymmetric", { group: name });
    });
  }
  if ((testTakers === undefined) === (sample === undefined))
    throw new Refusal("group-without-size", { group: name });
  if (testTakers !== undefined && !(Number.isInteger(testTakers) && testTakers > 0))
    throw new Refusal("group-size", { group: name, value: testTakers });
  if (sample) requireSample(name, sample, size);
}

function requireSample(group: string, sample: SchoolSample, size: number): void {
  const { strata, schoolSize, perSchool, intraclassCorrelation: between } = sample;
  const isCount = (value: number) => Number.isInteger(value) && value > 0;
  if (strata.length === 0) throw new Refusal("sample-without-strata", { group });
  requireDifferent(
    message("strata-of-group", { group }),
    strata.map(({ name }) => name),
  );
  for (const { name, schools, sampled, shift } of strata) {
    if (!isCount(schools) || !isCount(sampled) || sampled > schools)
      throw new Refusal("schools-sampled", { group, stratum: name, count: sampled, most: schools });
    if (shift) requireLength(message("shift-of", { group, stratum: name }), shift, size);
  }
  if (!isCount(schoolSize.min) || !isCount(schoolSize.max) || schoolSize.min > schoolSize.max)
    throw new Refusal("school-sizes", { group });
  if (!isCount(perSchool)) throw new Refusal("pupils-per-school", { group, value: perSchool });
  if (!(between >= 0 && between <= 1)) throw new Refusal("intraclass-correlation", { group, value: between });
}

function requireDifferent(what: Message, names: readonly string[]): void {
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) throw new Refusal("alike-named", { things: what, name: twice });
  if (names.includes("")) throw new Refusal("unnamed", { things: what });
}

/** How a name is refused that the plan does not have. */
const unknownNames = {
  item: "plan-without-item",
  group: "plan-without-group",
  dimension: "plan-without-dimension",
} as const;

function requireKnown(
  where: Message,
  names: readonly string[],
  known: readonly string[],
  what: keyof typeof unknownNames,
): void {
  const stray = names.find((name) => !known.includes(name));
  if (stray !== undefined) throw new Refusal(unknownNames[what], { where, name: stray });
}

function requireLength(what: Message, values: readonly unknown[], size: number): void {
  if (values.length !== size || values.some((value) => typeof value === "number" && !Number.isFinite(value)))
    throw new Refusal("numbers-wanted", { where: what, count: size });
}
