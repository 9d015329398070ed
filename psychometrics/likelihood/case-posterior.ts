import type { PairWeights } from "./pair-weights.js";

/** The posterior of one test taker after another in the dimensions seen, whatever nodes it was found on. */
export interface CasePosterior {
  /** For each dimension seen: its share of the posterior at each node from `from[d]` up to, not including, `to[d]`. */
  readonly marginals: readonly Float64Array[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Posterior means of the dimensions seen. */
  readonly mean: Float64Array;
  /** Their posterior covariance, row by row, as many columns as dimensions are seen. */
  readonly covariance: Float64Array;
  readonly logMarginal: number;
  /** The sum of the weights of all nodes. */
  readonly total: number;
  /** The joint weights of pairs of dimensions, where they are wanted. */
  pairs: PairWeights | null;
}
