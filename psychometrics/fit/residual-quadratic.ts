/** A direction shorter than this after what others explain is taken away adds nothing new. */
const negligible = 1e-9;

/**
 * n times the squared length, in the metric of a covariance, of what is left of a residual when the columns of a
 * Jacobian have been taken away, and how many independent columns there were. Null where the covariance is not positive definite.
 *
 * @param residual margins.
 * @param covariance margins x margins, row by row; it is overwritten.
 * @param columns directions that the parameters can explain; those that repeat others are passed over.
 */
export function residualQuadratic(
  residual: Float64Array,
  covariance: Float64Array,
  columns: readonly Float64Array[],
  n: number,
): { value: number; rank: number } | null {
  const size = residual.length;
  const scale = Float64Array.from({ length: size }, (_, m) => Math.sqrt(covariance[m * size + m]));
  if (!scale.every((value) => value > 0)) return null;
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) covariance[a * size + b] /= scale[a] * scale[b];
  if (!cholesky(covariance, size)) return null;
  const whiten = (values: Float64Array) => {
    const out = values.map((value, m) => value / scale[m]);
    solveLower(covariance, size, out);
    return out;
  };
  const left = whiten(residual);
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const direction = whiten(column);
    const before = Math.sqrt(dot(direction, direction));
    // Twice, for what the first pass leaves of the basis by rounding.
    for (let pass = 0; pass < 2; pass++) for (const unit of basis) subtract(direction, unit);
    const length = Math.sqrt(dot(direction, direction));
    if (!(length > negligible * before)) continue;
    basis.push(direction.map((value) => value / length));
  }
  for (const unit of basis) subtract(left, unit);
  return { value: n * dot(left, left), rank: basis.length };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let m = 0; m < a.length; m++) sum += a[m] * b[m];
  return sum;
}

function subtract(from: Float64Array, unit: Float64Array): void {
  const along = dot(from, unit);
  for (let m = 0; m < from.length; m++) from[m] -= along * unit[m];
}

/** The lower Cholesky factor in place; false where the matrix is not positive definite. */
function cholesky(matrix: Float64Array, size: number): boolean {
  for (let a = 0; a < size; a++) {
    const rowA = a * size;
    for (let b = 0; b <= a; b++) {
      const rowB = b * size;
      let sum = matrix[rowA + b];
      for (let m = 0; m < b; m++) sum -= matrix[rowA + m] * matrix[rowB + m];
      if (a > b) matrix[rowA + b] = sum / matrix[rowB + b];
      else if (sum > 1e-12) matrix[rowA + a] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

function solveLower(lower: Float64Array, size: number, values: Float64Array): void {
  for (let a = 0; a < size; a++) {
    let sum = values[a];
    for (let m = 0; m < a; m++) sum -= lower[a * size + m] * values[m];
    values[a] = sum / lower[a * size + a];
  }
}
