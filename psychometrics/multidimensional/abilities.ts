import { inverseOfFactor, lowerFactor } from "../numeric/small-factor.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import { covarianceSlopes, fitCovariance, isAbove, type FreeElements } from "./covariance-step.js";

/** What of the abilities' distribution is estimated, and where it starts. */
export interface AbilitySetup {
  size: number;
  means: Float64Array;
  isMeanFree: readonly boolean[];
  /** Covariance of the abilities, or of what the regressors leave of them. */
  covariance: Float64Array;
  freeElements: FreeElements;
  /** The smallest eigenvalue of the covariance that the grid can tell. */
  floor: number;
}

/** Posterior means and covariances of cases: cases x dimensions, and cases x dimensions squared. */
export interface CaseMoments {
  means: Float64Array;
  covariances: Float64Array;
  weights: Float64Array;
}

/** The abilities' distributions as the E-step sees them. */
export interface AbilityPrior {
  readonly size: number;
  /** The covariance in a group, row by row. */
  covarianceOf(group: number): Float64Array;
  /** Fill `out`, cases x dimensions, with the prior means. */
  fillMeans(out: Float64Array): void;
}

/**
 * A group's distribution of abilities, less what regressors shift them by: normal. Its half of the M-step is in closed form
 * but where elements of the covariance are held.
 */
export class Abilities {
  readonly size: number;
  means: Float64Array;
  covariance: Float64Array;
  readonly freeMeans: readonly number[];
  readonly freeElements: FreeElements;
  readonly floor: number;

  /** @param setup is copied. */
  constructor({ size, means, isMeanFree, covariance, freeElements, floor }: AbilitySetup) {
    this.size = size;
    this.means = means.slice();
    this.covariance = covariance.slice();
    this.freeMeans = isMeanFree.flatMap((isFree, d) => (isFree ? [d] : []));
    this.freeElements = freeElements;
    this.floor = floor;
  }

  /** How many parameters are estimated. */
  get freeCount(): number {
    return this.freeMeans.length + this.freeElements.length;
  }

  /** Whether the covariance is at the edge of what the grid can tell. */
  get isAtEdge(): boolean {
    return !isAbove(this.covariance, this.size, 1.001 * this.floor);
  }

  /** The inverse of the covariance. */
  precision(): Float64Array {
    const factor = new Float64Array(this.size ** 2);
    const precision = new Float64Array(this.size ** 2);
    lowerFactor(this.covariance, this.size, factor);
    inverseOfFactor(factor, this.size, precision);
    return precision;
  }

  /**
   * The M-step: the most likely means given the covariance, then the covariance given these. A mean that is free leans on
   * those that are held.
   *
   * @param moments less what regressors shift the cases' abilities by.
   */
  maximize(moments: CaseMoments): void {
    if (this.freeMeans.length > 0) this.updateMeans(moments);
    const products = this.meanProducts(moments);
    this.covariance = fitCovariance(products, this.covariance, this.freeElements, this.size, this.floor);
  }

  private updateMeans({ means, weights }: CaseMoments): void {
    const { size, freeMeans } = this;
    const average = new Float64Array(size);
    let total = 0;
    weights.forEach((weight, n) => {
      if (!(weight > 0)) return;
      total += weight;
      for (let d = 0; d < size; d++) average[d] += weight * means[n * size + d];
    });
    for (let d = 0; d < size; d++) average[d] /= total;
    const precision = this.precision();
    const count = freeMeans.length;
    const matrix = new Float64Array(count * count);
    const move = new Float64Array(count);
    freeMeans.forEach((d, k) => {
      freeMeans.forEach((e, l) => (matrix[k * count + l] = precision[d * size + e]));
      for (let e = 0; e < size; e++)
        if (!freeMeans.includes(e)) move[k] += precision[d * size + e] * (average[e] - this.means[e]);
    });
    if (!solveInPlace(matrix, move, count)) return;
    this.means = this.means.slice();
    freeMeans.forEach((d, k) => (this.means[d] = average[d] + move[k]));
  }

  /** Mean squares and products of the deviations from the means, as expected from the posteriors. */
  private meanProducts({ means, covariances, weights }: CaseMoments): Float64Array {
    const { size, means: fitted } = this;
    const sums = new Float64Array(size * size);
    let total = 0;
    for (let n = 0; n < weights.length; n++) {
      const weight = weights[n];
      if (!(weight > 0)) continue;
      total += weight;
      for (let d = 0; d < size; d++) {
        const gap = means[n * size + d] - fitted[d];
        for (let e = 0; e < size; e++) {
          const other = means[n * size + e] - fitted[e];
          sums[d * size + e] += weight * (gap * other + covariances[(n * size + d) * size + e]);
        }
      }
    }
    return sums.map((sum) => sum / total);
  }

  /** The free parameters: means, elements of the covariance. */
  parameters(): Float64Array {
    const { size, covariance } = this;
    return Float64Array.from([
      ...this.freeMeans.map((d) => this.means[d]),
      ...this.freeElements.map(([d, e]) => covariance[d * size + e]),
    ]);
  }

  /** Take free parameters; a covariance that is none, as extrapolation can make it, is drawn back to the last one. */
  setParameters(values: Float64Array): void {
    const { size } = this;
    this.means = this.means.slice();
    this.freeMeans.forEach((d, k) => (this.means[d] = values[k]));
    const from = this.freeMeans.length;
    for (let share = 1; share > 1e-6; share /= 2) {
      const next = this.covariance.slice();
      this.freeElements.forEach(([d, e], k) => {
        const value = next[d * size + e] + share * (values[from + k] - next[d * size + e]);
        next[d * size + e] = value;
        next[e * size + d] = value;
      });
      if (!isAbove(next, size, this.floor)) continue;
      this.covariance = next;
      return;
    }
  }

  /**
   * Add to `out` the derivatives of one case's log-likelihood in the free parameters, times `weight`.
   *
   * @param gaps from the prior to the posterior means, and `pulls` the precision times them.
   */
  addScore(
    covariances: Float64Array,
    gaps: Float64Array,
    pulls: Float64Array,
    precision: Float64Array,
    weight: number,
    out: Float64Array,
  ): void {
    const { size } = this;
    const products = new Float64Array(size * size);
    for (let d = 0; d < size; d++)
      for (let e = 0; e < size; e++) products[d * size + e] = covariances[d * size + e] + gaps[d] * gaps[e];
    let at = 0;
    for (const d of this.freeMeans) out[at++] += weight * pulls[d];
    const slopes = covarianceSlopes(products, this.covariance, precision, size);
    for (const [d, e] of this.freeElements) out[at++] += weight * slopes[d * size + e] * (d === e ? 0.5 : 1);
  }
}
