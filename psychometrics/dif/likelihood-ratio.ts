import { calibrate } from "../calibrate/calibrate.js";
import type { Calibration, CalibrationOptions, UniqueParameters } from "../calibrate/calibration.js";
import { nameFit } from "../calibrate/name-fit.js";
import { notPresented, type ResponseData } from "../data.js";
import { namedModel } from "../models/index.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** A likelihood ratio test of an item's parameters being one for all groups. */
export interface LikelihoodRatioTest {
  /** Twice the difference of the log-likelihoods; of log-likelihood + log prior where there are priors. */
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
  reason: Message | null;
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
 * With priors (the 3PL always has one unless it is turned off) the estimates are posterior modes, at which the log-likelihood
 * may fall where parameters are freed. There the penalised log-likelihood, log-likelihood + log prior, stands on both sides,
 * and the parts of the tested item bear its priors together (`sharedPriors`): equal values in all groups then have the same
 * penalised likelihood as one common value, so that the models are nested, no test is below 0 and "both" is never below
 * "uniform". The chi-square distribution is an approximation then, as good as the prior is weak.
 *
 * A group in which the item cannot be calibrated by itself (all right, all wrong) takes no part in the item's tests: its
 * responses to the item count in neither model, and a reason names it.
 *
 * Two calibrations an item are run, each from where the first ended, and a third where a group takes no part. A difference below 0 by no more than 0.01 is how far the
 * iteration was from its end and counts as 0; a larger one counts as 0, too, and a reason says so.
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
  if (data.groupNames.length < 2) throw new Refusal("one-group-only");
  const unknown = items.find((item) => !data.items.includes(item));
  if (unknown !== undefined) throw new Refusal("data-without-item", { item: unknown });
  const quiet = { ...options, standardErrors: "none" as const };
  const base = calibrate(data, nameFit(quiet, message("fit-all-equal")));
  return {
    base,
    items: items.map((item, done) => {
      told(done);
      const common = base.items.find((calibrated) => calibrated.item === item);
      const none = (reason: Message): LikelihoodRatioDif => ({
        ...{ item, both: null, uniform: null, nonUniform: null, shifts: [] },
        reason,
      });
      if (!common) return none(message("not-calibrated"));
      if (common.isAnchored) return none(message("is-anchor"));
      if (common.groups) return none(message("differs-already"));
      const place = { number: done + 1, count: items.length };
      return { item, ...testItem(data, { ...quiet, ...gridOf(base), startFrom: base }, base, common, place) };
    }),
  };
}

/** Likelihoods are compared on one grid. */
function gridOf({
  quadrature,
}: Calibration): Pick<CalibrationOptions, "quadrature" | "range" | "widensGrid"> {
  return { quadrature: quadrature.count, range: quadrature.range, widensGrid: false };
}

function testItem(
  data: ResponseData,
  options: CalibrationOptions,
  base: Calibration,
  { item, model, scoreValues }: Calibration["items"][number],
  place: { number: number; count: number },
): Omit<LikelihoodRatioDif, "item"> {
  const { itemModel, slope } = namedModel(model);
  const freed = (parameters?: string[]) => {
    const fit = message(parameters ? "fit-intercepts-free" : "fit-item-free", { item, ...place });
    return calibrate(data, {
      ...nameFit(options, fit),
      sharedPriors: [...(options.sharedPriors ?? []), item],
      unique: [
        ...(options.unique ?? []),
        // The first group keeps what is common.
        ...data.groupNames.slice(1).map((group): UniqueParameters => ({ item, groups: [group], parameters })),
      ],
    });
  };
  const all = freed();
  const apart = all.excluded.flatMap((one) => (one.item === item ? (one.groups ?? []) : []));
  // Responses that the larger model leaves out may not count in the smaller one either.
  const fit = message("fit-item-equal", { item, groups: apart, ...place });
  const equal = apart.length > 0 ? calibrate(without(data, item, apart), nameFit(options, fit)) : base;
  const reasons = reasonsOf(all, item);
  const both = ratio(equal, all, reasons);
  const shifts = shiftsOf(all, item, data.groupNames);
  if (slope !== "free") return { both, uniform: null, nonUniform: null, shifts, reason: together(reasons) };
  const names = itemModel.parameterNames(scoreValues.length);
  const others = names.filter((name) => !name.startsWith("slope") && !name.startsWith("lower_asymptote"));
  let intercepts: Calibration | null = null;
  try {
    intercepts = freed(others);
  } catch (error) {
    // Intercepts of their own are refused where a group lacks a score; the item's other test stands.
    if (!(error instanceof Refusal)) throw error;
    reasons.push(error.reason);
  }
  const uniform = intercepts && ratio(equal, intercepts, reasons);
  const nonUniform = intercepts && ratio(intercepts, all, reasons);
  if (intercepts && both) {
    const partCount = all.items.filter((part) => part.item === item).length;
    const freeable = (names.length - others.length) * (partCount - 1);
    reasons.push(...boundReasons({ uniform, nonUniform }, freeable));
  }
  return { both, uniform, nonUniform, shifts, reason: together(reasons) };
}

/** Several reasons as one. */
function together(reasons: readonly Message[]): Message | null {
  return reasons.length > 1 ? message("several-reasons", { reasons }) : (reasons[0] ?? null);
}

/** The data without some groups' responses to an item. */
function without(data: ResponseData, item: string, groups: readonly string[]): ResponseData {
  const place = data.items.indexOf(item);
  const scores = data.scores.slice();
  data.groups.forEach((group, p) => {
    if (groups.includes(data.groupNames[group])) scores[p * data.items.length + place] = notPresented;
  });
  return { ...data, scores };
}

/** Why an item has no parameters of its own in some groups, and whether the iteration that frees it ended. */
function reasonsOf(freed: Calibration, item: string): Message[] {
  const excluded = freed.excluded.filter((one) => one.item === item && one.groups !== null);
  return [
    ...excluded.map(({ groups, reason }) => message("none-of-its-own", { groups: groups ?? [], reason })),
    ...(freed.converged ? [] : [message("own-not-converged")]),
  ];
}

/**
 * Why one of the tests has nothing to free that another frees: what is held, or shared with other items, stays so in every
 * group.
 *
 * @param freeable degrees of freedom of the non-uniform test where nothing is held or shared.
 */
function boundReasons(
  { uniform, nonUniform }: Pick<LikelihoodRatioDif, "uniform" | "nonUniform">,
  freeable: number,
): Message[] {
  if (!nonUniform) return [message("slope-bound")];
  return [
    ...(uniform ? [] : [message("intercepts-bound")]),
    ...(nonUniform.degreesOfFreedom < freeable ? [message("some-bound")] : []),
  ];
}

/** Twice the difference of log-likelihoods that iterations leave open. */
const openMax = 0.01;

function ratio(small: Calibration, large: Calibration, reasons: Message[]): LikelihoodRatioTest | null {
  const degreesOfFreedom = large.parameterCount - small.parameterCount;
  if (degreesOfFreedom <= 0) return null;
  // Without priors the second parts are 0.
  const penalised = ({ logLikelihood, logPrior }: Calibration) => logLikelihood + logPrior;
  const difference = 2 * (penalised(large) - penalised(small));
  if (difference < -openMax)
    reasons.push(message("maximum-missed", { difference: Number((-difference).toPrecision(3)) }));
  const chiSquare = Math.max(0, difference);
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
