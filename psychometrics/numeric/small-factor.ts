// Factors and inverses of matrices of a few rows, row by row in one array, written into arrays that the caller hands
// over: they run for each test taker in each cycle.

/**
 * Fill the lower triangle of `factor` with the Cholesky factor L of a symmetric positive definite matrix, A = L L',
 * and the upper one with zeros.
 *
 * @returns false, with `factor` spoilt, when A is not positive definite.
 */
export function lowerFactor(a: Float64Array, size: number, factor: Float64Array): boolean {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      if (i !== j) {
        factor[i * size + j] = sum / factor[j * size + j];
        factor[j * size + i] = 0;
      } else {
        if (!(sum > 0) || !Number.isFinite(sum)) return false;
        factor[i * size + i] = Math.sqrt(sum);
      }
    }
  }
  return true;
}

/** Fill `inverse` with (L L')^-1. */
export function inverseOfFactor(factor: Float64Array, size: number, inverse: Float64Array): void {
  // Column by column: L y = e, then L' x = y; the column itself is the work space.
  for (let column = 0; column < size; column++) {
    for (let i = 0; i < size; i++) {
      let sum = i === column ? 1 : 0;
      for (let k = 0; k < i; k++) sum -= factor[i * size + k] * inverse[k * size + column];
      inverse[i * size + column] = sum / factor[i * size + i];
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = inverse[i * size + column];
      for (let k = i + 1; k < size; k++) sum -= factor[k * size + i] * inverse[k * size + column];
      inverse[i * size + column] = sum / factor[i * size + i];
    }
  }
}

/** The logarithm of the determinant of L L'. */
export function logDeterminant(factor: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(factor[i * size + i]);
  return 2 * sum;
}
