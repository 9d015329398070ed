import type { Chunk } from "./chunks.js";
import type { Posteriors } from "./expectation.js";
import type { PatternPosterior } from "./pattern-posterior.js";

/** Expected numbers of test takers, at each node, with a response to an item of a chunk and one to another item. */
export interface PairCounts {
  /** At `(firstRow * width + secondRow) * nodeCount + q`; rows are those of `firstRows` and `secondRows`. */
  table: Float64Array;
  /** 1 where any test taker has the pair of responses, in the same order, without the nodes. */
  isThere: Uint8Array;
  width: number;
}

/** Where the rows of some items begin, and how many there are; -1 for other items. */
export interface ItemRows {
  items: Int32Array;
  starts: Int32Array;
  count: number;
}

/** Rows for the categories of the given items, in their order. */
export function rowsOf(items: Int32Array, categories: Int32Array): ItemRows {
  const starts = new Int32Array(categories.length).fill(-1);
  let count = 0;
  for (const item of items) {
    starts[item] = count;
    count += categories[item];
  }
  return { items, starts, count };
}

/** Rows that are summed up, of which few may have anything. */
interface Sums {
  values: Float64Array;
  isThere: Uint8Array;
}

/**
 * Counts pairs of responses from the posteriors of all patterns. Patterns with the same responses to a chunk's items are
 * added up first, to what they answered elsewhere; the sums are then handed down the tree of the chunk's combinations,
 * each level to the responses of its item. A pattern costs one addition per item and node for a whole chunk, not one
 * for each of its items.
 */
export class PairCounter {
  private readonly posteriors: Posteriors;
  private readonly reader: PatternPosterior;

  /**
   * @param posteriors of the patterns to count.
   * @param reader of these posteriors, with its tables filled.
   */
  constructor(posteriors: Posteriors, reader: PatternPosterior) {
    this.posteriors = posteriors;
    this.reader = reader;
  }

  /** Count the pairs of a chunk's items with the items of `second`. */
  count(chunk: Chunk, first: ItemRows, second: ItemRows): PairCounts {
    const { nodeCount } = this.posteriors;
    const width = second.count;
    const counts: PairCounts = {
      table: new Float64Array(first.count * width * nodeCount),
      isThere: new Uint8Array(first.count * width),
      width,
    };
    const sums = Array.from({ length: chunk.levels.length + 1 }, () => ({
      values: new Float64Array(width * nodeCount),
      isThere: new Uint8Array(width),
    }));
    const children = chunk.levels.map(({ parents }, j) =>
      listed(parents, j === 0 ? 1 : chunk.levels[j - 1].parents.length),
    );
    const patterns = this.patternsByCode(chunk);
    const walk = (depth: number, code: number): void => {
      if (depth === chunk.levels.length) {
        for (const n of patterns(code)) this.addPattern(n, second, sums[depth]);
        return;
      }
      const { categories } = chunk.levels[depth];
      const start = first.starts[chunk.items[depth]];
      for (const child of children[depth](code)) {
        walk(depth + 1, child);
        const category = categories[child];
        if (category >= 0) addTo(counts, (start + category) * width, sums[depth + 1], nodeCount);
        moveTo(sums[depth], sums[depth + 1], nodeCount);
      }
    };
    walk(0, 0);
    return counts;
  }

  private patternsByCode({ codeStart, codeCount }: Chunk): (code: number) => Int32Array {
    const { patternCount, codeStarts, codes, weights } = this.posteriors.patterns;
    const codeOf = new Int32Array(patternCount).fill(-1);
    for (let n = 0; n < patternCount; n++) {
      if (weights[n] === 0) continue;
      for (let c = codeStarts[n]; c < codeStarts[n + 1]; c++) {
        const code = codes[c] - codeStart;
        if (code >= 0 && code < codeCount) codeOf[n] = code;
      }
    }
    return listed(codeOf, codeCount);
  }

  /** Add a pattern's weighted posterior to the rows of its responses. */
  private addPattern(n: number, { items, starts }: ItemRows, sums: Sums): void {
    const { patterns, nodeCount } = this.posteriors;
    const { reader } = this;
    reader.begin(n);
    reader.fill(n);
    const { values, from, to } = reader;
    const scale = patterns.weights[n] / reader.total;
    for (let q = from; q < to; q++) values[q] *= scale;
    const base = n * patterns.itemCount;
    for (const item of items) {
      const category = patterns.responses[base + item];
      if (category < 0) continue;
      const row = starts[item] + category;
      sums.isThere[row] = 1;
      addRow(sums.values, row * nodeCount, values, from, to);
    }
  }
}

function addRow(table: Float64Array, at: number, values: Float64Array, from: number, to: number): void {
  for (let q = from; q < to; q++) table[at + q] += values[q];
}

/** Add rows that have anything to rows of a table of pairs, `offset` rows on. */
function addTo(
  { table, isThere }: PairCounts,
  offset: number,
  { values, isThere: has }: Sums,
  nodeCount: number,
): void {
  for (let row = 0; row < has.length; row++) {
    if (has[row] === 0) continue;
    isThere[offset + row] = 1;
    const from = row * nodeCount;
    const distance = offset * nodeCount;
    for (let n = from; n < from + nodeCount; n++) table[distance + n] += values[n];
  }
}

/** Add rows that have anything to others, and empty them. */
function moveTo(target: Sums, source: Sums, nodeCount: number): void {
  for (let row = 0; row < source.isThere.length; row++) {
    if (source.isThere[row] === 0) continue;
    source.isThere[row] = 0;
    target.isThere[row] = 1;
    const from = row * nodeCount;
    for (let n = from; n < from + nodeCount; n++) {
      target.values[n] += source.values[n];
      source.values[n] = 0;
    }
  }
}

/** The places that have each key, in order; places with a negative key have none. */
function listed(keys: Int32Array, keyCount: number): (key: number) => Int32Array {
  const starts = new Int32Array(keyCount + 1);
  for (const key of keys) if (key >= 0) starts[key + 1]++;
  for (let key = 0; key < keyCount; key++) starts[key + 1] += starts[key];
  const next = starts.slice();
  const places = new Int32Array(starts[keyCount]);
  keys.forEach((key, n) => {
    if (key >= 0) places[next[key]++] = n;
  });
  return (key) => places.subarray(starts[key], starts[key + 1]);
}
