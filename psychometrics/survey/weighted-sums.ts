import { levelOf } from "./statistics.js";

/** What one set of weights makes of a group. */
export interface WeightedSums {
  total: number;
  mean: Float64Array;
  sd: Float64Array;
  /** For each plausible value the shares at the levels. */
  shares: Float64Array[];
}

/** Persons whose weights are laid side by side at a time: with 81 weights these fit into the processor's nearer cache. */
const blockSize = 256;

/**
 * Means, standard deviations and shares at levels of a group under every set of weights; `NaN` under weights that are all 0.
 *
 * Persons are taken by blocks, and those of a block level by level, four at a time: a sum is then read and written once for four
 * persons, and the innermost loop runs over the sets of weights, which are neighbours in memory.
 *
 * @param values plausible values, each of all persons.
 * @param sets of weights, each of all persons.
 * @param rows the persons of the group.
 * @param cuts in rising order.
 */
export function weightedSums(
  values: readonly Float64Array[],
  sets: readonly Float64Array[],
  rows: Int32Array,
  cuts: readonly number[],
): WeightedSums[] {
  const width = sets.length;
  const levelCount = cuts.length + 1;
  const totals = new Float64Array(width);
  const block = new Block(width, levelCount);
  const sums = values.map(() => new Float64Array(width));
  const squares = values.map(() => new Float64Array(width));
  const atLevel = values.map(() => new Float64Array(levelCount * width));
  // About a value of the group's own, so that squares keep their digits and values that are all the same vary by nothing.
  const centres = values.map((value) => (rows.length === 0 ? 0 : value[rows[0]]));
  for (let from = 0; from < rows.length; from += blockSize) {
    block.take(sets, rows.subarray(from, from + blockSize), totals);
    values.forEach((value, m) => {
      block.sortByLevel(value, centres[m], cuts);
      block.addTo(sums[m], squares[m], atLevel[m]);
    });
  }
  return sets.map((_, r) => {
    const total = totals[r];
    return {
      total,
      mean: Float64Array.from(values, (__, m) => centres[m] + sums[m][r] / total),
      sd: Float64Array.from(values, (__, m) =>
        Math.sqrt(Math.max(0, squares[m][r] / total - (sums[m][r] / total) ** 2)),
      ),
      shares: values.map((__, m) =>
        Float64Array.from({ length: levelCount }, (___, level) => atLevel[m][level * width + r] / total),
      ),
    };
  });
}

/** Some persons with all their weights, and one plausible value of each. */
class Block {
  private rows: Int32Array = new Int32Array(0);
  private readonly width: number;
  private readonly levelCount: number;
  /** Persons x sets of weights. */
  private readonly weights: Float64Array;
  private readonly levels = new Int32Array(blockSize);
  /** The persons' places in the block by rising level; those of level l from `starts[l]` up to `starts[l + 1]`. */
  private readonly order = new Int32Array(blockSize);
  private readonly starts: Int32Array;
  /** Deviations from the centre, in that order. */
  private readonly deviations = new Float64Array(blockSize);

  constructor(width: number, levelCount: number) {
    this.width = width;
    this.levelCount = levelCount;
    this.weights = new Float64Array(blockSize * width);
    this.starts = new Int32Array(levelCount + 1);
  }

  /** Take persons with their weights, which are added to `totals` as well. */
  take(sets: readonly Float64Array[], rows: Int32Array, totals: Float64Array): void {
    this.rows = rows;
    for (let r = 0; r < sets.length; r++) {
      const set = sets[r];
      let total = totals[r];
      for (let k = 0, at = r; k < rows.length; k++, at += this.width) {
        this.weights[at] = set[rows[k]];
        total += set[rows[k]];
      }
      totals[r] = total;
    }
  }

  sortByLevel(value: Float64Array, centre: number, cuts: readonly number[]): void {
    const { rows, levels, order, starts, deviations } = this;
    starts.fill(0);
    for (let k = 0; k < rows.length; k++) {
      levels[k] = levelOf(value[rows[k]], cuts);
      starts[levels[k]]++;
    }
    let end = rows.length;
    for (let level = this.levelCount; level >= 0; level--) starts[level] = end -= starts[level];
    for (let k = 0; k < rows.length; k++) {
      const at = starts[levels[k]]++;
      order[at] = k;
      deviations[at] = value[rows[k]] - centre;
    }
    // Each level's start has moved to its end, which is the next one's start.
    starts.copyWithin(1, 0);
    starts[0] = 0;
  }

  /** Add weight times deviation, times its square, and the weight at its level, for each set of weights. */
  addTo(sums: Float64Array, squares: Float64Array, atLevel: Float64Array): void {
    const { starts, levelCount, width } = this;
    for (let level = 0; level < levelCount; level++) {
      const to = starts[level + 1];
      let n = starts[level];
      for (; n + 4 <= to; n += 4) this.addFour(n, sums, squares, atLevel, level * width);
      for (; n < to; n++) this.addOne(n, sums, squares, atLevel, level * width);
    }
  }

  private addFour(
    n: number,
    sums: Float64Array,
    squares: Float64Array,
    atLevel: Float64Array,
    level: number,
  ): void {
    const { weights, width, order, deviations } = this;
    const [a, b, c, d] = [order[n] * width, order[n + 1] * width, order[n + 2] * width, order[n + 3] * width];
    const [x, y, z, u] = [deviations[n], deviations[n + 1], deviations[n + 2], deviations[n + 3]];
    for (let r = 0; r < width; r++) {
      const v = weights[a + r];
      const w = weights[b + r];
      const s = weights[c + r];
      const t = weights[d + r];
      const vx = v * x;
      const wy = w * y;
      const sz = s * z;
      const tu = t * u;
      sums[r] = sums[r] + vx + wy + (sz + tu);
      squares[r] = squares[r] + vx * x + wy * y + (sz * z + tu * u);
      atLevel[level + r] = atLevel[level + r] + v + w + (s + t);
    }
  }

  private addOne(
    n: number,
    sums: Float64Array,
    squares: Float64Array,
    atLevel: Float64Array,
    level: number,
  ): void {
    const { weights, width, order, deviations } = this;
    const start = order[n] * width;
    const deviation = deviations[n];
    for (let r = 0; r < width; r++) {
      const weight = weights[start + r];
      const weighted = weight * deviation;
      sums[r] += weighted;
      squares[r] += weighted * deviation;
      atLevel[level + r] += weight;
    }
  }
}
