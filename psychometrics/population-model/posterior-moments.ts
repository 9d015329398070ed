import type { PosteriorMode } from "./posterior-mode.js";

/** A test taker's posterior in the first two moments. */
export interface PosteriorMoments {
  mean: Float64Array;
  /** Row by row. */
  covariance: Float64Array;
  /** The logarithm of the probability of the responses, given the mean of the prior. */
  logMarginal: number;
}

/** Fills the moments of a test taker whose mode is found already, and stands in the object given. */
export type MomentsAt = (
  mode: PosteriorMode,
  person: number,
  mean: Float64Array,
  out: PosteriorMoments,
) => void;
