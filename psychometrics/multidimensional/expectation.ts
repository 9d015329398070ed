import type { AbilityPrior, CaseMoments } from "./abilities.js";
import type { Cases, DimensionResponses } from "./cases.js";
import { JointPosterior } from "./joint-posterior.js";
import { PairWeights } from "./pair-weights.js";
import { seenDimensions, type SeenDimensions } from "./seen-dimensions.js";

/** What an E-step is to do besides. */
export interface ExpectationExtras {
  /** Called after each case's posterior, which is in the object given until the next; `places` are the dimensions seen. */
  visit?: (n: number, posterior: JointPosterior, places: Int32Array) => void;
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
  private readonly posterior: JointPosterior;
  private readonly nodeCount: number;
  private readonly firstRows: Int32Array;
  private readonly offsets: Int32Array;
  private readonly mean: Float64Array;
  private readonly rowsOf: Float64Array[][];
  private readonly placesOf: Int32Array[];

  /** @param firstRows the first row of each dimension in tables of item x category rows, and the end of the last. */
  constructor(
    dimensions: readonly DimensionResponses[],
    cases: Cases,
    nodes: Float64Array,
    firstRows: Int32Array,
  ) {
    const size = dimensions.length;
    this.dimensions = dimensions;
    this.cases = cases;
    this.nodeCount = nodes.length;
    this.firstRows = firstRows;
    this.posterior = new JointPosterior(size, nodes);
    // Who has no response says nothing of the population.
    const weights = cases.weights.map((weight, n) => (cases.seen[n] === 0 ? 0 : weight));
    this.moments = {
      means: new Float64Array(cases.count * size),
      covariances: new Float64Array(cases.count * size * size),
      weights,
    };
    this.fitted = new Float64Array(cases.count * size);
    this.offsets = new Int32Array(size);
    this.mean = new Float64Array(size);
    this.placesOf = Array.from({ length: 1 << size }, (_, bits) =>
      Int32Array.from(Array.from({ length: size }, (__, d) => d).filter((d) => bits & (1 << d))),
    );
    this.rowsOf = this.placesOf.map((places) => Array.from(places, (d) => dimensions[d].logLikelihoods));
  }

  /**
   * Fill `moments`, and `counts` (item x category rows at the nodes) where they are wanted; returns the weighted
   * log-likelihood.
   */
  expect(
    logProbabilities: Float64Array,
    abilities: AbilityPrior,
    counts: Float64Array | null,
    { visit, keepsPairs = false, withUncounted = false, onlyGroup }: ExpectationExtras = {},
  ): number {
    this.posterior.pairs = keepsPairs ? new PairWeights(this.dimensions.length, this.nodeCount) : null;
    const { dimensions, cases, firstRows, nodeCount } = this;
    dimensions.forEach((dimension, d) =>
      dimension.load(logProbabilities.subarray(firstRows[d] * nodeCount, firstRows[d + 1] * nodeCount)),
    );
    abilities.fillMeans(this.fitted);
    const seenBy = this.seenBy(abilities);
    let logLikelihood = 0;
    for (let n = 0; n < cases.count; n++) {
      const weight = this.moments.weights[n];
      if (!(weight > 0) && !withUncounted) continue;
      if (onlyGroup !== undefined && cases.groups[n] !== onlyGroup) continue;
      const seen = seenBy[cases.groups[n]][cases.seen[n]];
      if (!seen) {
        this.takePrior(n, abilities);
        continue;
      }
      this.findPosterior(n, seen);
      this.fillMoments(n, seen);
      if (!(weight > 0)) continue;
      logLikelihood += weight * this.posterior.logMarginal;
      if (counts) this.addMasses(n, seen, weight);
      visit?.(n, this.posterior, seen.places);
    }
    if (counts) {
      dimensions.forEach((dimension, d) =>
        dimension.fillCounts(counts.subarray(firstRows[d] * nodeCount, firstRows[d + 1] * nodeCount)),
      );
    }
    return logLikelihood;
  }

  /** What each set of dimensions sees of each group's distribution. */
  private seenBy(abilities: AbilityPrior): (SeenDimensions | null)[][] {
    const groupCount = this.cases.groups.reduce((most, g) => Math.max(most, g + 1), 1);
    return Array.from({ length: groupCount }, (_, g) =>
      this.placesOf.map((places) =>
        places.length > 0 ? seenDimensions(places, abilities.covarianceOf(g), abilities.size) : null,
      ),
    );
  }

  private findPosterior(n: number, seen: SeenDimensions): void {
    const size = this.dimensions.length;
    const { places } = seen;
    for (let k = 0; k < places.length; k++) {
      this.offsets[k] = this.cases.patterns[n * size + places[k]] * this.nodeCount;
      this.mean[k] = this.fitted[n * size + places[k]];
    }
    this.posterior.find(this.rowsOf[this.cases.seen[n]], this.offsets, seen, this.mean);
  }

  /** Moments of all dimensions from those seen. */
  private fillMoments(n: number, { places, regression, residual }: SeenDimensions): void {
    const size = this.dimensions.length;
    const count = places.length;
    const { means, covariances } = this.moments;
    const { mean, covariance } = this.posterior;
    for (let d = 0; d < size; d++) {
      let value = this.fitted[n * size + d];
      for (let k = 0; k < count; k++)
        value += regression[d * count + k] * (mean[k] - this.fitted[n * size + places[k]]);
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

  private takePrior(n: number, abilities: AbilityPrior): void {
    const size = this.dimensions.length;
    this.moments.means.set(this.fitted.subarray(n * size, (n + 1) * size), n * size);
    this.moments.covariances.set(abilities.covarianceOf(this.cases.groups[n]), n * size * size);
  }

  private addMasses(n: number, { places }: SeenDimensions, weight: number): void {
    const size = this.dimensions.length;
    const { marginals, from, to } = this.posterior;
    for (let k = 0; k < places.length; k++) {
      const { masses } = this.dimensions[places[k]];
      const at = this.cases.patterns[n * size + places[k]] * this.nodeCount;
      const marginal = marginals[k];
      for (let q = from[k]; q < to[k]; q++) masses[at + q] += weight * marginal[q];
    }
  }
}
