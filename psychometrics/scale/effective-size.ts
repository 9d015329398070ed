/** How unequal weights are. */
export interface WeightSpread {
  /** Persons with a weight above 0. */
  count: number;
  /** Kish's effective size: as many persons of equal weight know a mean as well. From 1 to `count`; 0 where nobody has a weight. */
  effectiveSize: number;
  /** The place of the largest weight, the first one of several; -1 where nobody has a weight. */
  largest: number;
  /** Its share of all weights, from 0 to 1. */
  largestShare: number;
}

/**
 * Kish's (1965) effective sample size (Σw)² / Σw², and the largest weight's share of all. Multiplying all weights changes
 * nothing.
 *
 * @param weights of 0 or more, one for each person.
 *
 * Kish, L. (1965). Survey Sampling. Wiley.
 */
export function weightSpread(weights: ArrayLike<number>): WeightSpread {
  let largest = -1;
  for (let p = 0; p < weights.length; p++) {
    if (weights[p] > (largest < 0 ? 0 : weights[largest])) largest = p;
  }
  if (largest < 0) return { count: 0, effectiveSize: 0, largest, largestShare: 0 };
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let p = 0; p < weights.length; p++) {
    if (!(weights[p] > 0)) continue;
    // Of the largest weight, so that squares of large ones stay finite.
    const share = weights[p] / weights[largest];
    count++;
    sum += share;
    squares += share * share;
  }
  return { count, effectiveSize: sum ** 2 / squares, largest, largestShare: 1 / sum };
}

/**
 * Whether weights leave too little of the sample: an effective size below a tenth of the persons with a weight, or below 30
 * and less than half of them. Design weights of large-scale studies leave a half or more.
 */
export function isConcentrated({ count, effectiveSize }: WeightSpread): boolean {
  return effectiveSize < count / 10 || (effectiveSize < 30 && effectiveSize < count / 2);
}
