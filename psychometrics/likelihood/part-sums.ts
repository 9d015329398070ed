import type { Chunk } from "./chunks.js";
import { CodeTree } from "./code-tree.js";
import { PatternPosterior } from "./pattern-posterior.js";
import { addToRows } from "./products.js";

/**
 * All arrays of an E-step, so that several threads can share them. Patterns are cut into parts whose number and
 * borders depend on the data alone; each part has sums of its own, and these are added in the order of the parts:
 * the result is the same, bit for bit, whoever computes which part.
 */
export interface SumsData {
  kind: "nodes";
  nodeCount: number;
  groupCount: number;
  /** The first row of each item in tables of item x category rows. */
  rows: Int32Array;
  chunks: readonly Chunk[];
  codeStarts: Int32Array;
  codes: Int32Array;
  headLength: number;
  weights: Float64Array;
  groups: Int32Array;
  /** Part `n` has the patterns from `partStarts[n]` up to, not including, `partStarts[n + 1]`. */
  partStarts: Int32Array;
  /** Parts x chunks: 1 where the part has patterns with combinations of the chunk; elsewhere it has no sums. */
  partChunks: Uint8Array;
  /** In: item x category rows at the nodes, as logarithms and as they are, and the groups' prior masses. */
  logProbabilities: Float64Array;
  probabilities: Float64Array;
  logMass: Float64Array;
  mass: Float64Array;
  /** In: the only group to count, or -1; and 1 where the windows below may be used. */
  settings: Int32Array;
  /** Combinations x nodes: their likelihoods, the highest of each row scaled to 1, and the logarithms of the scales. */
  table: Float64Array;
  logScales: Float64Array;
  /** For each pattern the nodes, first and past the last, between which its posterior was lately; 0 and 0 if unknown. */
  windows: Uint16Array;
  /** Parts x combinations x nodes: the posteriors' sums; after `share`, a chunk's first part has those of all. */
  partCounts: Float64Array;
  /** Parts x groups x nodes. */
  partMass: Float64Array;
  partLogLikelihood: Float64Array;
  /** Out: item x category rows at the nodes. */
  counts: Float64Array;
}

/** A window is so much wider to each side than the posterior was: the next cycle's lies a little elsewhere. */
const windowMargin = 1;

/** The steps of an E-step, each of which falls into pieces that do not wait for each other; one by scores has only `sum`. */
export type SumsStep = "load" | "sum" | "share";

/** The pieces of an E-step on shared arrays. */
export class PartSums {
  private readonly data: SumsData;
  private readonly tree: CodeTree;
  private readonly posterior: PatternPosterior;
  private readonly gathered: Float64Array;

  /** @param data to work on; nothing of it is copied. */
  constructor(data: SumsData) {
    this.data = data;
    this.tree = new CodeTree(data.nodeCount, data.rows);
    this.posterior = new PatternPosterior(data);
    this.gathered = new Float64Array(data.nodeCount);
  }

  /** How many pieces a step has. */
  pieceCount(step: SumsStep): number {
    return step === "sum" ? this.data.partStarts.length - 1 : this.data.chunks.length;
  }

  /** Do one piece of a step; all pieces of the step before must be done. */
  run(step: SumsStep, piece: number): void {
    if (step === "load") this.load(this.data.chunks[piece]);
    else if (step === "sum") this.sum(piece);
    else this.share(piece);
  }

  /** The likelihoods of a chunk's combinations. */
  private load(chunk: Chunk): void {
    const { probabilities, table, logScales } = this.data;
    this.tree.products(chunk, probabilities, table);
    scaleRows(table, logScales, chunk.codeStart, chunk.codeCount, this.data.nodeCount);
  }

  /** One part's sums over its patterns. */
  private sum(part: number): void {
    const { data, posterior, gathered } = this;
    const { nodeCount, groupCount, codes, codeStarts, weights, groups, windows, partCounts } = data;
    const codeCount = data.logScales.length;
    const offset = part * codeCount * nodeCount;
    const [onlyGroup, hasWindows] = data.settings;
    this.clear(part);
    data.partMass.fill(0, part * groupCount * nodeCount, (part + 1) * groupCount * nodeCount);
    let logLikelihood = 0;
    const last = data.partStarts[part + 1];
    let headPattern = -1;
    posterior.reset();
    for (let n = data.partStarts[part]; n < last; n++) {
      const weight = weights[n];
      if (weight === 0 || (onlyGroup >= 0 && groups[n] !== onlyGroup)) continue;
      if (posterior.begin(n)) {
        if (headPattern >= 0) this.passOn(part, headPattern);
        gathered.fill(0);
        headPattern = n;
      }
      if (hasWindows === 0 || windows[2 * n + 1] === 0) posterior.fill(n);
      else posterior.fillWithin(n, windows[2 * n], windows[2 * n + 1]);
      const { values, from, to } = posterior;
      windows[2 * n] = Math.max(0, from - windowMargin);
      windows[2 * n + 1] = Math.min(nodeCount, to + windowMargin);
      logLikelihood += weight * posterior.logLikelihood;
      const scale = weight / posterior.total;
      for (let q = from; q < to; q++) {
        values[q] *= scale;
        gathered[q] += values[q];
      }
      addToRows(values, partCounts, offset, codes, posterior.headEnd, codeStarts[n + 1], nodeCount, from, to);
    }
    if (headPattern >= 0) this.passOn(part, headPattern);
    data.partLogLikelihood[part] = logLikelihood;
  }

  /** Forget the sums of a part. */
  private clear(part: number): void {
    const { nodeCount, chunks, partChunks, partCounts, logScales } = this.data;
    const offset = part * logScales.length;
    chunks.forEach(({ codeStart, codeCount }, c) => {
      if (partChunks[part * chunks.length + c] === 0) return;
      const from = (offset + codeStart) * nodeCount;
      partCounts.fill(0, from, from + codeCount * nodeCount);
    });
  }

  /** What the patterns of one head have together goes to the head's combinations and to their group. */
  private passOn(part: number, pattern: number): void {
    const { data, gathered } = this;
    const { nodeCount, groupCount, codeStarts } = data;
    const first = codeStarts[pattern];
    const end = Math.min(first + data.headLength, codeStarts[pattern + 1]);
    const offset = part * data.logScales.length * nodeCount;
    addToRows(gathered, data.partCounts, offset, data.codes, first, end, nodeCount, 0, nodeCount);
    const row = (part * groupCount + data.groups[pattern]) * nodeCount;
    for (let q = 0; q < nodeCount; q++) data.partMass[row + q] += gathered[q];
  }

  /** Add the parts' sums of a chunk in order, and share them out to its items. */
  private share(piece: number): void {
    const { nodeCount, chunks, partChunks, partCounts, counts, logScales } = this.data;
    const { [piece]: chunk } = chunks;
    const partLength = logScales.length * nodeCount;
    const from = chunk.codeStart * nodeCount;
    const to = from + chunk.codeCount * nodeCount;
    let first = -1;
    for (let part = 0; part < this.pieceCount("sum"); part++) {
      if (partChunks[part * chunks.length + piece] === 0) continue;
      if (first < 0) first = part * partLength;
      else addRange(partCounts, part * partLength - first, first + from, first + to);
    }
    // A chunk that no part needs has the zeros it was made with.
    this.tree.shareOut(chunk, partCounts.subarray(Math.max(0, first)), counts);
  }
}

/** Add to the values from `from` to `to` those that stand `distance` further on. */
function addRange(values: Float64Array, distance: number, from: number, to: number): void {
  for (let n = from; n < to; n++) values[n] += values[n + distance];
}

// Below this a row of products may have lost what matters to underflow: it is left zero, and its patterns go by logarithms.
const rowPeakMin = 1e-150;

/** Scale each row so that its highest value is 1, and keep the logarithm of what it was divided by. */
export function scaleRows(
  table: Float64Array,
  logScales: Float64Array,
  first: number,
  count: number,
  nodeCount: number,
): void {
  for (let code = first; code < first + count; code++) {
    const start = code * nodeCount;
    const end = start + nodeCount;
    let peak = 0;
    for (let n = start; n < end; n++) if (table[n] > peak) peak = table[n];
    const factor = peak > rowPeakMin ? 1 / peak : 0;
    for (let n = start; n < end; n++) table[n] *= factor;
    logScales[code] = peak > rowPeakMin ? Math.log(peak) : 0;
  }
}
