import type { Crew, Engagement } from "../likelihood/crew.js";
import { SharedMemory } from "../likelihood/shared-memory.js";
import type { CasePosterior } from "../likelihood/case-posterior.js";
import {
  casesPerPiece,
  jointSettings,
  JointSums,
  layings,
  type JointSumsData,
} from "../likelihood/joint-sums.js";
import type { LaidNodes } from "../likelihood/laid-nodes.js";
import { PairWeights } from "../likelihood/pair-weights.js";
import type { AbilityPrior, CaseMoments } from "./abilities.js";
import type { Cases, DimensionResponses } from "./cases.js";

/** Cases of a batch: their posteriors' shares at the nodes are kept until they are added. */
const batchLength = 64 * casesPerPiece;
/** With fewer cases threads are not worth waking. */
const casesMin = 8 * casesPerPiece;

/** What an E-step is to do besides. */
export interface ExpectationExtras {
  /** Called after each case's posterior, which is in the object given until the next; `places` are the dimensions seen. */
  visit?: (n: number, posterior: CasePosterior, places: Int32Array) => void;
  /** Keep the joint posteriors of pairs of dimensions for `visit`. */
  keepsPairs?: boolean;
  /** Find the posteriors of those who do not count, too. */
  withUncounted?: boolean;
  /** Go through the cases of this group alone. */
  onlyGroup?: number;
}

/** The E-step in several dimensions: every case's posterior, and what it adds to the expected counts. */
export class MultidimensionalExpectation {
  readonly dimensions: readonly DimensionResponses[];
  readonly cases: Cases;
  readonly moments: CaseMoments;
  /** Cases x dimensions: the prior means. */
  readonly fitted: Float64Array;
  private readonly firstRows: Int32Array;
  private readonly data: JointSumsData;
  private readonly sums: JointSums;
  private readonly engagement: Engagement | null;

  /**
   * @param firstRows the first row of each dimension in tables of item x category rows, and the end of the last.
   * @param laid nodes to lay about the posteriors, where there are any; `lay` must be called before all else then.
   * @param crew threads to help, where the dimensions' tables are on its memory.
   */
  constructor(
    dimensions: readonly DimensionResponses[],
    cases: Cases,
    nodes: Float64Array,
    firstRows: Int32Array,
    laid: LaidNodes | null,
    crew?: Crew,
  ) {
    this.dimensions = dimensions;
    this.cases = cases;
    this.firstRows = firstRows;
    const helpers = crew && cases.count >= casesMin ? crew : null;
    this.data = jointSumsData(dimensions, cases, nodes, laid, helpers);
    this.sums = new JointSums(this.data);
    this.engagement = helpers?.engage(this.data) ?? null;
    const { means, covariances, weights, fitted } = this.data;
    this.moments = { means, covariances, weights };
    this.fitted = fitted;
  }

  /**
   * Lay the nodes anew about the posteriors as they are with these parameters: about their modes first, and then about the means
   * that come of that. Without nodes to lay it does nothing.
   */
  lay(logProbabilities: Float64Array, abilities: AbilityPrior): void {
    const { laid, settings } = this.data;
    if (!laid) return;
    for (const laying of [layings.aroundMode, layings.aroundMean]) {
      settings[jointSettings.lay] = laying;
      this.expect(logProbabilities, abilities, null, { withUncounted: true });
    }
    settings[jointSettings.lay] = layings.none;
  }

  /**
   * How other nodes, laid in the same places, would change the log marginal likelihoods: the weighted mean of the changes'
   * sizes over up to `sampleMax` cases, evenly spaced among those for whom nodes are laid; 0 where there are none. It goes
   * by the parameters of the last E-step.
   */
  changeWith(nodes: LaidNodes, sampleMax: number): number {
    const { data, sums, cases } = this;
    const { laid, weights } = data;
    if (!laid) return 0;
    const [means, covariances] = [data.means.slice(), data.covariances.slice()];
    const others = new JointSums({ ...data, means, covariances, laid: { ...laid, nodes } });
    const places = Array.from({ length: cases.count }, (_, n) => n).filter(
      (n) => weights[n] > 0 && sums.isOnLaid(n),
    );
    const stride = Math.ceil(places.length / sampleMax);
    let sum = 0;
    let total = 0;
    for (let k = 0; k < places.length; k += stride) {
      const n = places[k];
      sums.find(n);
      others.find(n);
      sum += weights[n] * Math.abs(others.posteriorOf(n).logMarginal - sums.posteriorOf(n).logMarginal);
      total += weights[n];
    }
    return total > 0 ? sum / total : 0;
  }

  /**
   * Fill `moments`, and `counts` (item x category rows at the nodes) where they are wanted; returns the weighted
   * log-likelihood.
   */
  expect(
    logProbabilities: Float64Array,
    abilities: AbilityPrior,
    counts: Float64Array | null,
    { visit, keepsPairs = false, withUncounted = false, onlyGroup = -1 }: ExpectationExtras = {},
  ): number {
    const { dimensions, firstRows, data, sums } = this;
    const nodeCount = data.nodes.length;
    sums.keepPairs(keepsPairs ? new PairWeights(dimensions.length, nodeCount) : null);
    dimensions.forEach((dimension, d) =>
      dimension.load(logProbabilities.subarray(firstRows[d] * nodeCount, firstRows[d + 1] * nodeCount)),
    );
    abilities.fillMeans(this.fitted);
    const area = data.size ** 2;
    for (let g = 0; g < data.priors.length / area; g++) data.priors.set(abilities.covarianceOf(g), g * area);
    data.settings[jointSettings.version]++;
    data.settings[jointSettings.onlyGroup] = onlyGroup;
    data.settings[jointSettings.withUncounted] = Number(withUncounted);
    const logLikelihood = visit ? this.visitAll(visit, counts !== null) : this.runAll(counts !== null);
    if (counts) {
      dimensions.forEach((dimension, d) =>
        dimension.fillCounts(counts.subarray(firstRows[d] * nodeCount, firstRows[d + 1] * nodeCount)),
      );
    }
    return logLikelihood;
  }

  /** Batch by batch, with whoever helps. */
  private runAll(wantsMasses: boolean): number {
    const { cases, data, sums, engagement } = this;
    const { size, nodes, settings, weights, windows, marginals, logMarginals } = data;
    let logLikelihood = 0;
    for (let first = 0; first < cases.count; first += batchLength) {
      const end = Math.min(cases.count, first + batchLength);
      settings[jointSettings.from] = first;
      settings[jointSettings.to] = end;
      const pieceCount = Math.ceil((end - first) / casesPerPiece);
      if (engagement) engagement.run("sum", pieceCount, (piece) => sums.run("sum", piece));
      else for (let piece = 0; piece < pieceCount; piece++) sums.run("sum", piece);
      for (let n = first; n < end; n++) {
        if (!(weights[n] > 0) || !sums.isAsked(n)) continue;
        logLikelihood += weights[n] * logMarginals[n - first];
        if (!wantsMasses) continue;
        for (let d = 0, k = 0; d < size; d++) {
          if ((cases.seen[n] & (1 << d)) === 0) continue;
          const at = (n - first) * size + k++;
          this.addMasses(
            n,
            d,
            weights[n],
            marginals,
            at * nodes.length,
            windows[2 * at],
            windows[2 * at + 1],
          );
        }
      }
    }
    return logLikelihood;
  }

  private visitAll(visit: NonNullable<ExpectationExtras["visit"]>, wantsMasses: boolean): number {
    const { cases, sums, data } = this;
    let logLikelihood = 0;
    for (let n = 0; n < cases.count; n++) {
      const seen = sums.isAsked(n) ? sums.find(n) : null;
      const weight = data.weights[n];
      if (!seen || !(weight > 0)) continue;
      const posterior = sums.posteriorOf(n);
      logLikelihood += weight * posterior.logMarginal;
      for (let k = 0; k < seen.places.length && wantsMasses; k++)
        this.addMasses(
          n,
          seen.places[k],
          weight,
          posterior.marginals[k],
          0,
          posterior.from[k],
          posterior.to[k],
        );
      visit(n, posterior, seen.places);
    }
    return logLikelihood;
  }

  private addMasses(
    n: number,
    d: number,
    weight: number,
    shares: Float64Array,
    offset: number,
    from: number,
    to: number,
  ): void {
    const { masses } = this.dimensions[d];
    const at = this.cases.patterns[n * this.dimensions.length + d] * this.data.nodes.length;
    for (let q = from; q < to; q++) masses[at + q] += weight * shares[offset + q];
  }
}

function jointSumsData(
  dimensions: readonly DimensionResponses[],
  { count, patterns, seen, groups, weights }: Cases,
  nodes: Float64Array,
  laid: LaidNodes | null,
  crew: Crew | null,
): JointSumsData {
  const size = dimensions.length;
  const batch = Math.min(count, batchLength);
  const memory = new SharedMemory(crew);
  const groupCount = groups.reduce((most, g) => Math.max(most, g + 1), 1);
  return {
    kind: "dimensions",
    nodes,
    size,
    // What is only read is copied for each thread: it is small beside what is written.
    ...{ patterns, seen, groups },
    // Who has no response says nothing of the population.
    weights: weights.map((weight, n) => (seen[n] === 0 ? 0 : weight)),
    logLikelihoods: dimensions.map(({ logLikelihoods }) => logLikelihoods),
    fitted: memory.numbers(count * size),
    priors: memory.numbers(groupCount * size * size),
    laid: laid && {
      nodes: laid,
      centres: memory.numbers(count * size),
      spreads: memory.numbers(count * size * size),
    },
    settings: new Int32Array(memory.allocate(4 * jointSettings.length)),
    means: memory.numbers(count * size),
    covariances: memory.numbers(count * size * size),
    logMarginals: memory.numbers(batch),
    marginals: memory.numbers(batch * size * nodes.length),
    windows: new Int32Array(memory.allocate(4 * 2 * batch * size)),
  };
}
