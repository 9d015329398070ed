import type { Chunk } from "./chunks.js";
import { multiplyRows } from "./products.js";

/** What the posterior of a pattern is made from; a part of `SumsData`, which says what each array has. */
export interface PosteriorData {
  nodeCount: number;
  rows: Int32Array;
  chunks: readonly Chunk[];
  codeStarts: Int32Array;
  codes: Int32Array;
  headLength: number;
  groups: Int32Array;
  logProbabilities: Float64Array;
  logMass: Float64Array;
  mass: Float64Array;
  table: Float64Array;
  logScales: Float64Array;
}

/** Nodes with less than this share of a posterior are left out: no digit that is ever reported depends on them. */
const negligible = 1e-12;

// If the product is below this everywhere, a factor may have underflowed where it matters; see `scaleRows`.
const peakMin = 1e-130;

/**
 * The posterior of one pattern after another, as the product of prior mass and the likelihoods of its combinations:
 * no exponential is taken, because the combinations' likelihoods are tabled. The product of the first combinations,
 * which neighbours share, is kept.
 */
export class PatternPosterior {
  /** Proportional to the posterior, from node `from` up to, not including, `to`; what lies outside is negligible. */
  readonly values: Float64Array;
  from = 0;
  to = 0;
  /** The sum of `values` from `from` to `to`. */
  total = 0;
  logLikelihood = 0;
  /** The first of the pattern's combinations that is not in the head. */
  headEnd = 0;
  private readonly data: PosteriorData;
  private readonly head: Float64Array;
  private headPattern = -1;
  private headLogScale = 0;

  /** @param data to read; nothing of it is copied. */
  constructor(data: PosteriorData) {
    this.data = data;
    this.values = new Float64Array(data.nodeCount);
    this.head = new Float64Array(data.nodeCount);
  }

  /** Forget the head: the tables have changed. */
  reset(): void {
    this.headPattern = -1;
  }

  /** Go on to a pattern. Returns true if it begins otherwise than the one before. */
  begin(n: number): boolean {
    const { nodeCount, codeStarts, codes, groups, headLength, mass, table, logScales } = this.data;
    const start = codeStarts[n];
    const end = Math.min(start + headLength, codeStarts[n + 1]);
    this.headEnd = end;
    const before = this.headPattern;
    if (before >= 0 && groups[n] === groups[before]) {
      const other = codeStarts[before];
      let isSame = Math.min(other + headLength, codeStarts[before + 1]) - other === end - start;
      for (let c = start; isSame && c < end; c++) isSame = codes[c] === codes[other + c - start];
      if (isSame) return false;
    }
    this.headPattern = n;
    multiplyRows(mass, groups[n] * nodeCount, table, codes, start, end, nodeCount, 0, nodeCount, this.head);
    this.headLogScale = 0;
    for (let c = start; c < end; c++) this.headLogScale += logScales[codes[c]];
    return true;
  }

  /**
   * The posterior of the pattern last begun, looked for between two nodes, and everywhere if there is more outside.
   * Only for tables of concave logarithms: from its one peak such a posterior falls to both sides, so that what is
   * beyond an edge is less than the edge.
   */
  fillWithin(n: number, first: number, last: number): void {
    const { nodeCount } = this.data;
    const { values } = this;
    const total = this.multiply(n, first, last);
    const limit = negligible * total;
    const isInside =
      (first === 0 || values[first] < limit) && (last === nodeCount || values[last - 1] < limit);
    if (!isInside || !(total > peakMin)) this.fill(n);
    else this.trim(n, first, last, total);
  }

  /** The posterior of the pattern last begun, on the whole grid. */
  fill(n: number): void {
    const { nodeCount } = this.data;
    const total = this.multiply(n, 0, nodeCount);
    if (total > peakMin) this.trim(n, 0, nodeCount, total);
    else this.fillFromLogarithms(n);
  }

  private multiply(n: number, first: number, last: number): number {
    const { nodeCount, codeStarts, codes, table } = this.data;
    const { values } = this;
    multiplyRows(this.head, 0, table, codes, this.headEnd, codeStarts[n + 1], nodeCount, first, last, values);
    let total = 0;
    for (let q = first; q < last; q++) total += values[q];
    return total;
  }

  private trim(n: number, first: number, last: number, total: number): void {
    const { codeStarts, codes, logScales } = this.data;
    const { values } = this;
    const limit = negligible * total;
    while (values[first] < limit) first++;
    while (values[last - 1] < limit) last--;
    this.from = first;
    this.to = last;
    this.total = total;
    let logScale = this.headLogScale;
    for (let c = this.headEnd; c < codeStarts[n + 1]; c++) logScale += logScales[codes[c]];
    this.logLikelihood = logScale + Math.log(total);
  }

  /** Where the product underflows: the sum of the items' logarithms, the highest taken out before the exponential. */
  private fillFromLogarithms(n: number): void {
    const { nodeCount, rows, chunks, codeStarts, codes, groups, logMass, logProbabilities } = this.data;
    const { values } = this;
    const prior = groups[n] * nodeCount;
    for (let q = 0; q < nodeCount; q++) values[q] = logMass[prior + q];
    for (let c = codeStarts[n]; c < codeStarts[n + 1]; c++) {
      const chunk = chunks.find(({ codeStart, codeCount }) => codes[c] < codeStart + codeCount);
      if (!chunk) continue;
      let code = codes[c] - chunk.codeStart;
      for (let j = chunk.levels.length - 1; j >= 0; j--) {
        const category = chunk.levels[j].categories[code];
        code = chunk.levels[j].parents[code];
        if (category < 0) continue;
        const row = (rows[chunk.items[j]] + category) * nodeCount;
        for (let q = 0; q < nodeCount; q++) values[q] += logProbabilities[row + q];
      }
    }
    let peak = -Infinity;
    for (let q = 0; q < nodeCount; q++) if (values[q] > peak) peak = values[q];
    let total = 0;
    for (let q = 0; q < nodeCount; q++) {
      values[q] = Math.exp(values[q] - peak);
      total += values[q];
    }
    this.trim(n, 0, nodeCount, total);
    this.logLikelihood = peak + Math.log(total);
  }
}
