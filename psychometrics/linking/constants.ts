import { minimise } from "../numeric/minimise.js";
import {
  curveDistance,
  curveMethods,
  type CurveCriterion,
  type CurveMethod,
} from "./characteristic-curves.js";
import type { CommonItem } from "./common-items.js";
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

/** The constants that a rule gives. The curve methods start from mean-mean, or from no change where that fails. */
export function solveConstants(items: readonly CommonItem[], rule: LinkRule): SolvedConstants {
  if (!isCurveRule(rule)) {
    return { ...momentConstants(items, rule.method, rule.hasSlope), criterion: null, converged: true };
  }
  const start = startOf(items, rule.hasSlope);
  const derivatives = new Float64Array(2);
  // The logarithm of A is without bounds.
  const { point, value, converged } = minimise(
    (at, gradient) => {
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

function startOf(items: readonly CommonItem[], hasSlope: boolean): LinkConstants {
  try {
    return momentConstants(items, "mean-mean", hasSlope);
  } catch (error) {
    // Items with slopes of zero or opposite signs have no usable moments, but their curves can still be compared.
    if (error instanceof RangeError) return { slope: 1, intercept: 0 };
    throw error;
  }
}
