import { Refusal } from "../messages/refusal.js";
import { minimise } from "../numeric/minimise.js";
import { median } from "../numeric/order-statistics.js";
import {
  curveDistance,
  curveMethods,
  type CurveCriterion,
  type CurveMethod,
} from "./characteristic-curves.js";
import type { CommonItem } from "./common-items.js";
import { slopeAndDifficulties } from "./form.js";
import { momentConstants, momentMethods, type LinkConstants, type MomentMethod } from "./moments.js";

/** The ways to link two calibrations by their common items. */
export const linkMethods = [...momentMethods, ...curveMethods] as const;

export type LinkMethod = MomentMethod | CurveMethod;

/** How the constants are found, with every choice made. */
export type LinkRule = {
  /** False where A is held at 1. */
  hasSlope: boolean;
} & ({ method: MomentMethod } | ({ method: CurveMethod } & CurveCriterion));

/** Constants, and how they were found. */
export interface SolvedConstants extends LinkConstants {
  /** The criterion of the characteristic curve methods at its minimum; null for the others. */
  criterion: number | null;
  converged: boolean;
}

/** A slope beyond this, or below its inverse, is no link of two scales any more: curves become flat lines, or steps. */
const slopeMax = 100;
/** The search goes further, so that what is refused is a minimum beyond, or none, and not a search that ended at a wall. */
const logSearched = Math.log(1e4);
/** The criterion is to be lower by this share before another minimum is taken than the one nearest to mean-mean. */
const lowerShare = 1e-6;

/**
 * The constants that a rule gives. The curve methods go down from mean-mean, from the medians of slopes and difficulties and from
 * no change, and take the lowest minimum: one item with a difficulty far out throws means so far off that the criterion may fall
 * from there to a slope without end.
 *
 * @throws {RangeError} as `momentConstants`; where the criterion of a curve method has no minimum at a slope from 0.01 to 100.
 */
export function solveConstants(items: readonly CommonItem[], rule: LinkRule): SolvedConstants {
  if (!isCurveRule(rule)) {
    return { ...momentConstants(items, rule.method, rule.hasSlope), criterion: null, converged: true };
  }
  const minima = startsOf(items, rule.hasSlope).map((start) => closestCurves(items, rule, start));
  const best = minima.reduce((best, next) =>
    next.criterion < best.criterion * (1 - lowerShare) ? next : best,
  );
  if (Math.abs(Math.log(best.slope)) > Math.log(slopeMax))
    throw new Refusal("link-without-minimum", { name: rule.method, value: best.slope });
  return best;
}

type ClosestCurves = SolvedConstants & { criterion: number };

function closestCurves(
  items: readonly CommonItem[],
  rule: LinkRule & { method: CurveMethod },
  start: LinkConstants,
): ClosestCurves {
  const derivatives = new Float64Array(2);
  // The logarithm of A is without bounds but those of sense.
  const { point, value, converged } = minimise(
    (at, gradient) => {
      if (rule.hasSlope && Math.abs(at[1]) > logSearched) return Infinity;
      const constants = { slope: rule.hasSlope ? Math.exp(at[1]) : 1, intercept: at[0] };
      const distance = curveDistance(items, rule, constants, derivatives);
      gradient[0] = derivatives[1];
      if (rule.hasSlope) gradient[1] = derivatives[0] * constants.slope;
      return distance;
    },
    rule.hasSlope ? [start.intercept, Math.log(start.slope)] : [start.intercept],
  );
  return {
    slope: rule.hasSlope ? Math.exp(point[1]) : 1,
    intercept: point[0],
    criterion: value,
    converged,
  };
}

/**
 * The equations in A and B (B alone where A is held at 1) whose root the constants are: the derivatives of the
 * criterion, or the constants less what the moments give.
 */
export function linkEquations(
  items: readonly CommonItem[],
  rule: LinkRule,
  constants: LinkConstants,
): number[] {
  if (isCurveRule(rule)) {
    const derivatives = new Float64Array(2);
    curveDistance(items, rule, constants, derivatives);
    return rule.hasSlope ? Array.from(derivatives) : [derivatives[1]];
  }
  const moments = momentConstants(items, rule.method, rule.hasSlope);
  const intercept = constants.intercept - moments.intercept;
  return rule.hasSlope ? [constants.slope - moments.slope, intercept] : [intercept];
}

function isCurveRule(rule: LinkRule): rule is LinkRule & { method: CurveMethod } {
  return (curveMethods as readonly string[]).includes(rule.method);
}

/** Where the search for the closest curves begins, the usual place first; no change is always one. */
function startsOf(items: readonly CommonItem[], hasSlope: boolean): LinkConstants[] {
  const noChange = { slope: 1, intercept: 0 };
  const starts = [meansOf(items, hasSlope), mediansOf(items, hasSlope), noChange];
  return starts.filter(
    (start): start is LinkConstants => start !== null && Math.abs(Math.log(start.slope)) < logSearched,
  );
}

/** Null where items with slopes of zero or opposite signs have no usable moments; their curves can still be compared. */
function meansOf(items: readonly CommonItem[], hasSlope: boolean): LinkConstants | null {
  try {
    return momentConstants(items, "mean-mean", hasSlope);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Null where no item has a difficulty, or most have slopes of opposite signs. */
function mediansOf(items: readonly CommonItem[], hasSlope: boolean): LinkConstants | null {
  const pairs = items.map(({ base, other }) => [slopeAndDifficulties(base), slopeAndDifficulties(other)]);
  const difficulties = (side: 0 | 1) =>
    pairs.flatMap((pair) => pair[side].difficulties).filter((each): each is number => each !== null);
  const [base, other] = [difficulties(0), difficulties(1)];
  if (base.length === 0 || other.length === 0) return null;
  const slope = hasSlope ? median(pairs.map((pair) => pair[1].slope / pair[0].slope)) : 1;
  return slope > 0 ? { slope, intercept: median(base) - slope * median(other) } : null;
}
