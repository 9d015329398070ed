/**
 * Solve A x = b for a symmetric positive definite A of `size` rows, row by row in one array.
 *
 * A Newton step runs this once per item and cycle, so it works in place and allocates nothing:
 * `a` is overwritten by its Cholesky factor and `b` by the solution. Larger problems, solved once,
 * go to the library behind `linear-algebra.ts`.
 *
 * @returns false, with `a` and `b` spoilt, when A is not positive definite.
 */
export function solveInPlace(a: Float64Array, b: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    let diagonal = a[j * size + j];
    for (let k = 0; k < j; k++) diagonal -= a[j * size + k] ** 2;
    if (!(diagonal > 0) || !Number.isFinite(diagonal)) return false;
    const root = Math.sqrt(diagonal);
    a[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = a[i * size + j];
      for (let k = 0; k < j; k++) sum -= a[i * size + k] * a[j * size + k];
      a[i * size + j] = sum / root;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= a[i * size + k] * b[k];
    b[i] = sum / a[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < size; k++) sum -= a[k * size + i] * b[k];
    b[i] = sum / a[i * size + i];
  }
  return true;
}
