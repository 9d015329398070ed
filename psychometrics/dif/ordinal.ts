import { chiSquareUpperTail } from "../numeric/special.js";
import type { EtsClass, ChiSquareTest } from "./mantel-haenszel.js";
import { scoreTotal, total, type StratumTable } from "./tables.js";

/**
 * The standardised mean difference: the focal group's mean score less the reference group's, within strata, weighted by
 * the focal group's sizes (Dorans & Kulick, 1986; Zwick & Thayer, 1996). For right or wrong it is STD P-DIF. Negative
 * where the item is harder for the focal group; in points. Null without a stratum.
 *
 * Dorans, N. J., & Kulick, E. (1986). Journal of Educational Measurement, 23, 355-368.
 */
export function standardisedMeanDifference(strata: readonly StratumTable[]): number | null {
  let sum = 0;
  let weight = 0;
  for (const { reference, focal } of strata) {
    const size = total(focal);
    sum += size * (scoreTotal(focal) / size - scoreTotal(reference) / total(reference));
    weight += size;
  }
  return weight > 0 ? sum / weight : null;
}

/** The standard deviation of the item's score over the compared test takers of both groups, n in the denominator; null without any. */
export function scoreDeviation(strata: readonly StratumTable[]): number | null {
  let weight = 0;
  let sum = 0;
  let squares = 0;
  for (const { reference, focal } of strata) {
    for (let score = 0; score < focal.length; score++) {
      const count = reference[score] + focal[score];
      weight += count;
      sum += score * count;
      squares += score * score * count;
    }
  }
  if (!(weight > 0)) return null;
  return Math.sqrt(Math.max(0, squares / weight - (sum / weight) ** 2));
}

/**
 * The ETS class of an item with more than two scores (Zwick, Thayer & Mazzeo, 1997), from the standardised mean difference
 * over the standard deviation of the item's score: A where that is at most 0.17 in size or Mantel's test is not significant
 * at 5 %, B to 0.25, C above. Null where one of them is not there, or scores do not vary.
 *
 * Zwick, R., Thayer, D. T., & Mazzeo, J. (1997). Descriptive and inferential procedures for assessing differential item
 * functioning in polytomous items. Applied Measurement in Education, 10(4), 321-344.
 */
export function ordinalClass(
  difference: number | null,
  deviation: number | null,
  test: ChiSquareTest | null,
): EtsClass | null {
  if (difference === null || deviation === null || !(deviation > 0) || test === null) return null;
  const size = Math.abs(difference) / deviation;
  if (size <= 0.17 || test.p >= 0.05) return "A";
  return size <= 0.25 ? "B" : "C";
}

/**
 * Mantel's (1963) test that matched groups have the same mean score, with one degree of freedom: the uncorrected
 * Mantel-Haenszel chi-square where scores are 0 and 1. Null where scores do not vary within strata.
 *
 * Mantel, N. (1963). Chi-square tests with one degree of freedom: Extensions of the Mantel-Haenszel procedure. Journal of
 * the American Statistical Association, 58, 690-700.
 */
export function mantelTest(strata: readonly StratumTable[]): ChiSquareTest | null {
  let excess = 0;
  let variance = 0;
  for (const { reference, focal } of strata) {
    const inReference = total(reference);
    const inFocal = total(focal);
    const all = inReference + inFocal;
    if (all <= 1) continue;
    let sum = 0;
    let squares = 0;
    for (let score = 0; score < focal.length; score++) {
      const count = reference[score] + focal[score];
      sum += score * count;
      squares += score * score * count;
    }
    excess += scoreTotal(focal) - (inFocal * sum) / all;
    variance += (inReference * inFocal * (all * squares - sum * sum)) / (all * all * (all - 1));
  }
  if (!(variance > 0)) return null;
  const chiSquare = excess ** 2 / variance;
  return { chiSquare, p: chiSquareUpperTail(chiSquare, 1) };
}

/** A common odds ratio of ordered scores. */
export interface CumulativeOddsRatio {
  /** Above 1 where the item favours the reference group, as in Mantel-Haenszel. */
  oddsRatio: number;
  logStandardError: number;
}

/**
 * Liu & Agresti's (1996) cumulative common odds ratio: Mantel & Haenszel's over all ways to cut the scores in two.
 *
 *     sum over strata and cuts of A D / T over sum of B C / T,  A and B the reference group above and not above the cut
 *
 * For right or wrong it is the Mantel-Haenszel odds ratio. The standard error is by the delta method from the counts,
 * multinomial in each group and stratum with their observed shares. Null where one of the sums is 0.
 *
 * Liu, I.-M., & Agresti, A. (1996). Mantel-Haenszel-type inference for cumulative odds ratios with a stratified ordinal
 * response. Biometrics, 52, 1223-1234.
 */
export function cumulativeOddsRatio(strata: readonly StratumTable[]): CumulativeOddsRatio | null {
  const sums = strata.map(cutSums);
  const agreeing = sums.reduce((sum, stratum) => sum + stratum.agreeing, 0);
  const crossing = sums.reduce((sum, stratum) => sum + stratum.crossing, 0);
  if (!(agreeing > 0) || !(crossing > 0)) return null;
  let variance = 0;
  for (const { reference, focal, inReference, inFocal } of sums) {
    // The derivative of log(agreeing / crossing) in the count of each score.
    variance += multinomialVariance(reference, (score) => inReference(score, agreeing, crossing));
    variance += multinomialVariance(focal, (score) => inFocal(score, agreeing, crossing));
  }
  return { oddsRatio: agreeing / crossing, logStandardError: Math.sqrt(variance) };
}

type Derivative = (score: number, agreeing: number, crossing: number) => number;

function cutSums(table: StratumTable): StratumTable & {
  agreeing: number;
  crossing: number;
  inReference: Derivative;
  inFocal: Derivative;
} {
  const { reference, focal } = table;
  const all = total(reference) + total(focal);
  const above = (counts: Float64Array) =>
    counts.map((_, cut) => counts.subarray(cut + 1).reduce((sum, count) => sum + count, 0));
  const referenceAbove = above(reference);
  const focalAbove = above(focal);
  const cuts = reference.length - 1;
  let agreeing = 0;
  let crossing = 0;
  for (let cut = 0; cut < cuts; cut++) {
    agreeing += (referenceAbove[cut] * (total(focal) - focalAbove[cut])) / all;
    crossing += ((total(reference) - referenceAbove[cut]) * focalAbove[cut]) / all;
  }
  const overCuts = (value: (cut: number) => number) => {
    let sum = 0;
    for (let cut = 0; cut < cuts; cut++) sum += value(cut);
    return sum / all;
  };
  return {
    ...table,
    agreeing,
    crossing,
    inReference: (score, totalAgreeing, totalCrossing) =>
      overCuts((cut) =>
        score > cut ? (total(focal) - focalAbove[cut]) / totalAgreeing : -focalAbove[cut] / totalCrossing,
      ),
    inFocal: (score, totalAgreeing, totalCrossing) =>
      overCuts((cut) =>
        score > cut
          ? -(total(reference) - referenceAbove[cut]) / totalCrossing
          : referenceAbove[cut] / totalAgreeing,
      ),
  };
}

/** The variance of a linear function of multinomial counts with these shares. */
function multinomialVariance(counts: Float64Array, derivative: (score: number) => number): number {
  const size = total(counts);
  let mean = 0;
  let squares = 0;
  counts.forEach((count, score) => {
    const value = derivative(score);
    mean += (count / size) * value;
    squares += (count / size) * value * value;
  });
  return size * Math.max(0, squares - mean * mean);
}
