/** Below so many rows it is quicker to compare them than to count. */
const comparedMax = 24;

/**
 * Fill `order` with the places of rows of bytes in ascending order, the first byte counting most: by counts of the first
 * byte, then within each of its values by the next, until few enough rows are left to be compared.
 *
 * @param rows `count` rows of `width` bytes, from place `offset` on.
 */
export function orderRows(
  rows: Uint8Array,
  offset: number,
  width: number,
  count: number,
  order: Int32Array,
): void {
  for (let n = 0; n < count; n++) order[n] = n;
  const spare = new Int32Array(count);

  const isBefore = (a: number, b: number, from: number): boolean => {
    const first = offset + a * width;
    const second = offset + b * width;
    for (let c = from; c < width; c++) {
      const difference = rows[first + c] - rows[second + c];
      if (difference !== 0) return difference < 0;
    }
    return false;
  };

  const compare = (start: number, end: number, from: number): void => {
    for (let n = start + 1; n < end; n++) {
      const row = order[n];
      let place = n;
      while (place > start && isBefore(row, order[place - 1], from)) {
        order[place] = order[place - 1];
        place--;
      }
      order[place] = row;
    }
  };

  const refine = (start: number, end: number, byte: number): void => {
    if (byte === width) return;
    if (end - start <= comparedMax) {
      compare(start, end, byte);
      return;
    }
    const ends = new Int32Array(257);
    for (let n = start; n < end; n++) ends[rows[offset + order[n] * width + byte] + 1]++;
    ends[0] = start;
    for (let value = 0; value < 256; value++) ends[value + 1] += ends[value];
    for (let n = start; n < end; n++) spare[ends[rows[offset + order[n] * width + byte]]++] = order[n];
    for (let n = start; n < end; n++) order[n] = spare[n];
    // Each end has moved on to the next value's beginning.
    for (let value = 0, from = start; from < end; from = ends[value++]) {
      if (ends[value] - from > 1) refine(from, ends[value], byte + 1);
    }
  };
  refine(0, count, 0);
}
