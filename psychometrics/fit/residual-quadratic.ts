/** A direction shorter than this after what others explain is taken away adds nothing new. */
const negligible = 1e-9;

/** Margins of one group of test takers, independent of those of the others. */
export interface MarginBlock {
  /** Observed less expected margins. */
  residual: Float64Array;
  /** Of one test taker's margins, row by row; it is overwritten. */
  covariance: Float64Array;
  /** For each parameter, in the same order in every block, what it does to the margins. */
  columns: readonly Float64Array[];
  /** Test takers, or the sum of their weights. */
  n: number;
}

/** What the parameters leave of the residuals. */
export interface LeftOver {
  /** Its squared length in the metric of the margins' covariance. */
  value: number;
  /** Independent directions that the parameters could explain. */
  rank: number;
  /** Parameters that do anything to the margins. */
  parameterCount: number;
}

/**
 * The squared length, in the metric of the margins' covariance, of what is left of the residuals of all groups
 * together when everything that the parameters can explain has been taken away, and how many independent directions
 * that was. With all groups' margins as one list, its covariance Gamma is block diagonal with the blocks Xi_g / n_g.
 * Null where a block's covariance is not positive definite. Columns that repeat others are passed over.
 *
 * Block by block, as many booklets' margins would not be held at once: what a block's columns cannot explain is left
 * whatever the others say, and of the rest only its coordinates in the space of the block's columns are kept.
 */
export function residualQuadratic(blocks: Iterable<MarginBlock>): LeftOver | null {
  const parts: { left: Float64Array; columns: Float64Array[] }[] = [];
  let value = 0;
  for (const block of blocks) {
    const whiten = whitenerOf(block);
    if (whiten === null) return null;
    const columns = block.columns.map((column) =>
      column.some((slope) => slope !== 0) ? whiten(column) : null,
    );
    const basis = orthonormalBasis(columns.filter((column) => column !== null));
    const coordinates = (of: Float64Array) => Float64Array.from(basis, (unit) => dot(unit, of));
    const nothing = new Float64Array(basis.length);
    const residual = whiten(block.residual);
    parts.push({
      left: coordinates(residual),
      columns: columns.map((column) => (column === null ? nothing : coordinates(column))),
    });
    for (const unit of basis) subtract(residual, unit);
    value += dot(residual, residual);
  }
  const together = (of: (part: (typeof parts)[number]) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => [...of(part)]));
  const columns = (parts[0]?.columns ?? [])
    .map((_, place) => together((part) => part.columns[place]))
    .filter((column) => column.some((slope) => slope !== 0));
  const basis = orthonormalBasis(columns);
  const left = together((part) => part.left);
  for (const unit of basis) subtract(left, unit);
  return { value: value + dot(left, left), rank: basis.length, parameterCount: columns.length };
}

/** Orthogonal directions of length 1 that span the columns. */
function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const direction = column.slice();
    const before = Math.sqrt(dot(direction, direction));
    // Twice, for what the first pass leaves of the basis by rounding.
    for (let pass = 0; pass < 2; pass++) for (const unit of basis) subtract(direction, unit);
    const length = Math.sqrt(dot(direction, direction));
    if (length > negligible * before) basis.push(direction.map((value) => value / length));
  }
  return basis;
}

/** A block's margins as uncorrelated ones of variance 1. */
function whitenerOf({ covariance, n }: MarginBlock): ((values: Float64Array) => Float64Array) | null {
  const size = Math.round(Math.sqrt(covariance.length));
  const scale = Float64Array.from({ length: size }, (_, m) => Math.sqrt(covariance[m * size + m]));
  if (!scale.every((value) => value > 0)) return null;
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) covariance[a * size + b] /= scale[a] * scale[b];
  if (!cholesky(covariance, size)) return null;
  return (values) => {
    const out = values.map((value, m) => (Math.sqrt(n) * value) / scale[m]);
    solveLower(covariance, size, out);
    return out;
  };
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
