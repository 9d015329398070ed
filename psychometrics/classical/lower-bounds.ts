import { inversePositiveDefinite } from "../numeric/linear-algebra.js";
import { bestSplit, type BestSplit } from "./best-split.js";

/** Guttman's (1945) six lower bounds of reliability; null where one cannot be had. */
export interface LowerBounds {
  lambda1: number | null;
  lambda2: number | null;
  /** Cronbach's alpha. */
  lambda3: number | null;
  /** Of the best split into halves. */
  lambda4: number | null;
  lambda4Method: BestSplit["method"] | null;
  lambda5: number | null;
  /** From each item's squared multiple correlation with the others; null where the covariances are singular. */
  lambda6: number | null;
}

/**
 * Guttman's lambdas from the items' covariances. With V the variance of the total, s the sum of variances, C2 the sum
 * of squared covariances of different items and C2_j those of item j with the others:
 *
 *     l1 = 1 - s / V                       l2 = l1 + sqrt(k / (k - 1) * C2) / V
 *     l3 = k / (k - 1) * l1                l4 = max over splits of 4 cov(A, B) / V
 *     l5 = l1 + 2 sqrt(max_j C2_j) / V     l6 = 1 - sum of residual variances of each item on the others / V
 *
 * All null with fewer than two items, or where some pair of items has no covariance.
 *
 * Guttman, L. (1945). A basis for analyzing test-retest reliability. Psychometrika, 10(4), 255-282.
 */
export function lowerBounds(covariances: Float64Array, itemCount: number): LowerBounds {
  let total = 0;
  let variances = 0;
  let squared = 0;
  let largest = 0;
  for (let i = 0; i < itemCount; i++) {
    let own = 0;
    for (let j = 0; j < itemCount; j++) {
      const value = covariances[i * itemCount + j];
      total += value;
      if (j === i) variances += value;
      else own += value * value;
    }
    squared += own;
    largest = Math.max(largest, own);
  }
  if (itemCount < 2 || !(total > 0)) {
    return {
      lambda1: null,
      lambda2: null,
      lambda3: null,
      lambda4: null,
      lambda4Method: null,
      lambda5: null,
      lambda6: null,
    };
  }
  const inflation = itemCount / (itemCount - 1);
  const lambda1 = 1 - variances / total;
  const split = bestSplit(covariances, itemCount);
  return {
    lambda1,
    lambda2: lambda1 + Math.sqrt(inflation * squared) / total,
    lambda3: inflation * lambda1,
    lambda4: split?.lambda4 ?? null,
    lambda4Method: split?.method ?? null,
    lambda5: lambda1 + (2 * Math.sqrt(largest)) / total,
    lambda6: lambda6(covariances, itemCount, total),
  };
}

function lambda6(covariances: Float64Array, itemCount: number, total: number): number | null {
  const inverse = inversePositiveDefinite(covariances, itemCount);
  if (!inverse) return null;
  let residuals = 0;
  for (let i = 0; i < itemCount; i++) residuals += 1 / inverse[i * itemCount + i];
  return 1 - residuals / total;
}
