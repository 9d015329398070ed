import { chiSquareUpperTail } from "../numeric/special.js";
import { total, type StratumTable } from "./tables.js";

/** A chi-square, with one degree of freedom where nothing else is said. */
export interface ChiSquareTest {
  chiSquare: number;
  p: number;
}

/** The classes of the Educational Testing Service: A negligible, B moderate, C large. */
export type EtsClass = "A" | "B" | "C";

/** The Mantel-Haenszel statistics of one right-or-wrong item. */
export interface MantelHaenszel {
  /** The common odds ratio; above 1 where the item favours the reference group. */
  oddsRatio: number;
  /** Of its logarithm. */
  logStandardError: number;
  /** -2.35 log odds ratio: negative where the item is harder for the focal group. */
  delta: number;
  deltaStandardError: number;
  etsClass: EtsClass;
  /** With the continuity correction of 1/2, and without it. */
  corrected: ChiSquareTest;
  uncorrected: ChiSquareTest;
  /** Breslow and Day's test that the odds ratio is the same in all strata: non-uniform differences show here. */
  homogeneity: ChiSquareTest & { degreesOfFreedom: number };
}

/** The delta scale of the ETS: 4 / 1.7 times a difference in logits. */
const deltaPerLogit = -2.35;

/**
 * Mantel & Haenszel's (1959) comparison of matched groups, for test items by Holland & Thayer (1988):
 *
 *     odds ratio = sum A D / T over sum B C / T
 *     chi-square = (|sum A - sum E(A)| - 1/2)^2 / sum Var(A)
 *
 * with A, B the right and wrong of the reference group in a stratum, C, D those of the focal group, T all. The standard
 * error is that of Phillips & Holland (1987). Classes (Zieky, 1993; Dorans & Holland, 1993): A where |delta| < 1 or delta
 * does not differ from 0 (5 %, two-sided); C where |delta| >= 1.5 and is significantly above 1 (5 %, one-sided); else B.
 *
 * @returns null where no stratum tells the groups apart: all right or all wrong, or no stratum has both groups.
 *
 * Breslow, N. E., & Day, N. E. (1980). Statistical methods in cancer research (vol. 1). IARC. Holland, P. W., & Thayer,
 * D. T. (1988). Differential item performance and the Mantel-Haenszel procedure. In Wainer & Braun (Eds.), Test validity.
 * Phillips, A., & Holland, P. W. (1987). Estimators of the variance of the Mantel-Haenszel log-odds-ratio estimate.
 * Biometrics, 43, 425-431.
 */
export function mantelHaenszel(strata: readonly StratumTable[]): MantelHaenszel | null {
  let agreeing = 0;
  let crossing = 0;
  let excess = 0;
  let variance = 0;
  for (const { reference, focal } of strata) {
    const [b, a] = reference;
    const [d, c] = focal;
    const all = a + b + c + d;
    agreeing += (a * d) / all;
    crossing += (b * c) / all;
    // A stratum of one (or of weights that sum to less) has no hypergeometric variance.
    if (all <= 1) continue;
    excess += a - ((a + b) * (a + c)) / all;
    variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (all * all * (all - 1));
  }
  if (!(agreeing > 0) || !(crossing > 0) || !(variance > 0)) return null;
  const oddsRatio = agreeing / crossing;
  const logStandardError = Math.sqrt(logVariance(strata, oddsRatio, agreeing));
  const delta = deltaPerLogit * Math.log(oddsRatio);
  const deltaStandardError = Math.abs(deltaPerLogit) * logStandardError;
  return {
    oddsRatio,
    logStandardError,
    delta,
    deltaStandardError,
    etsClass: etsClass(delta, deltaStandardError),
    corrected: test((Math.abs(excess) - 0.5) ** 2 / variance),
    uncorrected: test(excess ** 2 / variance),
    homogeneity: breslowDay(strata, oddsRatio),
  };
}

function logVariance(strata: readonly StratumTable[], oddsRatio: number, agreeing: number): number {
  let sum = 0;
  for (const { reference, focal } of strata) {
    const [b, a] = reference;
    const [d, c] = focal;
    const all = a + b + c + d;
    sum += ((a * d + oddsRatio * b * c) * (a + d + oddsRatio * (b + c))) / (all * all);
  }
  return sum / (2 * agreeing * agreeing);
}

function test(chiSquare: number): ChiSquareTest {
  return { chiSquare, p: chiSquareUpperTail(chiSquare, 1) };
}

const normal975 = 1.959963984540054;
const normal95 = 1.6448536269514722;

/** The class of a difference on the delta scale. */
export function etsClass(delta: number, standardError: number): EtsClass {
  const size = Math.abs(delta);
  if (size < 1 || size <= normal975 * standardError) return "A";
  return size >= 1.5 && size - 1 > normal95 * standardError ? "C" : "B";
}

/** Strata without both right and wrong in both margins fit any odds ratio, and do not count. */
function breslowDay(strata: readonly StratumTable[], oddsRatio: number): MantelHaenszel["homogeneity"] {
  let chiSquare = 0;
  let counted = 0;
  for (const { reference, focal } of strata) {
    const [b, a] = reference;
    const right = a + focal[1];
    const wrong = b + focal[0];
    if (!(right > 0) || !(wrong > 0)) continue;
    counted++;
    const fitted = fittedRight(total(reference), total(focal), right, oddsRatio);
    const cells = [fitted, right - fitted, total(reference) - fitted, total(focal) - right + fitted];
    chiSquare += (a - fitted) ** 2 * cells.reduce((sum, cell) => sum + 1 / cell, 0);
  }
  const degreesOfFreedom = counted - 1;
  const p = degreesOfFreedom > 0 ? chiSquareUpperTail(chiSquare, degreesOfFreedom) : 1;
  return { chiSquare, p, degreesOfFreedom };
}

/** How many of the reference group are right where margins are kept and the odds ratio holds: a root of a quadratic. */
function fittedRight(inReference: number, inFocal: number, right: number, oddsRatio: number): number {
  if (Math.abs(oddsRatio - 1) < 1e-12) return (inReference * right) / (inReference + inFocal);
  const quadratic = 1 - oddsRatio;
  const linear = inFocal - right + oddsRatio * (inReference + right);
  const constant = -oddsRatio * inReference * right;
  // The root between the bounds of the margins, written so that nothing cancels.
  return (-2 * constant) / (linear + Math.sqrt(linear * linear - 4 * quadratic * constant));
}
