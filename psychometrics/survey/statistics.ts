import { whyNotIndependent } from "./predictors.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import { message, type Message } from "../messages/message.js";

/**
 * One or more numbers computed from some persons with a set of weights; NaN for a number that they do not determine. It
 * is called once per plausible value and replicate.
 *
 * @param values of all persons, such as a plausible value.
 * @param weights of all persons.
 * @param rows the persons to use.
 */
export interface Statistic {
  (values: Float64Array, weights: Float64Array, rows: Int32Array): ArrayLike<number>;
  /** Why a number is NaN for these persons and weights, in words; null where the statistic cannot tell. */
  whyNone?: (values: Float64Array, weights: Float64Array, rows: Int32Array) => Message | null;
}

/** The weighted mean, and the standard deviation with the sum of weights in the denominator. */
export const meanAndSd: Statistic = (values, weights, rows) => {
  const origin = originOf(values, rows);
  let total = 0;
  let sum = 0;
  for (const p of rows) {
    total += weights[p];
    sum += weights[p] * (values[p] - origin);
  }
  const mean = sum / total;
  let squares = 0;
  for (const p of rows) squares += weights[p] * (values[p] - origin - mean) ** 2;
  return [origin + mean, Math.sqrt(Math.max(0, squares / total))];
};

/**
 * Where values are counted from: the first person's. Where everybody has that value all deviations are then 0 to the last
 * digit, and what rounding leaves of a mean is not taken for variance.
 */
function originOf(values: ArrayLike<number>, rows: Int32Array): number {
  return rows.length > 0 ? values[rows[0]] : 0;
}

/**
 * The proportions of persons below the first cut, from each cut up to the next, and from the last one on. A value equal to
 * a cut is above it.
 *
 * @param cuts in rising order.
 */
export function levelShares(cuts: readonly number[]): Statistic {
  return (values, weights, rows) => {
    const shares = new Float64Array(cuts.length + 1);
    let total = 0;
    for (const p of rows) {
      total += weights[p];
      shares[levelOf(values[p], cuts)] += weights[p];
    }
    return shares.map((share) => share / total);
  };
}

/** How many of the rising cuts a value reaches: the number of its level, 0 below the first cut. */
export function levelOf(value: number, cuts: readonly number[]): number {
  let level = 0;
  while (level < cuts.length && value >= cuts[level]) level++;
  return level;
}

/**
 * Percentiles: the smallest value at which the share of the weights reaches p (the inverse of the weighted
 * distribution function).
 *
 * @param shares between 0 and 1.
 */
export function percentiles(shares: readonly number[]): Statistic {
  // The order of the values serves every set of weights: it is found anew only when values or rows change.
  let order: Int32Array | null = null;
  let ofValues: Float64Array | null = null;
  let ofRows: Int32Array | null = null;
  return (values, weights, rows) => {
    if (!order || ofValues !== values || ofRows !== rows) {
      order = rows.slice().sort((a, b) => values[a] - values[b]);
      ofValues = values;
      ofRows = rows;
    }
    let total = 0;
    for (const p of order) total += weights[p];
    return shares.map((share) => {
      // A sum in another order can differ in its last digits, which must not skip a value.
      const wanted = share * total * (1 - 1e-12);
      let below = 0;
      for (const p of order ?? []) {
        below += weights[p];
        if (below >= wanted && weights[p] > 0) return values[p];
      }
      return NaN;
    });
  };
}

/**
 * Weighted least squares of the values on an intercept and predictors; then R squared.
 *
 * @param predictors for each predictor its value for every person; a person who lacks one (NaN) is left out.
 * @param names of the predictors, for the reason where there is no estimate; `predictor 1` ... by default.
 * @returns intercept, one coefficient per predictor, R squared; all NaN where the predictors are not independent.
 */
export function regression(
  predictors: readonly ArrayLike<number>[],
  names: readonly string[] = predictors.map((_, j) => `predictor ${j + 1}`),
): Statistic {
  const size = predictors.length + 1;
  const statistic: Statistic = (values, weights, rows) => {
    const origin = originOf(values, rows);
    const products = new Float64Array(size * size);
    const right = new Float64Array(size);
    const x = new Float64Array(size);
    x[0] = 1;
    let total = 0;
    let sum = 0;
    let squares = 0;
    for (const p of rows) {
      let isWhole = weights[p] !== 0;
      for (let j = 1; j < size; j++) {
        x[j] = predictors[j - 1][p];
        if (Number.isNaN(x[j])) isWhole = false;
      }
      if (!isWhole) continue;
      const w = weights[p];
      const y = values[p] - origin;
      total += w;
      sum += w * y;
      squares += w * y * y;
      for (let j = 0; j < size; j++) {
        right[j] += w * x[j] * y;
        for (let h = 0; h <= j; h++) products[j * size + h] += w * x[j] * x[h];
      }
    }
    for (let j = 0; j < size; j++)
      for (let h = 0; h < j; h++) products[h * size + j] = products[j * size + h];
    const moments = right.slice();
    if (isDependent(products, size) || !solveInPlace(products, right, size))
      return new Float64Array(size + 1).fill(NaN);
    const about = squares - sum ** 2 / total;
    let explained = -(sum ** 2) / total;
    for (let j = 0; j < size; j++) explained += right[j] * moments[j];
    const rSquared = explained / about;
    right[0] += origin;
    return [...right, rSquared];
  };
  statistic.whyNone = (_, weights, rows) =>
    whyNotIndependent(predictors, names, weights, rows) ?? message("values-alike");
  return statistic;
}

/** Whether a column is, to rounding, a combination of those before it: the pivots of Gauss's elimination tell. */
function isDependent(products: Float64Array, size: number): boolean {
  const left = products.slice();
  for (let j = 0; j < size; j++) {
    if (!(left[j * size + j] > 1e-10 * products[j * size + j])) return true;
    for (let i = j + 1; i < size; i++) {
      const ratio = left[i * size + j] / left[j * size + j];
      for (let h = j; h < size; h++) left[i * size + h] -= ratio * left[j * size + h];
    }
  }
  return false;
}

/** The weighted product-moment correlation of the values with an observed variable; NaN where one does not vary. */
export function correlation(other: ArrayLike<number>): Statistic {
  const statistic: Statistic = (values, weights, everybody) => {
    const rows = everybody.filter((p) => weights[p] !== 0 && !Number.isNaN(other[p]));
    const originX = originOf(values, rows);
    const originY = originOf(other, rows);
    let total = 0;
    let meanX = 0;
    let meanY = 0;
    for (const p of rows) {
      total += weights[p];
      meanX += weights[p] * (values[p] - originX);
      meanY += weights[p] * (other[p] - originY);
    }
    meanX /= total;
    meanY /= total;
    let xx = 0;
    let yy = 0;
    let xy = 0;
    for (const p of rows) {
      const x = values[p] - originX - meanX;
      const y = other[p] - originY - meanY;
      xx += weights[p] * x * x;
      yy += weights[p] * y * y;
      xy += weights[p] * x * y;
    }
    return [xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN];
  };
  statistic.whyNone = () => message("one-of-two-alike");
  return statistic;
}
