import { inverseOfFactor, logDeterminant, lowerFactor } from "../numeric/small-factor.js";
import type { DimensionLikelihood, LikelihoodDerivatives } from "./dimension-likelihood.js";
import { Refusal } from "../messages/refusal.js";

const stepsMax = 50;
const halvingsMax = 30;

/** The normal distribution of the abilities of test takers who share a residual covariance. */
export class NormalPrior {
  readonly size: number;
  /** The lower factor C of the covariance, C C'. */
  readonly factor: Float64Array;
  readonly precision: Float64Array;
  /** Half the logarithm of the covariance's determinant. */
  readonly halfLogDeterminant: number;

  /**
   * @param covariance of the residuals, row by row.
   * @throws {RangeError} when it is not positive definite.
   */
  constructor(covariance: Float64Array) {
    this.size = Math.round(Math.sqrt(covariance.length));
    this.factor = new Float64Array(covariance.length);
    this.precision = new Float64Array(covariance.length);
    if (!lowerFactor(covariance, this.size, this.factor)) throw new Refusal("residual-covariance-singular");
    inverseOfFactor(this.factor, this.size, this.precision);
    this.halfLogDeterminant = logDeterminant(this.factor, this.size) / 2;
  }
}

/**
 * The mode of a test taker's posterior in several dimensions, and its curvature there. The likelihood is a product over
 * dimensions (each item measures one), so only the prior ties them together.
 *
 * One object serves all test takers: its fields speak of the last one found.
 */
export class PosteriorMode {
  readonly dimensions: readonly DimensionLikelihood[];
  readonly theta: Float64Array;
  /** The derivatives of each dimension's log-likelihood at the mode. */
  readonly derivatives: LikelihoodDerivatives[];
  /** The inverse of the negative second derivatives of the log posterior: the covariance of the normal that fits. */
  readonly covariance: Float64Array;
  /** Its lower Cholesky factor. */
  readonly factor: Float64Array;
  /** log likelihood - (theta - mean)' precision (theta - mean) / 2, at the mode. */
  height = 0;
  prior: NormalPrior;
  private readonly curvature: Float64Array;
  private readonly curvatureFactor: Float64Array;
  private readonly gradient: Float64Array;
  private readonly move: Float64Array;
  private readonly start: Float64Array;
  private readonly closeness: number;

  /**
   * @param dimensions in the order of the prior's.
   * @param closeness a mode is found when the next Newton step is shorter than this, in posterior standard deviations.
   */
  constructor(dimensions: readonly DimensionLikelihood[], prior: NormalPrior, closeness = 1e-7) {
    const size = dimensions.length;
    this.dimensions = dimensions;
    this.prior = prior;
    this.theta = new Float64Array(size);
    this.derivatives = dimensions.map(() => ({ value: 0, first: 0, second: 0, third: 0, fourth: 0 }));
    this.covariance = new Float64Array(size * size);
    this.factor = new Float64Array(size * size);
    this.curvature = new Float64Array(size * size);
    this.curvatureFactor = new Float64Array(size * size);
    this.gradient = new Float64Array(size);
    this.move = new Float64Array(size);
    this.start = new Float64Array(size);
    this.closeness = closeness;
  }

  /**
   * Find a test taker's mode by Newton's method with step halving, from the place where `theta` is left by the caller.
   * Where the log-likelihood bends upwards, as the 3PL's can, the prior's curvature alone sets the step.
   */
  find(person: number, mean: Float64Array): void {
    const size = this.theta.length;
    this.height = this.heightAt(person, mean);
    for (let step = 0; step < stepsMax; step++) {
      this.fillGradient(mean);
      this.factorCurvature();
      // The step is V g: V is wanted anyway, and the dimensions are few.
      let length = 0;
      for (let d = 0; d < size; d++) {
        let move = 0;
        for (let e = 0; e < size; e++) move += this.covariance[d * size + e] * this.gradient[e];
        this.move[d] = move;
        length += move * this.gradient[d];
      }
      if (!(length > this.closeness ** 2)) return;
      if (!this.advance(person, mean)) return;
    }
  }

  /** log likelihood - half the prior's quadratic form at `theta`, where the derivatives are taken too. */
  private heightAt(person: number, mean: Float64Array): number {
    const { theta } = this;
    const size = theta.length;
    const { precision } = this.prior;
    let height = 0;
    for (let d = 0; d < size; d++) {
      this.dimensions[d].derivativesAt(person, theta[d], this.derivatives[d]);
      height += this.derivatives[d].value;
      for (let e = 0; e < size; e++)
        height -= 0.5 * precision[d * size + e] * (theta[d] - mean[d]) * (theta[e] - mean[e]);
    }
    return height;
  }

  private fillGradient(mean: Float64Array): void {
    const size = this.theta.length;
    for (let d = 0; d < size; d++) {
      let slope = this.derivatives[d].first;
      for (let e = 0; e < size; e++) slope -= this.prior.precision[d * size + e] * (this.theta[e] - mean[e]);
      this.gradient[d] = slope;
    }
  }

  private factorCurvature(): void {
    const size = this.theta.length;
    this.curvature.set(this.prior.precision);
    for (let d = 0; d < size; d++) this.curvature[d * size + d] += Math.max(0, -this.derivatives[d].second);
    lowerFactor(this.curvature, size, this.curvatureFactor);
    inverseOfFactor(this.curvatureFactor, size, this.covariance);
    lowerFactor(this.covariance, size, this.factor);
  }

  /** Take the step in `move`, or as much of it as does not lead downhill; false where nothing of it helps. */
  private advance(person: number, mean: Float64Array): boolean {
    const size = this.theta.length;
    const { start, move } = this;
    start.set(this.theta);
    let share = 1;
    for (let halving = 0; halving < halvingsMax; halving++) {
      for (let d = 0; d < size; d++) this.theta[d] = start[d] + share * move[d];
      const height = this.heightAt(person, mean);
      if (height >= this.height - 1e-10) {
        this.height = height;
        return true;
      }
      share /= 2;
    }
    this.theta.set(start);
    this.height = this.heightAt(person, mean);
    return false;
  }
}
