import { lowerFactor, inverseOfFactor, logDeterminant } from "../numeric/small-factor.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import { symmetricEigenvectors } from "../numeric/linear-algebra.js";

const stepsMax = 50;
const halvingsMax = 40;

/** Which elements of a covariance matrix are estimated: pairs of dimensions, the second never before the first. */
export type FreeElements = readonly (readonly [number, number])[];

/**
 * The covariance that maximises -(log |S| + tr(S^-1 A)) / 2, the normal log-likelihood of deviations with mean products A,
 * among those whose smallest eigenvalue is at least `floor` and whose other elements stay as they are in `start`.
 *
 * With all elements free that is A itself, its eigenvalues raised to the floor. Otherwise Fisher scoring with step
 * halving from `start`, which never ends lower than it began.
 */
export function fitCovariance(
  products: Float64Array,
  start: Float64Array,
  free: FreeElements,
  size: number,
  floor: number,
): Float64Array {
  if (free.length === (size * (size + 1)) / 2) return raised(products, size, floor);
  if (free.length === 0) return start;
  let current = start;
  let height = heightOf(products, current, size);
  for (let step = 0; step < stepsMax; step++) {
    const { move, gain } = scoringMove(products, current, free, size);
    if (!move || !(gain > 1e-22)) return current;
    let isHigher = false;
    for (let halving = 0, share = 1; halving < halvingsMax && !isHigher; halving++, share /= 2) {
      const next = current.slice();
      free.forEach(([d, e], k) => {
        next[d * size + e] += share * move[k];
        if (d !== e) next[e * size + d] += share * move[k];
      });
      if (!isAbove(next, size, floor)) continue;
      const reached = heightOf(products, next, size);
      if (!(reached >= height - 1e-15 * Math.abs(height))) continue;
      isHigher = true;
      current = next;
      height = reached;
    }
    if (!isHigher) return current;
  }
  return current;
}

/** Whether every eigenvalue is at least `floor`, up to rounding. */
export function isAbove(covariance: Float64Array, size: number, floor: number): boolean {
  const shifted = covariance.slice();
  for (let d = 0; d < size; d++) shifted[d * (size + 1)] -= floor * (1 - 1e-12);
  return lowerFactor(shifted, size, new Float64Array(size * size));
}

/** Eigenvalues below the floor raised to it: the constrained maximum (Theobald, 1975). */
function raised(products: Float64Array, size: number, floor: number): Float64Array {
  if (isAbove(products, size, floor)) return products;
  const { values, vectors } = symmetricEigenvectors(products, size);
  const out = new Float64Array(size * size);
  for (let d = 0; d < size; d++)
    for (let e = 0; e < size; e++)
      for (let k = 0; k < size; k++)
        out[d * size + e] += Math.max(floor, values[k]) * vectors[d * size + k] * vectors[e * size + k];
  return out;
}

function heightOf(products: Float64Array, covariance: Float64Array, size: number): number {
  const factor = new Float64Array(size * size);
  if (!lowerFactor(covariance, size, factor)) return -Infinity;
  const precision = new Float64Array(size * size);
  inverseOfFactor(factor, size, precision);
  let trace = 0;
  for (let n = 0; n < size * size; n++) trace += precision[n] * products[n];
  return -0.5 * (logDeterminant(factor, size) + trace);
}

/** The scoring step in the free elements: gradient over the information expected at the present covariance. */
function scoringMove(
  products: Float64Array,
  covariance: Float64Array,
  free: FreeElements,
  size: number,
): { move: Float64Array | null; gain: number } {
  const factor = new Float64Array(size * size);
  lowerFactor(covariance, size, factor);
  const precision = new Float64Array(size * size);
  inverseOfFactor(factor, size, precision);
  const slopes = covarianceSlopes(products, covariance, precision, size);
  const gradient = Float64Array.from(free, ([d, e]) => slopes[d * size + e] * (d === e ? 0.5 : 1));
  const information = new Float64Array(free.length ** 2);
  free.forEach(([d, e], k) => {
    free.forEach(([f, g], l) => {
      const p = (i: number, j: number) => precision[i * size + j];
      // tr(P A P B) / 2 for the unit changes A and B of a symmetric matrix.
      const whole = p(e, f) * p(g, d) + p(d, f) * p(g, e);
      information[k * free.length + l] = whole * (d === e ? 0.5 : 1) * (f === g ? 0.5 : 1);
    });
  });
  const move = gradient.slice();
  if (!solveInPlace(information, move, free.length)) return { move: null, gain: 0 };
  let gain = 0;
  for (let k = 0; k < free.length; k++) gain += gradient[k] * move[k];
  return { move, gain };
}

/**
 * P (A - S) P, with P the inverse of S: twice the derivative of the normal log-likelihood in a variance, and the
 * derivative itself in a covariance.
 */
export function covarianceSlopes(
  products: Float64Array,
  covariance: Float64Array,
  precision: Float64Array,
  size: number,
): Float64Array {
  const left = new Float64Array(size * size);
  const out = new Float64Array(size * size);
  for (let d = 0; d < size; d++)
    for (let e = 0; e < size; e++)
      for (let f = 0; f < size; f++)
        left[d * size + e] += precision[d * size + f] * (products[f * size + e] - covariance[f * size + e]);
  for (let d = 0; d < size; d++)
    for (let e = 0; e < size; e++)
      for (let f = 0; f < size; f++) out[d * size + e] += left[d * size + f] * precision[f * size + e];
  return out;
}
