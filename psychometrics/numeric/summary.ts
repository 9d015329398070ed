/** The weighted sum of `values` over the sum of `weights`; NaN when the weights sum to zero. */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i] * values[i];
    total += weights[i];
  }
  return sum / total;
}

/**
 * The weighted variance with n - 1 in the denominator, where n is the sum of the weights scaled to the number
 * of values with a positive weight. Weights are thus shares: multiplying all of them changes nothing,
 * and equal weights give the ordinary sample variance. NaN for fewer than two values.
 */
export function weightedVariance(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  return weightedCovariance(values, values, weights);
}

/** The weighted covariance, with the denominator of `weightedVariance`. */
export function weightedCovariance(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const meanX = meanFromFirst(x, weights);
  const meanY = meanFromFirst(y, weights);
  let sum = 0;
  let total = 0;
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    sum += weights[i] * (x[i] - meanX) * (y[i] - meanY);
    total += weights[i];
    if (weights[i] > 0) count++;
  }
  return count < 2 ? NaN : ((sum / total) * count) / (count - 1);
}

/** The weighted mean by way of differences from the first value, so that values all alike do not vary in the last digit. */
function meanFromFirst(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i] * (values[i] - values[0]);
    total += weights[i];
  }
  return values[0] + sum / total;
}

/** The weighted product-moment correlation; NaN where one of the two does not vary. */
export function weightedCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const product = weightedVariance(x, weights) * weightedVariance(y, weights);
  return product > 0 ? weightedCovariance(x, y, weights) / Math.sqrt(product) : NaN;
}
