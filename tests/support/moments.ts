/** The mean; NaN of no values. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The covariance of what stands at the same places, with the count in the denominator. */
export function covariance(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  return mean(x.map((value, n) => (value - meanX) * (y[n] - meanY)));
}
