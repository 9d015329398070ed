import type { JointCovariance } from "../calibrate/calibration.js";
import type { CommonItem } from "./common-items.js";
import { linkEquations, type LinkRule } from "./constants.js";
import type { CalibratedForm, PreparedItem } from "./form.js";
import type { LinkConstants } from "./moments.js";

/** A derivative for every free parameter of the two forms, in the order of their covariances. */
export interface FormGradient {
  base: Float64Array;
  other: Float64Array;
}

/** Parameters are moved by this share of their size for central differences of analytic equations. */
const relativeStep = 1e-5;

/**
 * How the constants follow small changes of the item parameters, by the implicit function theorem: where e(c, x) = 0
 * are the equations of the constants c, dc/dx = -(de/dc)^-1 de/dx.
 *
 * @returns the derivatives of A (zeros where it is held at 1) and of B.
 */
export function linkSensitivity(
  items: readonly CommonItem[],
  rule: LinkRule,
  constants: LinkConstants,
  forms: { base: CalibratedForm; other: CalibratedForm },
): { slope: FormGradient; intercept: FormGradient } {
  const blank = (): FormGradient => ({
    base: new Float64Array(forms.base.covariance?.names.length ?? 0),
    other: new Float64Array(forms.other.covariance?.names.length ?? 0),
  });
  const result = { slope: blank(), intercept: blank() };
  const solve = inverseOfConstants(items, rule, constants);
  for (const side of ["base", "other"] as const) {
    for (const pair of items) {
      forEachFreeParameter(pair[side], (place, move) => {
        const change = centralDifference(move, () => linkEquations(items, rule, constants));
        const [inSlope, inIntercept] = solve(change);
        result.slope[side][place] -= inSlope;
        result.intercept[side][place] -= inIntercept;
      });
    }
  }
  return result;
}

/**
 * Calls back for each free parameter with its place in the form's covariance and a function that sets it off by a
 * number of steps of the returned size.
 */
export function forEachFreeParameter(
  { parameters, places }: PreparedItem,
  visit: (place: number, move: Move) => void,
): void {
  places?.forEach((place, j) => {
    if (place < 0) return;
    const kept = parameters[j];
    const step = relativeStep * Math.max(1, Math.abs(kept));
    visit(place, { step, by: (steps) => (parameters[j] = kept + steps * step) });
  });
}

interface Move {
  step: number;
  by: (steps: number) => void;
}

/** The derivatives of several values in one parameter. */
export function centralDifference(move: Move, evaluate: () => readonly number[]): number[] {
  move.by(1);
  const above = evaluate();
  move.by(-1);
  const below = evaluate();
  move.by(0);
  return above.map((value, n) => (value - below[n]) / (2 * move.step));
}

/** The variance of a function of both forms' parameters, which come from independent samples. */
export function varianceOf(
  a: FormGradient,
  b: FormGradient,
  base: JointCovariance,
  other: JointCovariance,
): number {
  return quadraticForm(a.base, base.values, b.base) + quadraticForm(a.other, other.values, b.other);
}

function quadraticForm(a: Float64Array, matrix: readonly number[], b: Float64Array): number {
  const size = a.length;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    if (a[i] === 0) continue;
    for (let j = 0; j < size; j++) sum += a[i] * matrix[i * size + j] * b[j];
  }
  return sum;
}

/** Solves de/dc x = r for x = (slope, intercept). */
function inverseOfConstants(
  items: readonly CommonItem[],
  rule: LinkRule,
  constants: LinkConstants,
): (right: readonly number[]) => [number, number] {
  const step = relativeStep;
  const column = (inSlope: number, inIntercept: number) => {
    const at = (sign: number) =>
      linkEquations(items, rule, {
        slope: constants.slope + sign * inSlope,
        intercept: constants.intercept + sign * inIntercept,
      });
    const below = at(-1);
    return at(1).map((value, n) => (value - below[n]) / (2 * step));
  };
  const ofIntercept = column(0, step);
  if (!rule.hasSlope) return ([only]) => [0, only / ofIntercept[0]];
  const ofSlope = column(step, 0);
  const determinant = ofSlope[0] * ofIntercept[1] - ofSlope[1] * ofIntercept[0];
  return ([first, second]) => [
    (first * ofIntercept[1] - second * ofIntercept[0]) / determinant,
    (ofSlope[0] * second - ofSlope[1] * first) / determinant,
  ];
}
