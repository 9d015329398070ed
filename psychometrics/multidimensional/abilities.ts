import { inverseOfFactor, lowerFactor } from "../numeric/small-factor.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import type { ScaledDesignMatrix } from "../population-model/design-matrix.js";
import { covarianceSlopes, fitCovariance, isAbove, type FreeElements } from "./covariance-step.js";

/** What of the abilities' distribution is estimated, and where it starts. */
export interface AbilitySetup {
  size: number;
  /** Means at the regressors' means. */
  means: Float64Array;
  isMeanFree: readonly boolean[];
  /** Covariance of the abilities, or of what the regressors leave of them. */
  covariance: Float64Array;
  freeElements: FreeElements;
  /** The smallest eigenvalue of the covariance that the grid can tell. */
  floor: number;
  design: ScaledDesignMatrix | null;
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
 * A group's distribution of abilities: normal, with means that regressors may shift. Its half of the
 * M-step is in closed form but where elements of the covariance are held.
 */
export class Abilities {
  readonly size: number;
  readonly design: ScaledDesignMatrix | null;
  /** Coefficients of the standardised regressors, dimension by dimension. */
  coefficients: Float64Array;
  means: Float64Array;
  covariance: Float64Array;
  readonly freeMeans: readonly number[];
  readonly freeElements: FreeElements;
  readonly floor: number;

  /** @param setup is copied. */
  constructor({ size, means, isMeanFree, covariance, freeElements, floor, design }: AbilitySetup) {
    this.size = size;
    this.design = design;
    this.means = means.slice();
    this.covariance = covariance.slice();
    this.freeMeans = isMeanFree.flatMap((isFree, d) => (isFree ? [d] : []));
    this.freeElements = freeElements;
    this.floor = floor;
    this.coefficients = new Float64Array(size * this.regressorCount);
  }

  /** How many regressors there are. */
  get regressorCount(): number {
    return this.design?.names.length ?? 0;
  }

  /** How many parameters are estimated. */
  get freeCount(): number {
    return this.coefficients.length + this.freeMeans.length + this.freeElements.length;
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

  /** Fill `out`, cases x dimensions, with the prior means. */
  fillMeans(out: Float64Array): void {
    const { size, design, means, regressorCount } = this;
    if (design) {
      const withMeans = new Float64Array(size * (regressorCount + 1));
      for (let d = 0; d < size; d++) {
        withMeans[d * (regressorCount + 1)] = means[d];
        withMeans.set(
          this.coefficients.subarray(d * regressorCount, (d + 1) * regressorCount),
          d * (regressorCount + 1) + 1,
        );
      }
      design.fitted(withMeans, size, out);
      return;
    }
    for (let n = 0; n < out.length; n++) out[n] = means[n % size];
  }

  /**
   * The M-step: the most likely coefficients and means given the covariance, then the covariance given these. Regressors
   * are the same for all dimensions and have mean 0, so their coefficients are those of least squares, each dimension by
   * itself; a mean that is free leans on those that are held.
   */
  maximize(moments: CaseMoments): void {
    const { size, design, regressorCount } = this;
    if (design) {
      const all = design.regress(moments.means, size);
      for (let d = 0; d < size; d++) {
        const from = d * (regressorCount + 1) + 1;
        this.coefficients.set(all.subarray(from, from + regressorCount), d * regressorCount);
      }
    }
    if (this.freeMeans.length > 0) this.updateMeans(moments);
    const products = this.meanProducts(moments);
    this.covariance = fitCovariance(products, this.covariance, this.freeElements, size, this.floor);
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

  /** Mean squares and products of the deviations from the prior means, as expected from the posteriors. */
  meanProducts({ means, covariances, weights }: CaseMoments): Float64Array {
    const { size } = this;
    const fitted = new Float64Array(means.length);
    this.fillMeans(fitted);
    const sums = new Float64Array(size * size);
    let total = 0;
    for (let n = 0; n < weights.length; n++) {
      const weight = weights[n];
      if (!(weight > 0)) continue;
      total += weight;
      for (let d = 0; d < size; d++) {
        const gap = means[n * size + d] - fitted[n * size + d];
        for (let e = 0; e < size; e++) {
          const other = means[n * size + e] - fitted[n * size + e];
          sums[d * size + e] += weight * (gap * other + covariances[(n * size + d) * size + e]);
        }
      }
    }
    return sums.map((sum) => sum / total);
  }

  /** The free parameters: coefficients, means, elements of the covariance. */
  parameters(): Float64Array {
    const { size, covariance } = this;
    return Float64Array.from([
      ...this.coefficients,
      ...this.freeMeans.map((d) => this.means[d]),
      ...this.freeElements.map(([d, e]) => covariance[d * size + e]),
    ]);
  }

  /** Take free parameters; a covariance that is none, as extrapolation can make it, is drawn back to the last one. */
  setParameters(values: Float64Array): void {
    const { size } = this;
    const count = this.coefficients.length;
    this.coefficients = values.slice(0, count);
    this.means = this.means.slice();
    this.freeMeans.forEach((d, k) => (this.means[d] = values[count + k]));
    const from = count + this.freeMeans.length;
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
   */
  addScore(
    { means, covariances }: CaseMoments,
    fitted: Float64Array,
    precision: Float64Array,
    n: number,
    weight: number,
    out: Float64Array,
  ): void {
    const { size, design, regressorCount } = this;
    const gaps = new Float64Array(size);
    for (let d = 0; d < size; d++) gaps[d] = means[n * size + d] - fitted[n * size + d];
    const products = new Float64Array(size * size);
    const pulls = new Float64Array(size);
    for (let d = 0; d < size; d++) {
      for (let e = 0; e < size; e++) {
        pulls[d] += precision[d * size + e] * gaps[e];
        products[d * size + e] = covariances[(n * size + d) * size + e] + gaps[d] * gaps[e];
      }
    }
    for (let d = 0; d < size; d++) {
      for (let j = 0; j < regressorCount && design; j++)
        out[d * regressorCount + j] += weight * pulls[d] * design.columns[j * design.personCount + n];
    }
    let at = this.coefficients.length;
    for (const d of this.freeMeans) out[at++] += weight * pulls[d];
    const slopes = covarianceSlopes(products, this.covariance, precision, size);
    for (const [d, e] of this.freeElements) out[at++] += weight * slopes[d * size + e] * (d === e ? 0.5 : 1);
  }
}
