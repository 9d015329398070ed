import type { Crew, Engagement } from "./crew.js";
import { chunksOfParts, cutIntoParts } from "./parts.js";
import { PartSums, scaleRows, type SumsData, type SumsStep } from "./part-sums.js";
import { CodeTree } from "./code-tree.js";
import { PatternPosterior, type PosteriorData } from "./pattern-posterior.js";
import type { Patterns } from "./patterns.js";
import { SharedMemory } from "./shared-memory.js";
import { rowStarts } from "./tables.js";

/**
 * One pattern's posterior: `posterior[q]` sums to one from node `from` up to, not including, node `to`.
 * What lies outside is below 1e-12 of the whole and is left out. The array is used again for the next pattern.
 */
export type VisitPosterior = (
  pattern: number,
  posterior: Float64Array,
  from: number,
  to: number,
  logLikelihood: number,
) => void;

/** Walks over the patterns and gives each one's posterior, from tables of log-probabilities at the nodes. */
export class Posteriors {
  readonly patterns: Patterns;
  readonly nodeCount: number;
  /** The first row of each item in tables of item x category rows. */
  readonly rows: Int32Array;

  /** @param nodeCount of the grid that every table is on. */
  constructor(patterns: Patterns, nodeCount: number) {
    this.patterns = patterns;
    this.nodeCount = nodeCount;
    this.rows = rowStarts(patterns.categories);
  }

  /**
   * Visit every pattern in order.
   *
   * @param logProbabilities item x category rows at the nodes.
   * @param logMass the logarithm of each group's prior mass at the nodes.
   */
  visit(logProbabilities: Float64Array, logMass: readonly Float64Array[], visitor: VisitPosterior): void {
    const posterior = this.reader(logProbabilities, logMass);
    const { values } = posterior;
    for (let n = 0; n < this.patterns.patternCount; n++) {
      posterior.begin(n);
      posterior.fill(n);
      const { from, to, total } = posterior;
      for (let q = from; q < to; q++) values[q] /= total;
      visitor(n, values, from, to, posterior.logLikelihood);
    }
  }

  /** The posterior of any pattern, one after the other; the tables are as for `visit` and must not change meanwhile. */
  reader(logProbabilities: Float64Array, logMass: readonly Float64Array[]): PatternPosterior {
    const { patterns, nodeCount, rows } = this;
    const data: PosteriorData = {
      ...patterns,
      nodeCount,
      rows,
      logProbabilities,
      logMass: joined(logMass, nodeCount),
      mass: joined(logMass, nodeCount).map(Math.exp),
      table: new Float64Array(patterns.codeCount * nodeCount),
      logScales: new Float64Array(patterns.codeCount),
    };
    const tree = new CodeTree(nodeCount, rows);
    const probabilities = logProbabilities.map(Math.exp);
    for (const chunk of patterns.chunks) {
      tree.products(chunk, probabilities, data.table);
      scaleRows(data.table, data.logScales, chunk.codeStart, chunk.codeCount, nodeCount);
    }
    return new PatternPosterior(data);
  }
}

/** What the E-step gathers: how many responses of each kind are expected from each node. */
export interface ExpectedCounts {
  /** The weighted marginal log-likelihood. */
  logLikelihood: number;
  /** Item x category rows: expected number of responses in the category at each node. */
  counts: Float64Array;
  /** For each group: expected number of its test takers at each node. */
  groupMass: Float64Array[];
}

/** The E-step, with arrays that it fills anew each time. */
export class Expectation {
  readonly posteriors: Posteriors;
  private readonly data: SumsData;
  private readonly sums: PartSums;
  private readonly groupMass: Float64Array[];
  private readonly engagement: Engagement | null;

  /**
   * @param posteriors of the patterns to count.
   * @param crew threads to help, where the patterns fall into more than one part; fewer are not worth waking them.
   */
  constructor(posteriors: Posteriors, crew?: Crew) {
    const { patterns, nodeCount } = posteriors;
    const partStarts = cutIntoParts(patterns);
    this.posteriors = posteriors;
    const helpers = crew && partStarts.length > 2 ? crew : null;
    this.data = sumsData(posteriors, partStarts, helpers);
    this.engagement = helpers?.engage(this.data) ?? null;
    this.sums = new PartSums(this.data);
    this.groupMass = Array.from({ length: patterns.groupCount }, () => new Float64Array(nodeCount));
  }

  /**
   * Expected counts under the given tables. The arrays in the result are filled again by the next call.
   *
   * @param onlyGroup count this group's test takers alone.
   */
  expect(logProbabilities: Float64Array, logMass: readonly Float64Array[], onlyGroup = -1): ExpectedCounts {
    const { data, groupMass } = this;
    const { nodeCount } = data;
    data.logProbabilities.set(logProbabilities);
    for (let n = 0; n < logProbabilities.length; n++) data.probabilities[n] = Math.exp(logProbabilities[n]);
    logMass.forEach((row, g) => {
      data.logMass.set(row, g * nodeCount);
      row.forEach((value, q) => (data.mass[g * nodeCount + q] = Math.exp(value)));
    });
    data.settings[0] = onlyGroup;
    data.settings[1] =
      hasConcaveRows(data.logProbabilities, nodeCount) && hasConcaveRows(data.logMass, nodeCount) ? 1 : 0;
    for (const step of ["load", "sum", "share"] as const) this.run(step);
    let logLikelihood = 0;
    for (const value of data.partLogLikelihood) logLikelihood += value;
    groupMass.forEach((mass, g) => {
      mass.fill(0);
      for (let part = 0; part < data.partLogLikelihood.length; part++) {
        const row = (part * data.groupCount + g) * nodeCount;
        for (let q = 0; q < nodeCount; q++) mass[q] += data.partMass[row + q];
      }
    });
    return { logLikelihood, counts: data.counts, groupMass };
  }

  private run(step: SumsStep): void {
    const count = this.sums.pieceCount(step);
    if (this.engagement) this.engagement.run(step, count, (piece) => this.sums.run(step, piece));
    else for (let piece = 0; piece < count; piece++) this.sums.run(step, piece);
  }
}

function sumsData(
  { patterns, nodeCount, rows }: Posteriors,
  partStarts: Int32Array,
  crew: Crew | null,
): SumsData {
  const { codeCount, groupCount, patternCount, itemCount } = patterns;
  const partCount = partStarts.length - 1;
  const tableLength = rows[itemCount] * nodeCount;
  const memory = new SharedMemory(crew);
  return {
    kind: "nodes",
    nodeCount,
    groupCount,
    rows,
    chunks: patterns.chunks,
    codeStarts: memory.sharedIntegers(patterns.codeStarts),
    codes: memory.sharedIntegers(patterns.codes),
    headLength: patterns.headLength,
    weights: memory.sharedNumbers(patterns.weights),
    groups: memory.sharedIntegers(patterns.groups),
    partStarts,
    partChunks: chunksOfParts(patterns, partStarts),
    logProbabilities: memory.numbers(tableLength),
    probabilities: memory.numbers(tableLength),
    logMass: memory.numbers(groupCount * nodeCount),
    mass: memory.numbers(groupCount * nodeCount),
    settings: new Int32Array(memory.allocate(2 * 4)),
    table: memory.numbers(codeCount * nodeCount),
    logScales: memory.numbers(codeCount),
    windows: new Uint16Array(memory.allocate(2 * patternCount * 2)),
    partCounts: memory.numbers(partCount * codeCount * nodeCount),
    partMass: memory.numbers(partCount * groupCount * nodeCount),
    partLogLikelihood: memory.numbers(partCount),
    counts: memory.numbers(tableLength),
  };
}

function joined(rows: readonly Float64Array[], nodeCount: number): Float64Array {
  const all = new Float64Array(rows.length * nodeCount);
  rows.forEach((row, g) => all.set(row, g * nodeCount));
  return all;
}

/** Noise of logarithms near zero; a posterior's edge is 27 below its peak. */
const bendMax = 1e-9;

/**
 * Whether no row bends upwards from node to node. Then the same holds for sums of rows, and posteriors have one peak:
 * so it is for normal priors and every model here but the 3PL.
 */
function hasConcaveRows(logs: Float64Array, nodeCount: number): boolean {
  for (let row = 0; row < logs.length; row += nodeCount) {
    for (let n = row + 2; n < row + nodeCount; n++) {
      if (!(logs[n] - 2 * logs[n - 1] + logs[n - 2] <= bendMax)) return false;
    }
  }
  return true;
}
