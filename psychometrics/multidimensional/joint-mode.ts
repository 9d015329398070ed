import { solveInPlace } from "../numeric/small-cholesky.js";
import { inverseOfFactor, lowerFactor } from "../numeric/small-factor.js";
import { PatternLikelihoods, type LikelihoodAt } from "../persons/likelihood.js";
import { PointEstimator, type PointEstimate } from "../persons/point-estimates.js";
import type { AlignedDimensions } from "./align-dimensions.js";

const stepsMax = 100;
const halvingsMax = 40;
/** In logits. */
const tolerance = 1e-10;

/**
 * The mode of the joint posterior of all dimensions: MAP under a correlated normal prior.
 *
 * From a start it takes each dimension in turn to its highest point given the others, wherever that lies, as the likelihood
 * of the 3PL may have more than one; then Newton steps with halving take all dimensions on together.
 */
export class JointMode {
  private readonly size: number;
  /** Of each group: the inverse of its covariance. */
  private readonly precisions: Float64Array[];
  /** That of the test taker in hand. */
  private precision: Float64Array;
  private readonly likelihoods: PatternLikelihoods[];
  private readonly estimators: PointEstimator[];

  /** @param aligned data and calibration. */
  constructor({ items, dimensions, abilities, groupCount }: AlignedDimensions) {
    const { size } = abilities;
    this.size = size;
    this.precisions = Array.from({ length: groupCount }, (_, g) => {
      const precision = new Float64Array(size * size);
      const factor = new Float64Array(size * size);
      lowerFactor(abilities.covarianceOf(g), size, factor);
      inverseOfFactor(factor, size, precision);
      return precision;
    });
    this.precision = this.precisions[0];
    this.likelihoods = items.map((own, d) => new PatternLikelihoods(own.items, dimensions[d].patterns));
    this.estimators = this.likelihoods.map((likelihoods) => new PointEstimator(likelihoods));
  }

  /**
   * The estimates of all dimensions. Standard errors are the roots of the diagonal of the inverse of the observed information
   * plus the prior's. A dimension without responses follows from the others by the prior's regression.
   *
   * @param group of the test taker.
   * @param patterns of the test taker, one for each dimension.
   * @param mean of the prior.
   * @param start where to begin; the posterior means are near.
   */
  find(
    group: number,
    patterns: ArrayLike<number>,
    mean: ArrayLike<number>,
    start: ArrayLike<number>,
  ): PointEstimate[] {
    this.precision = this.precisions[group];
    const theta = Float64Array.from(start);
    this.sweep(patterns, mean, theta);
    let here = this.at(patterns, mean, theta);
    for (let step = 0; step < stepsMax; step++) {
      const move = this.newtonMove(here, mean, theta);
      if (!move) break;
      let share = 1;
      for (let halving = 0; halving < halvingsMax; halving++, share /= 2) {
        const next = theta.map((value, d) => value + share * move[d]);
        const there = this.at(patterns, mean, next);
        if (!(there.height >= here.height - 1e-13 * Math.abs(here.height))) continue;
        theta.set(next);
        here = there;
        break;
      }
      if (share * move.reduce((most, value) => Math.max(most, Math.abs(value)), 0) < tolerance) break;
    }
    return this.withErrors(here.parts, theta);
  }

  private sweep(patterns: ArrayLike<number>, mean: ArrayLike<number>, theta: Float64Array): void {
    const { size, precision } = this;
    for (let d = 0; d < size; d++) {
      const own = precision[d * (size + 1)];
      let centre = mean[d];
      for (let e = 0; e < size; e++)
        if (e !== d) centre -= (precision[d * size + e] / own) * (theta[e] - mean[e]);
      const best = this.estimators[d].map(patterns[d], { mean: centre, variance: 1 / own });
      if (best.theta !== null) theta[d] = best.theta;
    }
  }

  /** The likelihoods of the dimensions and the log posterior, up to a constant. */
  private at(
    patterns: ArrayLike<number>,
    mean: ArrayLike<number>,
    theta: Float64Array,
  ): { parts: LikelihoodAt[]; height: number } {
    const { size, precision } = this;
    const parts = this.likelihoods.map((likelihoods, d) => likelihoods.at(patterns[d], theta[d]));
    let height = parts.reduce((sum, { logLikelihood }) => sum + logLikelihood, 0);
    for (let d = 0; d < size; d++)
      for (let e = 0; e < size; e++)
        height -= 0.5 * precision[d * size + e] * (theta[d] - mean[d]) * (theta[e] - mean[e]);
    return { parts, height };
  }

  private newtonMove(
    { parts }: { parts: LikelihoodAt[] },
    mean: ArrayLike<number>,
    theta: Float64Array,
  ): Float64Array | null {
    const { size, precision } = this;
    const bend = precision.slice();
    const move = Float64Array.from(parts, ({ score }) => score);
    for (let d = 0; d < size; d++) {
      // Where the likelihood bends upwards the prior alone sets the length of the step, which still leads up.
      bend[d * (size + 1)] += Math.max(0, parts[d].observedInformation);
      for (let e = 0; e < size; e++) move[d] -= precision[d * size + e] * (theta[e] - mean[e]);
    }
    return solveInPlace(bend, move, size) ? move : null;
  }

  private withErrors(parts: LikelihoodAt[], theta: Float64Array): PointEstimate[] {
    const { size } = this;
    const bend = this.precision.slice();
    parts.forEach(({ observedInformation }, d) => (bend[d * (size + 1)] += observedInformation));
    const factor = new Float64Array(size * size);
    const inverse = new Float64Array(size * size);
    const isMaximum = lowerFactor(bend, size, factor);
    if (isMaximum) inverseOfFactor(factor, size, inverse);
    return Array.from(theta, (value, d) => ({
      theta: value,
      standardError: isMaximum ? Math.sqrt(inverse[d * (size + 1)]) : null,
      reason: null,
    }));
  }
}
