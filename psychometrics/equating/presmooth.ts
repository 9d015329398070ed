import { inversePositiveDefinite } from "../numeric/linear-algebra.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import type { ScoreDistribution } from "./score-distribution.js";
import { Refusal } from "../messages/refusal.js";

/** A smoothed distribution, and how it fits. */
export interface SmoothedDistribution extends ScoreDistribution {
  degree: number;
  /** The likelihood ratio chi-square against the observed shares, and its degrees of freedom. */
  likelihoodRatio: number;
  degreesOfFreedom: number;
  /** Of log-linear models, the one with the least is to be taken: likelihoodRatio + 2 (degree + 1). */
  aic: number;
}

const stepsMax = 200;
const tolerance = 1e-12;

/**
 * Log-linear presmoothing (Holland & Thayer, 1987): log share = polynomial of the score, fitted by maximum likelihood. The
 * first `degree` moments stay those of the observed scores. The covariance follows from the information of the model.
 *
 * @param degree of the polynomial, from 1 to the number of scores less 1.
 * @throws {RangeError} for another degree, or where so few different scores occur that they do not determine it.
 *
 * Holland, P. W., & Thayer, D. T. (1987). Notes on the use of log-linear models for fitting discrete probability
 * distributions (ETS RR-87-31).
 */
export function presmooth(observed: ScoreDistribution, degree: number): SmoothedDistribution {
  const size = observed.shares.length;
  if (!Number.isInteger(degree) || degree < 1 || degree >= size)
    throw new Refusal("degree-range", { most: size - 1, degree });
  if (observed.shares.filter((share) => share > 0).length <= degree)
    throw new Refusal("few-scores-for-degree", { degree });
  const basis = orthogonalPowers(size, degree);
  const target = momentsOf(basis, observed.shares);
  let parameters: Float64Array = new Float64Array(degree);
  let shares = sharesAt(basis, parameters);
  for (let step = 0; step < stepsMax; step++) {
    const moments = momentsOf(basis, shares);
    const direction = target.map((moment, j) => moment - moments[j]);
    if (direction.every((gap) => Math.abs(gap) < tolerance)) break;
    if (!solveInPlace(momentCovariance(basis, shares), direction, degree)) break;
    const next = improved(basis, observed.shares, parameters, direction);
    if (next === null) break;
    parameters = next;
    shares = sharesAt(basis, parameters);
  }
  const gap = momentsOf(basis, shares).reduce(
    (most, moment, j) => Math.max(most, Math.abs(moment - target[j])),
    0,
  );
  if (!(gap < 1e-8)) throw new Refusal("degree-not-fitted", { degree });
  const likelihoodRatio = 2 * observed.n * divergence(observed.shares, shares);
  return {
    shares,
    n: observed.n,
    covariance: smoothedCovariance(basis, shares, observed.n),
    degree,
    likelihoodRatio,
    degreesOfFreedom: size - 1 - degree,
    aic: likelihoodRatio + 2 * (degree + 1),
  };
}

/** Polynomials of degree 1 to `degree` that are orthogonal over the scores, so that Newton's steps keep their digits. */
function orthogonalPowers(size: number, degree: number): Float64Array[] {
  const all = [new Float64Array(size).fill(1 / Math.sqrt(size))];
  const middle = (size - 1) / 2;
  for (let power = 1; power <= degree; power++) {
    const column = all[power - 1].map((value, score) => (value * (score - middle)) / Math.max(1, middle));
    // Twice, for what rounding left the first time.
    for (const earlier of [...all, ...all]) {
      const product = dot(column, earlier);
      earlier.forEach((value, score) => (column[score] -= product * value));
    }
    const length = Math.sqrt(dot(column, column));
    all.push(column.map((value) => value / length));
  }
  return all.slice(1);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, n) => sum + value * b[n], 0);
}

function sharesAt(basis: readonly Float64Array[], parameters: Float64Array): Float64Array {
  const logs = basis[0].map((_, score) =>
    basis.reduce((sum, column, j) => sum + parameters[j] * column[score], 0),
  );
  const peak = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  const raw = logs.map((value) => Math.exp(value - peak));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

function momentsOf(basis: readonly Float64Array[], shares: Float64Array): Float64Array {
  return Float64Array.from(basis, (column) => dot(column, shares));
}

function momentCovariance(basis: readonly Float64Array[], shares: Float64Array): Float64Array {
  const degree = basis.length;
  const moments = momentsOf(basis, shares);
  const matrix = new Float64Array(degree * degree);
  for (let a = 0; a < degree; a++) {
    for (let b = 0; b < degree; b++) {
      let sum = 0;
      for (let score = 0; score < shares.length; score++)
        sum += shares[score] * (basis[a][score] - moments[a]) * (basis[b][score] - moments[b]);
      matrix[a * degree + b] = sum;
    }
  }
  return matrix;
}

function improved(
  basis: readonly Float64Array[],
  observed: Float64Array,
  parameters: Float64Array,
  direction: Float64Array,
): Float64Array | null {
  const before = divergence(observed, sharesAt(basis, parameters));
  for (let length = 1; length > 1e-10; length /= 2) {
    const next = parameters.map((value, j) => value + length * direction[j]);
    if (divergence(observed, sharesAt(basis, next)) <= before + 1e-15) return next;
  }
  return null;
}

/** Sum of observed * log(observed / fitted). */
function divergence(observed: Float64Array, fitted: Float64Array): number {
  return observed.reduce(
    (sum, share, score) => sum + (share > 0 ? share * Math.log(share / fitted[score]) : 0),
    0,
  );
}

/** D B (B' D B)^-1 B' D / n with D = diag(m) - m m': what sampling of the moments does to the shares. */
function smoothedCovariance(basis: readonly Float64Array[], shares: Float64Array, n: number): Float64Array {
  const size = shares.length;
  const degree = basis.length;
  const inverse =
    inversePositiveDefinite(momentCovariance(basis, shares), degree) ?? new Float64Array(degree * degree);
  const moments = momentsOf(basis, shares);
  const effect = (score: number, j: number) => shares[score] * (basis[j][score] - moments[j]);
  const covariance = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      let sum = 0;
      for (let j = 0; j < degree; j++) {
        for (let h = 0; h < degree; h++) sum += effect(a, j) * inverse[j * degree + h] * effect(b, h);
      }
      covariance[a * size + b] = sum / n;
    }
  }
  return covariance;
}
