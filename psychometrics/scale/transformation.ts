import { weightedMean } from "../numeric/summary.js";
import { senateWeights } from "./senate-weights.js";
import { Refusal } from "../messages/refusal.js";

/** A linear change of scale: reported = slope * theta + intercept. */
export interface ScaleConstants {
  slope: number;
  intercept: number;
}

/** Abilities or plausible values on the reported scale; missing ones (NaN) stay missing. */
export function toScale(values: ArrayLike<number>, { slope, intercept }: ScaleConstants): Float64Array {
  return Float64Array.from(values, (value) => slope * value + intercept);
}

/**
 * The constants that give the pooled plausible values a wanted mean and standard deviation, fixed in a scale's first cycle and
 * kept in all later ones. With groups (countries), each counts the same whatever its size: PISA's OECD mean of 500 and SD
 * of 100, SEA-PLM's 300 and 30.
 *
 * The mean and variance are averages over plausible values; the variance has the sum of weights in the denominator.
 *
 * @param groups the group of each person; persons of the group "" set no scale. All persons are one group by default.
 * @throws {RangeError} where there is nothing to scale: no weight, none in a group, or values that do not vary.
 */
export function scaleConstants(
  values: readonly Float64Array[],
  weights: ArrayLike<number>,
  wanted: { mean: number; sd: number },
  groups?: readonly string[],
): ScaleConstants {
  const senate = groups ? senateWeights(weights, groups) : weights;
  let mean = 0;
  let variance = 0;
  for (const value of values) {
    const own = weightedMean(value, senate);
    mean += own / values.length;
    variance +=
      weightedMean(
        value.map((one) => (one - own) ** 2),
        senate,
      ) / values.length;
  }
  if (!(variance > 0)) throw new Refusal("no-scale");
  const slope = wanted.sd / Math.sqrt(variance);
  return { slope, intercept: wanted.mean - slope * mean };
}

/**
 * Mean and standard deviation of several groups taken together with equal weight, from each one's mean and standard deviation:
 * the variance within plus the variance between.
 */
export function pooledMoments(groups: readonly { mean: number; sd: number }[]): { mean: number; sd: number } {
  const count = groups.length;
  const mean = groups.reduce((sum, group) => sum + group.mean, 0) / count;
  const variance = groups.reduce((sum, group) => sum + group.sd ** 2 + (group.mean - mean) ** 2, 0) / count;
  return { mean, sd: Math.sqrt(variance) };
}
