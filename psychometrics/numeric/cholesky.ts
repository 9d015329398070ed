import { addTile } from "./dense.js";

/** Columns factored before the rest of the matrix is brought up to date. */
const panel = 48;

/**
 * Replace the lower triangle of a symmetric positive definite matrix, row by row, by its Cholesky factor L with
 * A = L L'. The upper triangle is left as it is. Made for hundreds to thousands of rows; a Newton step of a few
 * parameters takes `solveInPlace`.
 *
 * @returns the place of the first row whose pivot is not above `tolerance` times its diagonal, where the factoring
 * stopped; -1 when it is done.
 */
export function choleskyInPlace(a: Float64Array, size: number, tolerance = 1e-14): number {
  const least = Float64Array.from({ length: size }, (_, i) => tolerance * a[i * size + i]);
  for (let from = 0; from < size; from += panel) {
    const to = Math.min(size, from + panel);
    for (let i = from; i < size; i++) {
      for (let j = from; j < Math.min(i, to); j++) {
        let sum = a[i * size + j];
        for (let k = from; k < j; k++) sum -= a[i * size + k] * a[j * size + k];
        a[i * size + j] = sum / a[j * size + j];
      }
      if (i >= to) continue;
      let pivot = a[i * size + i];
      for (let k = from; k < i; k++) pivot -= a[i * size + k] ** 2;
      if (!(pivot > least[i]) || !Number.isFinite(pivot)) return i;
      a[i * size + i] = Math.sqrt(pivot);
    }
    updateRest(a, size, from, to);
  }
  return -1;
}

/** Take the products of the panel's columns from the lower triangle to the right of it. */
function updateRest(a: Float64Array, size: number, from: number, to: number): void {
  const count = to - from;
  const whole = to + 4 * Math.floor((size - to) / 4);
  for (let i = to; i < whole; i += 4) {
    for (let j = to; j < i; j += 4)
      addTile(a, i * size + from, a, j * size + from, size, count, -1, a, i * size + j, size);
    for (let r = i; r < i + 4; r++) for (let j = i; j <= r; j++) subtractProduct(a, size, r, j, from, to);
  }
  for (let i = whole; i < size; i++) for (let j = to; j <= i; j++) subtractProduct(a, size, i, j, from, to);
}

function subtractProduct(
  a: Float64Array,
  size: number,
  i: number,
  j: number,
  from: number,
  to: number,
): void {
  let sum = 0;
  for (let k = from; k < to; k++) sum += a[i * size + k] * a[j * size + k];
  a[i * size + j] -= sum;
}

/** Replace b by the solution of L x = b. */
export function solveLower(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= factor[i * size + k] * b[k];
    b[i] = sum / factor[i * size + i];
  }
}

/** Replace b by the solution of L' x = b. */
export function solveUpper(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    b[i] /= factor[i * size + i];
    const value = b[i];
    for (let k = 0; k < i; k++) b[k] -= factor[i * size + k] * value;
  }
}

/** The diagonal of the inverse of L L'. */
export function inverseDiagonal(factor: Float64Array, size: number): Float64Array {
  // Row by row of the inverse of L, built up from the rows before: all loops run along rows.
  const inverse = new Float64Array(size * size);
  const diagonal = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const row = inverse.subarray(i * size, i * size + i + 1);
    for (let k = 0; k < i; k++) {
      const share = factor[i * size + k];
      if (share === 0) continue;
      for (let j = 0; j <= k; j++) row[j] -= share * inverse[k * size + j];
    }
    const pivot = 1 / factor[i * size + i];
    for (let j = 0; j < i; j++) row[j] *= pivot;
    row[i] = pivot;
    for (let j = 0; j <= i; j++) diagonal[j] += row[j] * row[j];
  }
  return diagonal;
}
