import { logGamma, upperGamma } from "./special.js";

/**
 * The probability that a noncentral chi-square variable is at most `x`: a mixture of central ones whose degrees of
 * freedom grow by 2 with Poisson weights, summed from the middle of the Poisson outwards.
 */
export function noncentralChiSquareCdf(x: number, df: number, noncentrality: number): number {
  if (x <= 0) return 0;
  const half = noncentrality / 2;
  const below = (n: number) => 1 - upperGamma(df / 2 + n, x / 2);
  if (half === 0) return below(0);
  const weight = (n: number) => Math.exp(n * Math.log(half) - half - logGamma(n + 1));
  const middle = Math.floor(half);
  let sum = 0;
  for (let n = middle; n >= 0; n--) {
    const term = weight(n);
    sum += term * below(n);
    if (term < 1e-16) break;
  }
  for (let n = middle + 1; ; n++) {
    const term = weight(n);
    sum += term * below(n);
    if (term < 1e-16) break;
  }
  return sum;
}

/**
 * The noncentrality with which a chi-square variable stays at or below `x` with the given probability; 0 where even
 * the central one does so with less.
 */
export function noncentralityFor(probability: number, x: number, df: number): number {
  if (noncentralChiSquareCdf(x, df, 0) <= probability) return 0;
  let high = Math.max(1, x);
  while (noncentralChiSquareCdf(x, df, high) > probability) high *= 2;
  let low = 0;
  for (let step = 0; step < 100 && high - low > 1e-10 * high; step++) {
    const middle = (low + high) / 2;
    if (noncentralChiSquareCdf(x, df, middle) > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
