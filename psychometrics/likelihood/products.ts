// The innermost loops: products of rows of likelihoods and sums of posteriors, several rows at a time, because an
// element that is in a register already need not be read again.

/** Fill `out` from node `from` to `to` with `head` times the rows of `table` that begin at the offsets. */
export function multiplyRows(
  head: Float64Array,
  headOffset: number,
  table: Float64Array,
  codes: Int32Array,
  first: number,
  last: number,
  nodeCount: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  let c = first;
  const count = last - first;
  // One to four rows first, so that fours are left.
  const lead = count === 0 ? 0 : ((count - 1) & 3) + 1;
  if (lead === 0) {
    for (let q = from; q < to; q++) out[q] = head[headOffset + q];
  } else if (lead === 1) {
    const a = codes[c] * nodeCount;
    for (let q = from; q < to; q++) out[q] = head[headOffset + q] * table[a + q];
  } else if (lead === 2) {
    const a = codes[c] * nodeCount;
    const b = codes[c + 1] * nodeCount;
    for (let q = from; q < to; q++) out[q] = head[headOffset + q] * table[a + q] * table[b + q];
  } else if (lead === 3) {
    const a = codes[c] * nodeCount;
    const b = codes[c + 1] * nodeCount;
    const d = codes[c + 2] * nodeCount;
    for (let q = from; q < to; q++) {
      out[q] = head[headOffset + q] * table[a + q] * (table[b + q] * table[d + q]);
    }
  } else {
    const a = codes[c] * nodeCount;
    const b = codes[c + 1] * nodeCount;
    const d = codes[c + 2] * nodeCount;
    const e = codes[c + 3] * nodeCount;
    for (let q = from; q < to; q++) {
      out[q] = head[headOffset + q] * table[a + q] * table[b + q] * (table[d + q] * table[e + q]);
    }
  }
  for (c += lead; c < last; c += 4) {
    const a = codes[c] * nodeCount;
    const b = codes[c + 1] * nodeCount;
    const d = codes[c + 2] * nodeCount;
    const e = codes[c + 3] * nodeCount;
    for (let q = from; q < to; q++) {
      out[q] *= table[a + q] * table[b + q] * (table[d + q] * table[e + q]);
    }
  }
}

/** Add `values` from node `from` to `to` to the rows of `table` that the codes name, `offset` on. */
export function addToRows(
  values: Float64Array,
  table: Float64Array,
  offset: number,
  codes: Int32Array,
  first: number,
  last: number,
  nodeCount: number,
  from: number,
  to: number,
): void {
  let c = first;
  for (; c + 1 < last; c += 2) {
    const a = offset + codes[c] * nodeCount;
    const b = offset + codes[c + 1] * nodeCount;
    for (let q = from; q < to; q++) {
      const value = values[q];
      table[a + q] += value;
      table[b + q] += value;
    }
  }
  if (c < last) {
    const a = offset + codes[c] * nodeCount;
    for (let q = from; q < to; q++) table[a + q] += values[q];
  }
}
