import { JointPosterior } from "./joint-posterior.js";
import { seenDimensions, type SeenDimensions } from "./seen-dimensions.js";
import type { SumsStep } from "./part-sums.js";

/** So many cases are one piece of work. */
export const casesPerPiece = 32;

/** The places of the settings: the first case of a batch, the end of it, the only group to count (or -1), and others. */
export const jointSettings = { from: 0, to: 1, onlyGroup: 2, withUncounted: 3, version: 4, length: 5 };

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
  /** That of the case found last. */
  readonly posterior: JointPosterior;
  private readonly data: JointSumsData;
  private readonly placesOf: Int32Array[];
  private readonly rowsOf: Float64Array[][];
  private readonly offsets: Int32Array;
  private readonly mean: Float64Array;
  private seenBy: (SeenDimensions | null)[][] = [];
  private version = -1;

  /** @param data to work on; nothing of it is copied. */
  constructor(data: JointSumsData) {
    const { size, nodes, logLikelihoods } = data;
    this.data = data;
    this.posterior = new JointPosterior(size, nodes);
    this.placesOf = Array.from({ length: 1 << size }, (_, bits) =>
      Int32Array.from(Array.from({ length: size }, (__, d) => d).filter((d) => bits & (1 << d))),
    );
    this.rowsOf = this.placesOf.map((places) => Array.from(places, (d) => logLikelihoods[d]));
    this.offsets = new Int32Array(size);
    this.mean = new Float64Array(size);
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
    const { data, posterior } = this;
    const { size, nodes, settings, weights, logMarginals, marginals, windows } = data;
    const first = settings[jointSettings.from];
    const from = first + piece * casesPerPiece;
    const to = Math.min(settings[jointSettings.to], from + casesPerPiece);
    for (let n = from; n < to; n++) {
      const seen = this.isAsked(n) ? this.find(n) : null;
      if (!seen || !(weights[n] > 0)) continue;
      const place = n - first;
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
    this.posterior.find(this.rowsOf[seenBits[n]], this.offsets, seen, this.mean);
    this.fillMoments(n, seen);
    return seen;
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
    const { mean, covariance } = this.posterior;
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
