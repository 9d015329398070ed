import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { residualsOf, type ResidualAt } from "./residuals.js";

/** Residual correlations of pairs of items. */
export interface Q3 {
  items: string[];
  /** Items x items, row by row, symmetric with 1 on the diagonal; null where a pair has no correlation. */
  values: (number | null)[];
  /** Mean over pairs, about -1 / (number of items - 1) where the model holds. */
  mean: number | null;
  /** The largest value, and how far above the mean it lies: Q3* of Christensen, Makransky and Horton (2017). */
  largest: number | null;
  q3Star: number | null;
  /** The pair with the largest value. */
  pair: [string, string] | null;
}

/**
 * Yen's (1984) Q3: the correlation between the residuals of two items, over test takers presented both. Local
 * dependence shows as values well above the mean of all pairs; 0.2 above it is often taken as a bound for Q3*.
 *
 * The value depends on where residuals are taken. At the EAP or WLE they are what mirt prints; over the posterior,
 * x - E(E(x | theta) | responses). Weights count.
 *
 * @throws {RangeError} as `align`.
 *
 * Yen, W. M. (1984). Effects of local item dependence on the fit and equating performance of the three-parameter
 * logistic model. Applied Psychological Measurement, 8(2), 125-145.
 * Christensen, K. B., Makransky, G., & Horton, M. (2017). Critical values for Yen's Q3. Applied Psychological
 * Measurement, 41(3), 178-194.
 */
export function q3(calibration: Calibration, data: ResponseData, at: ResidualAt = "eap"): Q3 {
  const { aligned, residuals } = residualsOf(calibration, data, at);
  return residualCorrelations(
    calibration.items.map(({ item }) => item),
    residuals,
    aligned.patterns.weights,
  );
}

/**
 * Q3 from residuals.
 *
 * @param residuals patterns x items; NaN where there is none.
 * @param weights of the patterns.
 */
export function residualCorrelations(
  items: readonly string[],
  residuals: Float64Array,
  weights: Float64Array,
): Q3 {
  const patternCount = weights.length;
  const count = items.length;
  const values = new Array<number | null>(count * count).fill(null);
  let sum = 0;
  let pairCount = 0;
  let largest: number | null = null;
  let pair: [string, string] | null = null;
  for (let i = 0; i < count; i++) {
    values[i * count + i] = 1;
    for (let j = 0; j < i; j++) {
      const value = correlation(residuals, weights, patternCount, count, i, j);
      values[i * count + j] = value;
      values[j * count + i] = value;
      if (value === null) continue;
      sum += value;
      pairCount++;
      if (largest === null || value > largest) {
        largest = value;
        pair = [items[j], items[i]];
      }
    }
  }
  const mean = pairCount > 0 ? sum / pairCount : null;
  return {
    items: [...items],
    values,
    mean,
    largest,
    q3Star: largest === null || mean === null ? null : largest - mean,
    pair,
  };
}

function correlation(
  residuals: Float64Array,
  weights: Float64Array,
  patternCount: number,
  itemCount: number,
  i: number,
  j: number,
): number | null {
  let total = 0;
  let sumX = 0;
  let sumY = 0;
  for (let n = 0; n < patternCount; n++) {
    const [x, y] = [residuals[n * itemCount + i], residuals[n * itemCount + j]];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    total += weights[n];
    sumX += weights[n] * x;
    sumY += weights[n] * y;
  }
  if (!(total > 0)) return null;
  const [meanX, meanY] = [sumX / total, sumY / total];
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let n = 0; n < patternCount; n++) {
    const [x, y] = [residuals[n * itemCount + i] - meanX, residuals[n * itemCount + j] - meanY];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    xx += weights[n] * x * x;
    yy += weights[n] * y * y;
    xy += weights[n] * x * y;
  }
  const product = xx * yy;
  return product > 1e-24 * total * total ? xy / Math.sqrt(product) : null;
}
