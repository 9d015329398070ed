/** The logistic function 1 / (1 + exp(-x)), without overflow at either end. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const growth = Math.exp(x);
  return growth / (1 + growth);
}

/** The log-odds of a probability strictly between 0 and 1; plus or minus infinity at the ends. */
export function logit(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}

/** The logarithm of the sum of exponentials; minus infinity when every term is. */
export function logSumExp(values: Float64Array): number {
  let peak = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > peak) peak = values[i];
  if (peak === -Infinity) return -Infinity;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - peak);
  return peak + Math.log(sum);
}

/** Replace log-weights by the probabilities proportional to their exponentials. */
export function softmaxInPlace(values: Float64Array): void {
  let peak = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] > peak) peak = values[i];
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.exp(values[i] - peak);
    sum += values[i];
  }
  for (let i = 0; i < values.length; i++) values[i] /= sum;
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/**
 * The logarithm of the gamma function for a positive argument, to about 14 digits
 * (Lanczos, 1964, with g = 7 and nine terms).
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let series = 0.9999999999998099;
  for (let i = 0; i < lanczos.length; i++) series += lanczos[i] / (z + i + 1);
  const base = z + lanczos.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(base) - base + Math.log(series);
}

const seriesTermsMax = 10_000;

/**
 * The regularised upper incomplete gamma function Q(a, x), for a > 0 and x >= 0: the series below x = a + 1,
 * Lentz's continued fraction above (Abramowitz & Stegun, 1964, 6.5.29 and 6.5.31).
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < seriesTermsMax && term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - front * sum);
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < seriesTermsMax; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = numerator * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + numerator / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** The probability that a chi-square variable with `degreesOfFreedom` exceeds `x`. */
export function chiSquareUpperTail(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, Math.max(0, x) / 2);
}

/** The standard normal distribution function, accurate in both tails. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z > 0 ? 1 - tail : tail;
}

const quantileStepsMax = 200;

/**
 * The z with `normalCdf(z)` = p, for 0 < p < 1, by Newton's method: from 0 it nears the quantile from one side, because the
 * distribution function is concave above 0.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = 0;
  for (let step = 0; step < quantileStepsMax; step++) {
    const move = (p - normalCdf(z)) / normalDensity(z);
    z += move;
    if (!(Math.abs(move) > 1e-15 * Math.abs(z))) break;
  }
  return z;
}

/** The standard normal density. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** Up to here the eighth term of the series below is less than 1e-16. */
const logSeriesMax = 0.012;

/** log(1 + x) for an x of 0 or more, to within 1e-16 or the last digit: `Math.log1p`, but quicker where x is small. */
export function logOfOneAnd(x: number): number {
  if (!(x <= logSeriesMax)) return Math.log1p(x);
  return x * (1 - x * (1 / 2 - x * (1 / 3 - x * (1 / 4 - x * (1 / 5 - x * (1 / 6 - x * (1 / 7)))))));
}
