import { logGamma } from "./special.js";
import { Refusal } from "../messages/refusal.js";

const termsMax = 10_000;

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0 and x from 0 to 1, by Lentz's continued fraction
 * (Abramowitz & Stegun, 1964, 26.5.8): the probability that a beta variable is at most x.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly below the mean; above it the other tail does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  for (let m = 1; m < termsMax; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 + term * d;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = 1 + term / c;
      if (Math.abs(c) < tiny) c = tiny;
      fraction *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return (front * fraction) / a;
}

/** The probability that an F variable with `df1` and `df2` degrees of freedom is at most `x`. */
export function fCdf(x: number, df1: number, df2: number): number {
  return x <= 0 ? 0 : incompleteBeta((df1 * x) / (df1 * x + df2), df1 / 2, df2 / 2);
}

/**
 * The value that an F variable stays below with a probability strictly between 0 and 1, by bisection in its logarithm.
 *
 * @throws {RangeError} for a probability outside (0, 1).
 */
export function fQuantile(probability: number, df1: number, df2: number): number {
  if (!(probability > 0 && probability < 1))
    throw new Refusal("quantile-probability", { value: probability });
  let low = -700;
  let high = 700;
  for (let step = 0; step < 200 && high - low > 1e-15 * Math.max(1, Math.abs(low)); step++) {
    const middle = (low + high) / 2;
    if (fCdf(Math.exp(middle), df1, df2) < probability) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
