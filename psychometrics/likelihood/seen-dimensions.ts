import { inverseOfFactor, lowerFactor, logDeterminant } from "../numeric/small-factor.js";

/**
 * The normal distribution of abilities as it looks from a set of dimensions: those in which a test taker has responses.
 * The others are integrated out exactly, and follow from these by regression.
 */
export interface SeenDimensions {
  /** The dimensions seen, in order. */
  places: Int32Array;
  /** The inverse of their covariance, row by row. */
  precision: Float64Array;
  /** The lower Cholesky factor of their covariance. */
  factor: Float64Array;
  /** Their variances. */
  variances: Float64Array;
  /** Half the logarithm of the determinant of their covariance. */
  halfLogDeterminant: number;
  /** All dimensions x those seen: how the mean of each follows from those seen; the identity for these themselves. */
  regression: Float64Array;
  /** All dimensions squared: the covariance that is left when those seen are known; zeros for these themselves. */
  residual: Float64Array;
}

/**
 * The part of a covariance that a set of dimensions sees.
 *
 * @param covariance of all dimensions, row by row, positive definite.
 */
export function seenDimensions(places: Int32Array, covariance: Float64Array, size: number): SeenDimensions {
  const count = places.length;
  const own = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) own[i * count + j] = covariance[places[i] * size + places[j]];
  const factor = new Float64Array(count * count);
  lowerFactor(own, count, factor);
  const precision = new Float64Array(count * count);
  inverseOfFactor(factor, count, precision);
  const regression = new Float64Array(size * count);
  const residual = covariance.slice();
  for (let d = 0; d < size; d++) {
    const seen = places.indexOf(d);
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += covariance[d * size + places[i]] * precision[i * count + j];
      regression[d * count + j] = seen < 0 ? sum : Number(seen === j);
    }
  }
  for (let d = 0; d < size; d++) {
    for (let e = 0; e < size; e++) {
      for (let j = 0; j < count; j++)
        residual[d * size + e] -= regression[d * count + j] * covariance[places[j] * size + e];
      if (places.includes(d) || places.includes(e)) residual[d * size + e] = 0;
    }
  }
  return {
    ...{ places, precision, factor, regression, residual },
    variances: Float64Array.from(places, (d) => covariance[d * size + d]),
    halfLogDeterminant: logDeterminant(factor, count) / 2,
  };
}
