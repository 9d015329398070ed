import {
  eigenvaluesOfTridiagonal,
  eigenvectorsOfTridiagonal,
  type Tridiagonal,
} from "./tridiagonal-eigen.js";

/** The largest eigenvalues' eigenvectors, and all eigenvalues. */
export interface Eigen {
  /** All of them, largest first. */
  values: Float64Array;
  /** One eigenvector of unit length per row, in the order of the values; the sign is as it comes. */
  vectors: Float64Array;
  /** How many eigenvectors there are. */
  count: number;
}

/**
 * Eigenvalues of a symmetric matrix and as many of the largest's eigenvectors as are wanted: Householder's reduction
 * to a tridiagonal matrix, QL for its eigenvalues, inverse iteration for the vectors (Wilkinson & Reinsch, 1971).
 * Where only a few hundred of thousands of vectors are wanted this costs a fifth of computing them all.
 *
 * @param matrix row by row; its lower triangle is read and overwritten.
 * @param wanted how many vectors, given all the eigenvalues, largest first.
 *
 * Wilkinson, J. H., & Reinsch, C. (1971). Handbook for automatic computation, vol. 2: Linear algebra. Springer.
 */
export function largestEigen(
  matrix: Float64Array,
  size: number,
  wanted: (values: Float64Array) => number,
): Eigen {
  const { tridiagonal, scales } = tridiagonalise(matrix, size);
  const values = eigenvaluesOfTridiagonal(tridiagonal).reverse();
  const count = Math.min(size, Math.max(0, wanted(values)));
  const vectors = eigenvectorsOfTridiagonal(tridiagonal, values.subarray(0, count));
  for (let v = 0; v < count; v += 4) turnBack(matrix, scales, size, vectors, v, Math.min(count, v + 4));
  return { values, vectors, count };
}

/**
 * Householder's reduction from the last row up. Row i of the matrix keeps the reflection's vector u (its first i
 * places), `scales[i]` half its squared length, or 0 where there was nothing to reflect.
 *
 * Taking the reflection from the rest of the matrix and multiplying the rest by the next vector happen in one pass:
 * for thousands of rows the time goes into reading the matrix.
 */
function tridiagonalise(a: Float64Array, size: number): { tridiagonal: Tridiagonal; scales: Float64Array } {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const scales = new Float64Array(size);
  let before: Float64Array | null = null;
  let share: Float64Array | null = null;
  for (let i = size - 1; i >= 1; i--) {
    if (before && share) takeReflection(a, size, i, before, share);
    diagonal[i] = a[i * size + i];
    const u = a.subarray(i * size, i * size + i);
    ({ beside: beside[i], scale: scales[i] } = reflectionOf(u));
    const product = new Float64Array(i);
    for (let j = 0; j < i; j++) {
      if (before && share) takeReflection(a, size, j, before, share);
      if (scales[i] !== 0) addSymmetricProduct(a, size, j, u, product);
    }
    if (scales[i] === 0) {
      before = null;
      share = null;
      continue;
    }
    let overlap = 0;
    for (let j = 0; j < i; j++) {
      product[j] /= scales[i];
      overlap += u[j] * product[j];
    }
    const half = overlap / (2 * scales[i]);
    for (let j = 0; j < i; j++) product[j] -= half * u[j];
    before = u;
    share = product;
  }
  if (size > 0) {
    if (before && share) takeReflection(a, size, 0, before, share);
    diagonal[0] = a[0];
  }
  return { tridiagonal: { diagonal, beside }, scales };
}

/** Row j of A - u q' - q u'. */
function takeReflection(a: Float64Array, size: number, j: number, u: Float64Array, q: Float64Array): void {
  const base = j * size;
  const uj = u[j];
  const qj = q[j];
  for (let k = 0; k <= j; k++) a[base + k] -= uj * q[k] + qj * u[k];
}

/** Row j's share of A u, from the lower triangle alone. */
function addSymmetricProduct(
  a: Float64Array,
  size: number,
  j: number,
  u: Float64Array,
  product: Float64Array,
): void {
  const base = j * size;
  const uj = u[j];
  let sum = 0;
  for (let k = 0; k < j; k++) {
    const value = a[base + k];
    sum += value * u[k];
    product[k] += value * uj;
  }
  product[j] += sum + a[base + j] * uj;
}

/** Turn a row into the vector of the reflection that leaves only its last place, `beside`. */
function reflectionOf(u: Float64Array): { beside: number; scale: number } {
  const last = u.length - 1;
  let others = 0;
  for (let k = 0; k < last; k++) others = Math.max(others, Math.abs(u[k]));
  if (others === 0) return { beside: u[last], scale: 0 };
  const largest = Math.max(others, Math.abs(u[last]));
  let squares = 0;
  for (let k = 0; k <= last; k++) squares += (u[k] / largest) ** 2;
  const length = largest * Math.sqrt(squares);
  const beside = u[last] > 0 ? -length : length;
  const scale = length * length - u[last] * beside;
  u[last] -= beside;
  return { beside, scale };
}

/** Up to four eigenvectors of the tridiagonal matrix made into those of the matrix itself. */
function turnBack(
  a: Float64Array,
  scales: Float64Array,
  size: number,
  vectors: Float64Array,
  from: number,
  to: number,
): void {
  // A group of fewer than four counts its last vector again; the copy is thrown away.
  const group = Array.from({ length: 4 }, (_, n) =>
    from + n < to ? vectors.subarray((from + n) * size, (from + n + 1) * size) : new Float64Array(size),
  );
  const [v0, v1, v2, v3] = group;
  for (let i = 1; i < size; i++) {
    if (scales[i] === 0) continue;
    const base = i * size;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let k = 0; k < i; k++) {
      const u = a[base + k];
      s0 += u * v0[k];
      s1 += u * v1[k];
      s2 += u * v2[k];
      s3 += u * v3[k];
    }
    s0 /= scales[i];
    s1 /= scales[i];
    s2 /= scales[i];
    s3 /= scales[i];
    for (let k = 0; k < i; k++) {
      const u = a[base + k];
      v0[k] -= s0 * u;
      v1[k] -= s1 * u;
      v2[k] -= s2 * u;
      v3[k] -= s3 * u;
    }
  }
}
