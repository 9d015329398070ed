import type { ResponseData } from "../data.js";
import { weightedMean, weightedVariance } from "../numeric/summary.js";
import type { CaseData } from "./cases.js";
import { alpha } from "./reliability.js";

function isBinary(data: ResponseData): boolean {
  return data.maxScores.every((max) => max <= 1);
}

/**
 * KR-20 (Kuder & Richardson, 1937), which for right-or-wrong items is alpha. Null for items of higher maximum,
 * and as `alpha`.
 *
 * Kuder, G. F., & Richardson, M. W. (1937). The theory of the estimation of test reliability. Psychometrika, 2(3),
 * 151-160.
 */
export function kr20(data: ResponseData, covariances: Float64Array): number | null {
  return isBinary(data) ? alpha(covariances, data.items.length) : null;
}

/**
 * KR-21, which takes all items as equally hard: k / (k - 1) * (1 - M (k - M) / (k V)) with the mean M and the variance
 * V (with n) of the total. Null for items of higher maximum, without complete cases, or without variance.
 */
export function kr21(data: ResponseData, { cases, totals, weights }: CaseData): number | null {
  const count = data.items.length;
  if (!isBinary(data) || cases !== "complete" || count < 2 || totals.length < 2) return null;
  const mean = weightedMean(totals, weights);
  const variance = (weightedVariance(totals, weights) * (totals.length - 1)) / totals.length;
  return variance > 0 ? (count / (count - 1)) * (1 - (mean * (count - mean)) / (count * variance)) : null;
}
