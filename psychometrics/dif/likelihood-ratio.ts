import { calibrate } from "../calibrate/calibrate.js";
import type { Calibration, CalibrationOptions, UniqueParameters } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { namedModel } from "../models/index.js";
import { chiSquareUpperTail } from "../numeric/special.js";

/** A likelihood ratio test of an item's parameters being one for all groups. */
export interface LikelihoodRatioTest {
  chiSquare: number;
  degreesOfFreedom: number;
  p: number;
}

/** The likelihood ratio tests of one item. */
export interface LikelihoodRatioDif {
  item: string;
  /** All parameters free in every group. */
  both: LikelihoodRatioTest | null;
  /** The intercepts alone; and what freeing the slope adds to that. Null where the item has no slope of its own. */
  uniform: LikelihoodRatioTest | null;
  nonUniform: LikelihoodRatioTest | null;
  /** Each group's mean difficulty less the reference group's, all parameters free: positive where harder. */
  shifts: { group: string; shift: number | null }[];
  /** Why a test or a shift is missing, or not to be trusted; null where nothing is to be said. */
  reason: string | null;
}

/** The tests of all items, and the calibration with every item equal in all groups that they are against. */
export interface LikelihoodRatioDifTable {
  base: Calibration;
  items: LikelihoodRatioDif[];
}

/**
 * Differential item functioning by likelihood ratios (Thissen, Steinberg & Wainer, 1993): a calibration of several groups
 * with every item equal in all of them, each group with its own distribution, against calibrations in which one item has
 * parameters of its own in each group. All other items are the anchor, the ones that differ among them too; where many
 * do, free those first by `unique`.
 *
 * Two calibrations an item are run, each from where the first ended.
 *
 * @param options of the calibrations; standard errors are not computed.
 * @param items to test; all by default.
 * @param told before each item, with how many are done.
 * @throws {RangeError} when there is one group only, an item is not in the data, or as `calibrate`.
 *
 * Thissen, D., Steinberg, L., & Wainer, H. (1993). Detection of differential item functioning using the parameters of item
 * response models. In Holland & Wainer (Eds.), Differential item functioning. Erlbaum.
 */
export function likelihoodRatioDif(
  data: ResponseData,
  options: CalibrationOptions,
  items: readonly string[] = data.items,
  told: (done: number) => void = () => {},
): LikelihoodRatioDifTable {
  if (data.groupNames.length < 2) throw new RangeError("differential functioning needs at least two groups");
  const unknown = items.find((item) => !data.items.includes(item));
  if (unknown !== undefined) throw new RangeError(`the data have no item ${unknown}`);
  const quiet = { ...options, standardErrors: "none" as const };
  const base = calibrate(data, quiet);
  return {
    base,
    items: items.map((item, done) => {
      told(done);
      const common = base.items.find((calibrated) => calibrated.item === item);
      const none = (reason: string): LikelihoodRatioDif => ({
        ...{ item, both: null, uniform: null, nonUniform: null, shifts: [] },
        reason,
      });
      if (!common) return none("it could not be calibrated");
      if (common.isAnchored) return none("it is an anchor, whose parameters are given");
      if (common.groups) return none("it has parameters of its own in some groups already");
      return { item, ...testItem(data, { ...quiet, startFrom: base }, base, common) };
    }),
  };
}

function testItem(
  data: ResponseData,
  options: CalibrationOptions,
  base: Calibration,
  { item, model, scoreValues }: Calibration["items"][number],
): Omit<LikelihoodRatioDif, "item"> {
  const { itemModel, slope } = namedModel(model);
  const freed = (parameters?: string[]) =>
    calibrate(data, {
      ...options,
      unique: [
        ...(options.unique ?? []),
        // The first group keeps what is common.
        ...data.groupNames.slice(1).map((group): UniqueParameters => ({ item, groups: [group], parameters })),
      ],
    });
  const all = freed();
  const both = ratio(base, all);
  const shifts = shiftsOf(all, item, data.groupNames);
  const reasons = reasonsOf(all, item);
  if (slope !== "free")
    return { both, uniform: null, nonUniform: null, shifts, reason: reasons.join("; ") || null };
  const others = itemModel
    .parameterNames(scoreValues.length)
    .filter((name) => !name.startsWith("slope") && !name.startsWith("lower_asymptote"));
  let intercepts: Calibration | null = null;
  try {
    intercepts = freed(others);
  } catch (error) {
    // Intercepts of their own are refused where a group lacks a score; the item's other test stands.
    if (!(error instanceof RangeError)) throw error;
    reasons.push(error.message);
  }
  const uniform = intercepts && ratio(base, intercepts);
  const nonUniform = intercepts && ratio(intercepts, all);
  if (intercepts && both && (!uniform || !nonUniform))
    reasons.push(
      "intercepts and slope cannot be freed one after the other, as some group has no parameters of its own",
    );
  return { both, uniform, nonUniform, shifts, reason: reasons.join("; ") || null };
}

/** Why an item has no parameters of its own in some groups, and whether the iteration that frees it ended. */
function reasonsOf(freed: Calibration, item: string): string[] {
  const excluded = freed.excluded.filter((one) => one.item === item && one.groups !== null);
  return [
    ...excluded.map(
      ({ groups, reason }) => `it has no parameters of its own in ${groups?.join(", ")}: ${reason}`,
    ),
    ...(freed.converged ? [] : ["the calibration with parameters of its own did not converge"]),
  ];
}

function ratio(small: Calibration, large: Calibration): LikelihoodRatioTest | null {
  const degreesOfFreedom = large.parameterCount - small.parameterCount;
  if (degreesOfFreedom <= 0) return null;
  const chiSquare = Math.max(0, 2 * (large.logLikelihood - small.logLikelihood));
  return { chiSquare, degreesOfFreedom, p: chiSquareUpperTail(chiSquare, degreesOfFreedom) };
}

function shiftsOf(
  calibration: Calibration,
  item: string,
  groupNames: readonly string[],
): LikelihoodRatioDif["shifts"] {
  const difficultyIn = (group: string) => {
    const part = calibration.items.find(
      (own) => own.item === item && (own.groups === null || own.groups.includes(group)),
    );
    const difficulties = part?.difficulties ?? [];
    let sum = 0;
    for (const difficulty of difficulties) {
      if (difficulty === null) return null;
      sum += difficulty;
    }
    return difficulties.length > 0 ? sum / difficulties.length : null;
  };
  const [reference, ...others] = groupNames;
  const own = difficultyIn(reference);
  return others.map((group) => {
    const there = difficultyIn(group);
    return { group, shift: own === null || there === null ? null : there - own };
  });
}
