import { CodeSums } from "./code-sums.js";
import type { Patterns } from "./patterns.js";
import { rowStarts } from "./tables.js";

/**
 * One pattern's posterior: `posterior[q]` sums to one from node `from` up to, not including, node `to`.
 * What lies outside is below 1e-15 of the peak and is left out. The array is used again for the next pattern.
 */
export type VisitPosterior = (
  pattern: number,
  posterior: Float64Array,
  from: number,
  to: number,
  logLikelihood: number,
) => void;

// exp(-35) is less than the rounding error of a sum of a few hundred masses.
const negligibleLog = -35;

/** Walks over the patterns and gives each one's posterior, from tables of log-probabilities at the nodes. */
export class Posteriors {
  readonly patterns: Patterns;
  readonly nodeCount: number;
  /** The first row of each item in tables of item x category rows. */
  readonly rows: Int32Array;
  private readonly logLikelihoods: CodeSums;
  private readonly posterior: Float64Array;

  /** @param nodeCount of the grid that every table is on. */
  constructor(patterns: Patterns, nodeCount: number) {
    this.patterns = patterns;
    this.nodeCount = nodeCount;
    this.rows = rowStarts(patterns.categories);
    this.logLikelihoods = new CodeSums(patterns, nodeCount);
    this.posterior = new Float64Array(nodeCount);
  }

  /**
   * Visit every pattern in order.
   *
   * @param logProbabilities item x category rows at the nodes.
   * @param logMass the logarithm of each group's prior mass at the nodes.
   */
  visit(logProbabilities: Float64Array, logMass: readonly Float64Array[], visitor: VisitPosterior): void {
    const { nodeCount, posterior } = this;
    const { groups, patternCount } = this.patterns;
    this.logLikelihoods.load(logProbabilities);
    for (let n = 0; n < patternCount; n++) {
      posterior.set(logMass[groups[n]]);
      this.logLikelihoods.addTo(n, posterior);
      let peak = posterior[0];
      for (let q = 1; q < nodeCount; q++) if (posterior[q] > peak) peak = posterior[q];
      let from = 0;
      while (posterior[from] - peak < negligibleLog) from++;
      let to = nodeCount;
      while (posterior[to - 1] - peak < negligibleLog) to--;
      let total = 0;
      for (let q = from; q < to; q++) {
        posterior[q] = Math.exp(posterior[q] - peak);
        total += posterior[q];
      }
      for (let q = from; q < to; q++) posterior[q] /= total;
      visitor(n, posterior, from, to, peak + Math.log(total));
    }
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
  private readonly codeCounts: Float64Array;
  private readonly counts: Float64Array;
  private readonly groupMass: Float64Array[];

  /** @param posteriors of the patterns to count. */
  constructor(posteriors: Posteriors) {
    const { patterns, nodeCount, rows } = posteriors;
    this.posteriors = posteriors;
    this.codeCounts = new Float64Array(patterns.codeCount * nodeCount);
    this.counts = new Float64Array(rows[patterns.itemCount] * nodeCount);
    this.groupMass = Array.from({ length: patterns.groupCount }, () => new Float64Array(nodeCount));
  }

  /**
   * Expected counts under the given tables. The arrays in the result are filled again by the next call.
   *
   * @param onlyGroup count this group's test takers alone.
   */
  expect(logProbabilities: Float64Array, logMass: readonly Float64Array[], onlyGroup = -1): ExpectedCounts {
    const { posteriors, codeCounts, groupMass } = this;
    const { nodeCount } = posteriors;
    const { codes, groups, weights, chunks } = posteriors.patterns;
    const chunkCount = chunks.length;
    codeCounts.fill(0);
    for (const mass of groupMass) mass.fill(0);
    let logLikelihood = 0;
    posteriors.visit(logProbabilities, logMass, (n, posterior, from, to, patternLogLikelihood) => {
      const weight = weights[n];
      if (weight === 0 || (onlyGroup >= 0 && groups[n] !== onlyGroup)) return;
      logLikelihood += weight * patternLogLikelihood;
      const mass = groupMass[groups[n]];
      for (let q = from; q < to; q++) {
        posterior[q] *= weight;
        mass[q] += posterior[q];
      }
      for (let c = 0; c < chunkCount; c++) {
        const code = codes[n * chunkCount + c];
        if (code < 0) continue;
        const base = code * nodeCount;
        for (let q = from; q < to; q++) codeCounts[base + q] += posterior[q];
      }
    });
    this.shareOut();
    return { logLikelihood, counts: this.counts, groupMass };
  }

  /** From combinations of responses to the items in them. */
  private shareOut(): void {
    const { codeCounts, counts } = this;
    const { nodeCount, rows, patterns } = this.posteriors;
    counts.fill(0);
    for (const chunk of patterns.chunks) {
      for (let code = 0; code < chunk.codeCount; code++) {
        const source = (chunk.codeStart + code) * nodeCount;
        for (let j = 0; j < chunk.itemCount; j++) {
          const category = chunk.responses[code * chunk.itemCount + j];
          if (category < 0) continue;
          const target = (rows[chunk.start + j] + category) * nodeCount;
          for (let q = 0; q < nodeCount; q++) counts[target + q] += codeCounts[source + q];
        }
      }
    }
  }
}
