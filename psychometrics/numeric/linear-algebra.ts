import {
  CholeskyDecomposition,
  EigenvalueDecomposition,
  Matrix,
  SingularValueDecomposition,
} from "ml-matrix";

function square(values: Float64Array, size: number): Matrix {
  return Matrix.from1DArray(size, size, values);
}

/**
 * The inverse of a symmetric positive definite matrix given row by row, or null when it is not positive definite.
 *
 * Rows and columns are scaled to a unit diagonal before the decomposition, so that parameters
 * of very different precision (a slope and a lower asymptote) do not spoil each other's digits.
 */
export function inversePositiveDefinite(values: Float64Array, size: number): Float64Array | null {
  if (size === 0) return new Float64Array(0);
  const scale = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const diagonal = values[i * size + i];
    if (!(diagonal > 0) || !Number.isFinite(diagonal)) return null;
    scale[i] = 1 / Math.sqrt(diagonal);
  }
  const scaled = Matrix.zeros(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      // Two halves gathered in different orders differ in the last digit; the library wants them equal.
      const value = 0.5 * (values[i * size + j] + values[j * size + i]) * scale[i] * scale[j];
      scaled.set(i, j, value);
      scaled.set(j, i, value);
    }
  }
  const decomposition = new CholeskyDecomposition(scaled);
  if (!decomposition.isPositiveDefinite()) return null;
  const inverse = decomposition.solve(Matrix.eye(size)).to1DArray();
  return Float64Array.from(inverse, (value, n) => value * scale[Math.floor(n / size)] * scale[n % size]);
}

/** The eigenvalues of a symmetric matrix given row by row, smallest first. */
export function symmetricEigenvalues(values: Float64Array, size: number): Float64Array {
  const decomposition = new EigenvalueDecomposition(square(values, size), { assumeSymmetric: true });
  return Float64Array.from(decomposition.realEigenvalues).sort();
}

/** Eigenvalues (smallest first) and unit eigenvectors, one per row, of a small symmetric matrix given row by row. */
export function symmetricEigenvectors(
  values: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array } {
  const decomposition = new EigenvalueDecomposition(square(values, size), { assumeSymmetric: true });
  const found = decomposition.realEigenvalues;
  const columns = decomposition.eigenvectorMatrix;
  const order = found.map((_, n) => n).sort((a, b) => found[a] - found[b]);
  const vectors = new Float64Array(size * size);
  order.forEach((column, row) => {
    for (let i = 0; i < size; i++) vectors[row * size + i] = columns.get(i, column);
  });
  return { values: Float64Array.from(order, (n) => found[n]), vectors };
}

/**
 * The least-squares solution of `columns` times x = `target`, of smallest norm where it is not unique.
 * Directions whose singular value is below `cutoff` times the largest are left out.
 */
export function leastSquares(columns: Float64Array[], target: Float64Array, cutoff = 1e-8): Float64Array {
  const rows = target.length;
  const matrix = new Matrix(rows, columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) matrix.set(i, j, column[i]);
  });
  const decomposition = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const { leftSingularVectors: left, rightSingularVectors: right, diagonal } = decomposition;
  const solution = new Float64Array(columns.length);
  for (let s = 0; s < diagonal.length; s++) {
    if (!(diagonal[s] > cutoff * diagonal[0])) continue;
    let projection = 0;
    for (let i = 0; i < rows; i++) projection += left.get(i, s) * target[i];
    for (let j = 0; j < columns.length; j++) solution[j] += (right.get(j, s) * projection) / diagonal[s];
  }
  return solution;
}
