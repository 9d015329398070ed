import type { CasePosterior } from "./case-posterior.js";
import { JointPosterior } from "./joint-posterior.js";
import { laidDimensionsMin, nodesOf, type LaidNodes } from "./laid-nodes.js";
import { LaidPosterior } from "./laid-posterior.js";
import { NodeLay } from "./node-lay.js";
import type { PairWeights } from "./pair-weights.js";
import { seenDimensions, type SeenDimensions } from "./seen-dimensions.js";
import type { SumsStep } from "./part-sums.js";

/** So many cases are one piece of work. */
export const casesPerPiece = 32;

/**
 * The places of the settings: the first case of a batch, the end of it, the only group to count (or -1), and others. `lay` says
 * whether nodes are to be laid before each posterior, and how (`layings`).
 */
export const jointSettings = {
  from: 0,
  to: 1,
  onlyGroup: 2,
  withUncounted: 3,
  version: 4,
  lay: 5,
  length: 6,
};

/** Nodes stay where they are; are laid about the posterior's mode; or about the mean that was found last. */
export const layings = { none: 0, aroundMode: 1, aroundMean: 2 };

/** Where the nodes of every case lie. */
export interface LaidCases {
  nodes: LaidNodes;
  /** Cases x dimensions, and cases x dimensions squared, of those seen. */
  centres: Float64Array;
  spreads: Float64Array;
}

/**
 * All arrays of an E-step in several dimensions, so that several threads can share them. Every case has results of its own, and
 * who asked for them adds them in the order of the cases: the sums are the same, bit for bit, whoever found which.
 */
export interface JointSumsData {
  kind: "dimensions";
  nodes: Float64Array;
  /** How many dimensions there are. */
  size: number;
  /** Cases x dimensions: the pattern of responses in each dimension. */
  patterns: Int32Array;
  /** Cases: the dimensions with a response, as bits; and the group. */
  seen: Uint8Array;
  groups: Int32Array;
  /** Of cases; without a response they have none. */
  weights: Float64Array;
  /** In: patterns x nodes of each dimension, the log-likelihood. */
  logLikelihoods: readonly Float64Array[];
  /** In: cases x dimensions, the prior means; groups x dimensions squared, the priors' covariances. */
  fitted: Float64Array;
  priors: Float64Array;
  /** In: see `jointSettings`; `version` tells that the priors' covariances are new. */
  settings: Int32Array;
  /** Out and in: nodes laid about the posteriors of those with responses in three dimensions or more; null without. */
  laid: LaidCases | null;
  /** Out: cases x dimensions, and cases x dimensions squared: the posteriors' means and covariances. */
  means: Float64Array;
  covariances: Float64Array;
  /** Out, for the cases of a batch: the marginal log-likelihood. */
  logMarginals: Float64Array;
  /** Out: cases of a batch x dimensions seen x nodes, the posterior's shares; and from which node to which they go. */
  marginals: Float64Array;
  windows: Int32Array;
}

/** Finds the posteriors of cases in several dimensions on shared arrays. */
export class JointSums {
  private readonly onGrid: JointPosterior;
  /** For so many dimensions seen, where nodes are laid. */
  private readonly onLaid: (LaidPosterior | undefined)[];
  private readonly lay: NodeLay;
  private readonly data: JointSumsData;
  private readonly placesOf: Int32Array[];
  private readonly rowsOf: Float64Array[][];
  private readonly offsets: Int32Array;
  private readonly mean: Float64Array;
  private seenBy: (SeenDimensions | null)[][] = [];
  private version = -1;

  /** @param data to work on; nothing of it is copied. */
  constructor(data: JointSumsData) {
    const { size, nodes, logLikelihoods, laid } = data;
    this.data = data;
    this.onGrid = new JointPosterior(size, nodes);
    this.onLaid = Array.from({ length: size + 1 }, (_, count) =>
      laid && count >= laidDimensionsMin
        ? new LaidPosterior(count, nodes, nodesOf(laid.nodes, count))
        : undefined,
    );
    this.lay = new NodeLay(size, nodes);
    this.placesOf = Array.from({ length: 1 << size }, (_, bits) =>
      Int32Array.from(Array.from({ length: size }, (__, d) => d).filter((d) => bits & (1 << d))),
    );
    this.rowsOf = this.placesOf.map((places) => Array.from(places, (d) => logLikelihoods[d]));
    this.offsets = new Int32Array(size);
    this.mean = new Float64Array(size);
  }

  /** What finds the posterior of a case; it holds the one found last. */
  posteriorOf(n: number): CasePosterior {
    return this.laidFor(n) ?? this.onGrid;
  }

  /** Whether nodes are laid about a case's posterior. */
  isOnLaid(n: number): boolean {
    return this.laidFor(n) !== undefined;
  }

  private laidFor(n: number): LaidPosterior | undefined {
    return this.onLaid[this.placesOf[this.data.seen[n]].length];
  }

  /** Where to keep the joint weights of pairs of dimensions; null for nowhere. */
  keepPairs(pairs: PairWeights | null): void {
    this.onGrid.pairs = pairs;
    for (const posterior of this.onLaid) if (posterior) posterior.pairs = pairs;
  }

  /** Whether the settings ask for a case. */
  isAsked(n: number): boolean {
    const { weights, groups, settings } = this.data;
    const onlyGroup = settings[jointSettings.onlyGroup];
    if (!(weights[n] > 0) && settings[jointSettings.withUncounted] === 0) return false;
    return onlyGroup < 0 || groups[n] === onlyGroup;
  }

  /** Do one piece of the batch that the settings name. */
  run(_step: SumsStep, piece: number): void {
    const { data } = this;
    const { size, nodes, settings, weights, logMarginals, marginals, windows } = data;
    const first = settings[jointSettings.from];
    const from = first + piece * casesPerPiece;
    const to = Math.min(settings[jointSettings.to], from + casesPerPiece);
    for (let n = from; n < to; n++) {
      const seen = this.isAsked(n) ? this.find(n) : null;
      if (!seen || !(weights[n] > 0)) continue;
      const place = n - first;
      const posterior = this.posteriorOf(n);
      logMarginals[place] = posterior.logMarginal;
      for (let k = 0; k < seen.places.length; k++) {
        const at = place * size + k;
        windows[2 * at] = posterior.from[k];
        windows[2 * at + 1] = posterior.to[k];
        marginals.set(
          posterior.marginals[k].subarray(posterior.from[k], posterior.to[k]),
          at * nodes.length + posterior.from[k],
        );
      }
    }
  }

  /** Find a case's posterior and moments; null, with the moments of the prior, where it has no response. */
  find(n: number): SeenDimensions | null {
    const { size, nodes, patterns, seen: seenBits, groups, fitted, settings } = this.data;
    if (this.version !== settings[jointSettings.version]) this.readPriors();
    const seen = this.seenBy[groups[n]][seenBits[n]];
    if (!seen) {
      this.takePrior(n);
      return null;
    }
    const { places } = seen;
    for (let k = 0; k < places.length; k++) {
      this.offsets[k] = patterns[n * size + places[k]] * nodes.length;
      this.mean[k] = fitted[n * size + places[k]];
    }
    const rows = this.rowsOf[seenBits[n]];
    const onLaid = this.onLaid[places.length];
    if (onLaid) this.findOnLaid(onLaid, n, rows, seen);
    else this.onGrid.find(rows, this.offsets, seen, this.mean);
    this.fillMoments(n, seen);
    return seen;
  }

  private findOnLaid(
    posterior: LaidPosterior,
    n: number,
    rows: readonly Float64Array[],
    seen: SeenDimensions,
  ): void {
    const { laid, settings, size, means, covariances } = this.data;
    if (!laid) return;
    const { lay, offsets, mean } = this;
    const count = seen.places.length;
    const centre = laid.centres.subarray(n * size, n * size + count);
    const spread = laid.spreads.subarray(n * size * size, n * size * size + count * count);
    let isLaid = false;
    if (settings[jointSettings.lay] === layings.aroundMode) {
      lay.aroundMode(rows, offsets, seen, mean);
      isLaid = true;
    } else if (settings[jointSettings.lay] === layings.aroundMean) {
      isLaid = lay.aroundMean(n, seen.places, means, covariances, size);
    }
    if (isLaid) {
      centre.set(lay.centre.subarray(0, count));
      spread.set(lay.spread.subarray(0, count * count));
    }
    posterior.find(rows, offsets, seen, mean, centre, spread, n);
  }

  /** What each set of dimensions sees of each group's distribution. */
  private readPriors(): void {
    const { size, priors, settings } = this.data;
    this.version = settings[jointSettings.version];
    const area = size * size;
    this.seenBy = Array.from({ length: priors.length / area }, (_, g) => {
      const covariance = priors.slice(g * area, (g + 1) * area);
      return this.placesOf.map((places) =>
        places.length > 0 ? seenDimensions(places, covariance, size) : null,
      );
    });
  }

  /** Moments of all dimensions from those seen. */
  private fillMoments(n: number, { places, regression, residual }: SeenDimensions): void {
    const { size, means, covariances, fitted } = this.data;
    const count = places.length;
    const { mean, covariance } = this.posteriorOf(n);
    for (let d = 0; d < size; d++) {
      let value = fitted[n * size + d];
      for (let k = 0; k < count; k++)
        value += regression[d * count + k] * (mean[k] - fitted[n * size + places[k]]);
      means[n * size + d] = value;
      for (let e = 0; e <= d; e++) {
        let between = residual[d * size + e];
        for (let k = 0; k < count; k++)
          for (let l = 0; l < count; l++)
            between += regression[d * count + k] * covariance[k * count + l] * regression[e * count + l];
        covariances[(n * size + d) * size + e] = between;
        covariances[(n * size + e) * size + d] = between;
      }
    }
  }

  private takePrior(n: number): void {
    const { size, means, covariances, fitted, priors, groups } = this.data;
    const area = size * size;
    means.set(fitted.subarray(n * size, (n + 1) * size), n * size);
    covariances.set(priors.subarray(groups[n] * area, (groups[n] + 1) * area), n * area);
  }
}
