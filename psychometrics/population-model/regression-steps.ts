import type { EmSteps } from "../calibrate/em.js";
import { lowerFactor } from "../numeric/small-factor.js";
import { inseparableDimensions } from "./inseparable-dimensions.js";
import type { ScaledDesignMatrix } from "./design-matrix.js";
import { multiplyByTransposed, type PersonPosteriors } from "./person-posteriors.js";
import { NormalPrior } from "./posterior-mode.js";
import type { PosteriorMoments } from "./posterior-moments.js";

/** The two halves of EM for a latent regression with known items. */
export class RegressionSteps implements EmSteps {
  coefficients: Float64Array;
  residualCovariance: Float64Array;
  /** Posterior means of the last E-step: test takers x dimensions. */
  readonly means: Float64Array;
  /** Posterior covariances of the last E-step: test takers x dimensions squared. */
  readonly covariances: Float64Array;
  private readonly posteriors: PersonPosteriors;
  private readonly design: ScaledDesignMatrix;
  private readonly weights: Float64Array;
  private readonly fitted: Float64Array;
  private readonly moments: PosteriorMoments;
  private readonly priorMean: Float64Array;

  /** @param weights of the test takers in estimation. */
  constructor(posteriors: PersonPosteriors, design: ScaledDesignMatrix, weights: Float64Array) {
    const { size, personCount } = posteriors;
    this.posteriors = posteriors;
    this.design = design;
    this.weights = weights;
    this.coefficients = new Float64Array(size * (design.names.length + 1));
    this.residualCovariance = new Float64Array(size * size);
    for (let d = 0; d < size; d++) this.residualCovariance[d * (size + 1)] = 1;
    this.means = new Float64Array(personCount * size);
    this.covariances = new Float64Array(personCount * size * size);
    this.fitted = new Float64Array(personCount * size);
    this.priorMean = new Float64Array(size);
    this.moments = {
      mean: new Float64Array(size),
      covariance: new Float64Array(size * size),
      logMarginal: 0,
    };
  }

  expect(): number {
    this.residualFactor();
    this.posteriors.setPrior(new NormalPrior(this.residualCovariance));
    this.design.fitted(this.coefficients, this.posteriors.size, this.fitted);
    let objective = 0;
    for (let p = 0; p < this.weights.length; p++)
      if (this.weights[p] > 0) objective += this.weights[p] * this.expectPerson(p);
    return objective;
  }

  /** The posteriors of those who do not count in the estimates. */
  expectUncounted(): void {
    for (let p = 0; p < this.weights.length; p++) if (!(this.weights[p] > 0)) this.expectPerson(p);
  }

  private expectPerson(p: number): number {
    const { size } = this.posteriors;
    for (let d = 0; d < size; d++) this.priorMean[d] = this.fitted[p * size + d];
    const mode = this.posteriors.fillMoments(p, this.priorMean, this.moments);
    if (mode) this.posteriors.keepMode(p, mode);
    this.means.set(this.moments.mean, p * size);
    this.covariances.set(this.moments.covariance, p * size * size);
    return this.moments.logMarginal;
  }

  maximize(): void {
    const { size } = this.posteriors;
    this.coefficients = this.design.regress(this.means, size);
    this.design.fitted(this.coefficients, size, this.fitted);
    const sums = new Float64Array(size * size);
    let total = 0;
    for (let p = 0; p < this.weights.length; p++) {
      const weight = this.weights[p];
      if (!(weight > 0)) continue;
      total += weight;
      for (let d = 0; d < size; d++) {
        const gap = this.means[p * size + d] - this.fitted[p * size + d];
        for (let e = 0; e < size; e++) {
          const other = this.means[p * size + e] - this.fitted[p * size + e];
          sums[d * size + e] += weight * (gap * other + this.covariances[(p * size + d) * size + e]);
        }
      }
    }
    this.residualCovariance = sums.map((sum) => sum / total);
  }

  parameters(): Float64Array {
    const { size } = this.posteriors;
    const factor = this.residualFactor();
    const values = [...this.coefficients];
    for (let d = 0; d < size; d++)
      for (let e = 0; e <= d; e++)
        values.push(d === e ? Math.log(factor[d * size + d]) : factor[d * size + e]);
    return Float64Array.from(values);
  }

  /** The lower factor of the residual covariance. @throws {RangeError} where dimensions cannot be told apart, naming them. */
  private residualFactor(): Float64Array {
    const { size, dimensionNames } = this.posteriors;
    const factor = new Float64Array(size * size);
    if (!lowerFactor(this.residualCovariance, size, factor))
      throw inseparableDimensions(this.residualCovariance, dimensionNames);
    return factor;
  }

  setParameters(values: Float64Array): void {
    const { size } = this.posteriors;
    this.coefficients = values.slice(0, this.coefficients.length);
    const factor = new Float64Array(size * size);
    let at = this.coefficients.length;
    for (let d = 0; d < size; d++)
      for (let e = 0; e <= d; e++, at++) factor[d * size + e] = d === e ? Math.exp(values[at]) : values[at];
    multiplyByTransposed(factor, size, this.residualCovariance);
  }
}
