import { lowerFactor } from "../numeric/small-factor.js";
import type { PosteriorMode } from "./posterior-mode.js";
import type { PosteriorMoments } from "./posterior-moments.js";

/**
 * Posterior moments from the mode, the curvature V there, and the third and fourth derivatives of the log-likelihood,
 * which stand on the diagonal because each item measures one dimension (Thomas, 1993, for CGROUP). To this order
 *
 *     mean_r  = mode_r + 1/2 sum_j V_rj l'''_j V_jj
 *     cov_rs  = V_rs + 1/2 sum_j V_rj V_sj V_jj l''''_j
 *                    + 1/2 sum_jk V_rk V_sk V_kj l'''_k l'''_j V_jj + 1/2 sum_jk V_rj V_sk V_jk^2 l'''_j l'''_k
 *
 * and the log marginal likelihood has the terms of the same order. Where the expansion gives no covariance, as it can
 * with hardly any items, V itself is taken.
 */
export function laplaceMoments(
  mode: PosteriorMode,
  _person: number,
  _mean: Float64Array,
  out: PosteriorMoments,
): void {
  const { theta, covariance: v, derivatives, prior, factor } = mode;
  const size = theta.length;
  for (let r = 0; r < size; r++) {
    out.mean[r] = theta[r];
    for (let j = 0; j < size; j++)
      out.mean[r] += 0.5 * v[r * size + j] * derivatives[j].third * v[j * size + j];
  }
  for (let r = 0; r < size; r++) {
    for (let s = 0; s <= r; s++) {
      const value = v[r * size + s] + 0.5 * secondOrder(mode, r, s);
      out.covariance[r * size + s] = value;
      out.covariance[s * size + r] = value;
    }
  }
  if (!lowerFactor(out.covariance, size, new Float64Array(size * size))) out.covariance.set(v);
  let halfLogDeterminant = 0;
  for (let d = 0; d < size; d++) halfLogDeterminant += Math.log(factor[d * size + d]);
  out.logMarginal = mode.height + halfLogDeterminant - prior.halfLogDeterminant + heightCorrection(mode);
}

/** The terms of the next order in the log marginal likelihood (Shun & McCullagh, 1995). */
function heightCorrection({ theta, covariance: v, derivatives }: PosteriorMode): number {
  const size = theta.length;
  let sum = 0;
  for (let j = 0; j < size; j++) {
    const own = v[j * size + j];
    sum += (derivatives[j].fourth * own * own) / 8;
    for (let k = 0; k < size; k++) {
      const between = v[j * size + k];
      const shares = (own * between * v[k * size + k]) / 8 + between ** 3 / 12;
      sum += derivatives[j].third * derivatives[k].third * shares;
    }
  }
  return sum;
}

function secondOrder({ theta, covariance: v, derivatives }: PosteriorMode, r: number, s: number): number {
  const size = theta.length;
  let sum = 0;
  for (let j = 0; j < size; j++) {
    const { third, fourth } = derivatives[j];
    sum += v[r * size + j] * v[s * size + j] * v[j * size + j] * fourth;
    for (let k = 0; k < size; k++) {
      const other = derivatives[k].third;
      const between = v[j * size + k];
      sum += v[r * size + k] * v[s * size + k] * between * other * third * v[j * size + j];
      sum += v[r * size + j] * v[s * size + k] * between * between * third * other;
    }
  }
  return sum;
}
