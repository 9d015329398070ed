import { medianAbsoluteDeviation, sorted } from "../numeric/order-statistics.js";
import { Refusal } from "../messages/refusal.js";

/** A shift between two scales that lets outlying items count less. */
export interface RobustShift {
  /** The trimmed mean of the differences. */
  shift: number;
  standardError: number;
  /** How many differences were cut off at either end. */
  trimmedCount: number;
  /** Of the differences, times 1.4826: with outliers well below their standard deviation. */
  medianAbsoluteDeviation: number;
}

/**
 * Robust mean-mean linking with slopes of 1: a trimmed mean of the common items' differences. Where the differences have
 * tails heavier than a normal distribution's (their standard deviation exceeds 1.4826 times their median absolute
 * deviation) as many of the largest and of the smallest are cut off, up to a quarter at either end, as makes the standard
 * error smallest; elsewhere none are. The standard error is that of the trimmed mean (Tukey & McLaughlin, 1963): the
 * root of the winsorised sum of squares over h (h - 1), h being how many are left.
 *
 * Tukey, J. W., & McLaughlin, D. H. (1963). Less vulnerable confidence and significance procedures for location based on
 * a single sample. Sankhya A, 25, 331-352.
 *
 * @param differences of the common items' difficulties between the two calibrations.
 * @throws {RangeError} with fewer than three differences.
 */
export function robustShift(differences: readonly number[]): RobustShift {
  if (differences.length < 3) throw new Refusal("robust-few-items", { count: differences.length });
  const rising = sorted(differences);
  const robustDeviation = medianAbsoluteDeviation(differences);
  let best = trimmedMean(rising, 0);
  const deviation = best.standardError * Math.sqrt(rising.length);
  const trimmedMax = deviation > robustDeviation ? Math.floor(rising.length / 4) : 0;
  for (let count = 1; count <= trimmedMax; count++) {
    const candidate = trimmedMean(rising, count);
    if (candidate.standardError < best.standardError) best = candidate;
  }
  return { ...best, medianAbsoluteDeviation: robustDeviation };
}

function trimmedMean(
  rising: Float64Array,
  trimmedCount: number,
): Omit<RobustShift, "medianAbsoluteDeviation"> {
  const left = rising.length - 2 * trimmedCount;
  const kept = rising.subarray(trimmedCount, trimmedCount + left);
  const shift = kept.reduce((sum, value) => sum + value, 0) / left;
  const low = kept[0];
  const high = kept[left - 1];
  const winsorised = rising.map((value) => Math.min(Math.max(value, low), high));
  const centre = winsorised.reduce((sum, value) => sum + value, 0) / rising.length;
  const squares = winsorised.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { shift, standardError: Math.sqrt(squares / (left * (left - 1))), trimmedCount };
}
