// Products and factors of large dense matrices, written for the processor's cache: matrices are row by row in one
// array, and every inner loop runs along rows. Sums are always taken in the same order.

/** Rows of the longer side worked on at a time: a block of a few hundred columns stays in the second-level cache. */
const stripe = 512;

/** The transpose of a matrix of `rows` x `columns`. */
export function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(values.length);
  const tile = 32;
  for (let r0 = 0; r0 < rows; r0 += tile) {
    for (let c0 = 0; c0 < columns; c0 += tile) {
      const rEnd = Math.min(rows, r0 + tile);
      const cEnd = Math.min(columns, c0 + tile);
      for (let r = r0; r < rEnd; r++) {
        for (let c = c0; c < cEnd; c++) out[c * rows + r] = values[r * columns + c];
      }
    }
  }
  return out;
}

/**
 * The sums over n of a_in w_n a_jn for all pairs of rows i, j of a matrix of `size` rows of `length` values: with a
 * variable in each row, X'WX. The result is symmetric, `size` x `size`.
 */
export function weightedCrossProduct(
  rows: Float64Array,
  size: number,
  length: number,
  weights: Float64Array,
): Float64Array {
  const out = new Float64Array(size * size);
  const block = new Float64Array(size * stripe);
  const weighted = new Float64Array(size * stripe);
  for (let from = 0; from < length; from += stripe) {
    const count = Math.min(stripe, length - from);
    for (let i = 0; i < size; i++) {
      for (let n = 0; n < count; n++) {
        const value = rows[i * length + from + n];
        block[i * stripe + n] = value;
        weighted[i * stripe + n] = value * weights[from + n];
      }
    }
    addLowerProducts(weighted, block, size, count, out);
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) out[j * size + i] = out[i * size + j];
  return out;
}

/** Add the lower triangle of A B' of one stripe to `out`, four rows by four at a time. */
function addLowerProducts(
  a: Float64Array,
  b: Float64Array,
  size: number,
  count: number,
  out: Float64Array,
): void {
  const whole = size - (size % 4);
  for (let i = 0; i < whole; i += 4) {
    for (let j = 0; j <= i; j += 4)
      addTile(a, i * stripe, b, j * stripe, stripe, count, 1, out, i * size + j, size);
  }
  for (let i = whole; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let n = 0; n < count; n++) sum += a[i * stripe + n] * b[j * stripe + n];
      out[i * size + j] += sum;
    }
  }
}

/**
 * A B': the products of all rows of one matrix with all rows of another, both of `length` columns.
 *
 * @returns rows of A x rows of B.
 */
export function productOfRows(
  a: Float64Array,
  aCount: number,
  b: Float64Array,
  bCount: number,
  length: number,
): Float64Array {
  const out = new Float64Array(aCount * bCount);
  const aWhole = aCount - (aCount % 4);
  const bWhole = bCount - (bCount % 4);
  for (let j = 0; j < bWhole; j += 4) {
    for (let i = 0; i < aWhole; i += 4)
      addTile(a, i * length, b, j * length, length, length, 1, out, i * bCount + j, bCount);
  }
  for (let i = 0; i < aCount; i++) {
    for (let j = i < aWhole ? bWhole : 0; j < bCount; j++) {
      let sum = 0;
      for (let n = 0; n < length; n++) sum += a[i * length + n] * b[j * length + n];
      out[i * bCount + j] = sum;
    }
  }
  return out;
}

/**
 * Add `sign` times the products of four rows with four rows to a tile of 4 x 4: sixteen sums from eight loads, which
 * the processor keeps in registers.
 */
export function addTile(
  a: Float64Array,
  aAt: number,
  b: Float64Array,
  bAt: number,
  stride: number,
  count: number,
  sign: number,
  out: Float64Array,
  outAt: number,
  outStride: number,
): void {
  const [a1, a2, a3] = [aAt + stride, aAt + 2 * stride, aAt + 3 * stride];
  const [b1, b2, b3] = [bAt + stride, bAt + 2 * stride, bAt + 3 * stride];
  let [s00, s01, s02, s03] = [0, 0, 0, 0];
  let [s10, s11, s12, s13] = [0, 0, 0, 0];
  let [s20, s21, s22, s23] = [0, 0, 0, 0];
  let [s30, s31, s32, s33] = [0, 0, 0, 0];
  for (let n = 0; n < count; n++) {
    const y0 = b[bAt + n];
    const y1 = b[b1 + n];
    const y2 = b[b2 + n];
    const y3 = b[b3 + n];
    let x = a[aAt + n];
    s00 += x * y0;
    s01 += x * y1;
    s02 += x * y2;
    s03 += x * y3;
    x = a[a1 + n];
    s10 += x * y0;
    s11 += x * y1;
    s12 += x * y2;
    s13 += x * y3;
    x = a[a2 + n];
    s20 += x * y0;
    s21 += x * y1;
    s22 += x * y2;
    s23 += x * y3;
    x = a[a3 + n];
    s30 += x * y0;
    s31 += x * y1;
    s32 += x * y2;
    s33 += x * y3;
  }
  const add = (row: number, t0: number, t1: number, t2: number, t3: number) => {
    const at = outAt + row * outStride;
    out[at] += sign * t0;
    out[at + 1] += sign * t1;
    out[at + 2] += sign * t2;
    out[at + 3] += sign * t3;
  };
  add(0, s00, s01, s02, s03);
  add(1, s10, s11, s12, s13);
  add(2, s20, s21, s22, s23);
  add(3, s30, s31, s32, s33);
}
