import type { Chunk } from "./chunks.js";

/**
 * Walks over the tree of a chunk's combinations: from rows of items to rows of combinations, and back. A row is a
 * quantity at each node. Each beginning of a combination is made once, from the one it goes on from, so that the whole
 * costs about two operations per combination and node, however many items a combination has.
 */
export class CodeTree {
  private readonly nodeCount: number;
  private readonly rows: Int32Array;
  private upper = new Float64Array(0);
  private lower = new Float64Array(0);

  /** @param rows the first row of each item in tables of item x category rows. */
  constructor(nodeCount: number, rows: Int32Array) {
    this.nodeCount = nodeCount;
    this.rows = rows;
  }

  /** Fill the chunk's rows of `table` with the sums of its items' rows. */
  sums(chunk: Chunk, values: Float64Array, table: Float64Array): void {
    this.unfold(chunk, values, table, 0);
  }

  /** Fill the chunk's rows of `table` with the products of its items' rows. */
  products(chunk: Chunk, values: Float64Array, table: Float64Array): void {
    this.unfold(chunk, values, table, 1);
  }

  /** Fill the rows of the chunk's items in `counts` with the sums over the combinations that have the response. */
  shareOut(chunk: Chunk, table: Float64Array, counts: Float64Array): void {
    const { nodeCount, rows } = this;
    this.makeRoom(chunk);
    let source = table;
    let offset = chunk.codeStart * nodeCount;
    let target = this.upper;
    for (let j = chunk.levels.length - 1; j >= 0; j--) {
      const { parents, categories } = chunk.levels[j];
      const item = chunk.items[j];
      counts.fill(0, rows[item] * nodeCount, rows[item + 1] * nodeCount);
      target.fill(0, 0, (j > 0 ? chunk.levels[j - 1].parents.length : 1) * nodeCount);
      for (let code = 0; code < parents.length; code++) {
        const from = offset + code * nodeCount;
        const parent = parents[code] * nodeCount;
        if (categories[code] < 0) {
          for (let q = 0; q < nodeCount; q++) target[parent + q] += source[from + q];
          continue;
        }
        const row = (rows[item] + categories[code]) * nodeCount;
        for (let q = 0; q < nodeCount; q++) {
          const value = source[from + q];
          target[parent + q] += value;
          counts[row + q] += value;
        }
      }
      offset = 0;
      source = target;
      target = source === this.upper ? this.lower : this.upper;
    }
  }

  /** @param unit 0 to add rows, 1 to multiply them: what nothing at all comes to. */
  private unfold(chunk: Chunk, values: Float64Array, table: Float64Array, unit: 0 | 1): void {
    const { nodeCount, rows } = this;
    this.makeRoom(chunk);
    let source: Float64Array = this.upper;
    source.fill(unit, 0, nodeCount);
    const last = chunk.levels.length - 1;
    for (let j = 0; j <= last; j++) {
      const { parents, categories } = chunk.levels[j];
      const isLast = j === last;
      const target = isLast ? table : source === this.upper ? this.lower : this.upper;
      const offset = isLast ? chunk.codeStart * nodeCount : 0;
      for (let code = 0; code < parents.length; code++) {
        const to = offset + code * nodeCount;
        const parent = parents[code] * nodeCount;
        if (categories[code] < 0) {
          target.set(source.subarray(parent, parent + nodeCount), to);
          continue;
        }
        const row = (rows[chunk.items[j]] + categories[code]) * nodeCount;
        if (unit === 0) {
          for (let q = 0; q < nodeCount; q++) target[to + q] = source[parent + q] + values[row + q];
        } else {
          for (let q = 0; q < nodeCount; q++) target[to + q] = source[parent + q] * values[row + q];
        }
      }
      source = target;
    }
  }

  private makeRoom({ codeCount }: Chunk): void {
    const size = Math.max(1, codeCount) * this.nodeCount;
    if (this.upper.length >= size) return;
    this.upper = new Float64Array(size);
    this.lower = new Float64Array(size);
  }
}
