import { logDeterminant } from "../numeric/small-factor.js";
import type { NormalNodes } from "../numeric/normal-nodes.js";
import type { CasePosterior } from "./case-posterior.js";
import type { PairWeights } from "./pair-weights.js";
import type { SeenDimensions } from "./seen-dimensions.js";
import { readOff, shareOut, stencil } from "./stencil.js";

/**
 * The posterior of one test taker after another on nodes that are laid about it: theta = centre + A z at nodes z of the
 * standard normal distribution, each weighing likelihood x prior over the density that laid it. So laid, some hundreds of
 * nodes do in four dimensions what a product of grids takes hundreds of thousands for.
 *
 * With a Gauss-Hermite rule that is adaptive quadrature (Naylor & Smith, 1982); with quasi-Monte Carlo nodes, importance
 * sampling. A is lower triangular, so that the first ability depends on the first place of z alone, the second on two:
 * what a node shares with the one before is not done again.
 *
 * A likelihood is read between the nodes of its dimension's grid by Lagrange's polynomial through the six log-likelihoods
 * around, and a node's weight is shared out to the same six by the same factors. The shares on the grid are thus the
 * exact derivatives of the log marginal likelihood in the log-likelihoods there, and whatever is made of the posterior on a
 * product of grids is made of them in the same way. Where the nodes lie must not change while parameters do: then the
 * criterion is a smooth function of them, which EM climbs.
 *
 * Naylor, J. C., & Smith, A. F. M. (1982). Applications of a method for the efficient computation of posterior
 * distributions. Applied Statistics, 31(3), 214-225.
 */
export class LaidPosterior implements CasePosterior {
  readonly marginals: Float64Array[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  logMarginal = 0;
  total = 0;
  pairs: PairWeights | null = null;
  private readonly grid: Float64Array;
  private readonly lowest: number;
  private readonly perStep: number;
  private readonly lastPlace: number;
  private readonly nodes: NormalNodes;
  private size = 0;
  private rows: readonly Float64Array[] = [];
  private offsets: ArrayLike<number> = [];
  private centre: Float64Array = new Float64Array(0);
  private spread: Float64Array = new Float64Array(0);
  /** The prior's standardised residual at z: start + turn z. */
  private readonly start: Float64Array;
  private readonly turn: Float64Array;
  /** The node in hand, dimension by dimension: z, theta less the centre, and what the log weight is up to here. */
  private readonly z: Float64Array;
  private readonly deviations: Float64Array;
  private readonly logs: Float64Array;
  /** The first of the six nodes of the grid around, and their factors. */
  private readonly bases: Int32Array;
  private readonly factors: Float64Array;
  /** Weights since the node last moved in a dimension. */
  private readonly sums: Float64Array;
  private readonly first: Float64Array;
  private readonly second: Float64Array;

  /**
   * @param size the most dimensions that anybody sees here.
   * @param grid of each dimension, equally spaced, six nodes or more.
   */
  constructor(size: number, grid: Float64Array, nodes: NormalNodes) {
    const numbers = () => new Float64Array(size);
    this.grid = grid;
    this.lowest = grid[0];
    this.perStep = 1 / (grid[1] - grid[0]);
    this.lastPlace = grid.length - 1;
    this.nodes = nodes;
    this.marginals = Array.from({ length: size }, () => new Float64Array(grid.length));
    this.from = new Int32Array(size);
    this.to = new Int32Array(size);
    this.mean = numbers();
    this.covariance = new Float64Array(size * size);
    this.start = numbers();
    this.turn = new Float64Array(size * size);
    this.z = numbers();
    this.deviations = numbers();
    this.logs = numbers();
    this.bases = new Int32Array(size);
    this.factors = new Float64Array(size * stencil);
    this.sums = numbers();
    this.first = numbers();
    this.second = new Float64Array(size * size);
  }

  /**
   * Find the posterior of a test taker.
   *
   * @param rows for each dimension seen: an array with the log-likelihood on the grid, from place `offsets[d]` on.
   * @param mean the prior means of the dimensions seen.
   * @param centre and `spread` (A, row by row): where the nodes lie.
   * @param set of nodes to use.
   */
  find(
    rows: readonly Float64Array[],
    offsets: ArrayLike<number>,
    seen: SeenDimensions,
    mean: ArrayLike<number>,
    centre: Float64Array,
    spread: Float64Array,
    set: number,
  ): void {
    const { nodes, z, logs } = this;
    const { values, logWeights, firstNew, count } = nodes;
    const size = seen.places.length;
    this.size = size;
    this.rows = rows;
    this.offsets = offsets;
    this.centre = centre;
    this.spread = spread;
    this.clear();
    this.standardise(seen, mean);
    // Logarithms are taken relative to the centre, where the posterior is high.
    z.fill(0);
    for (let d = 0; d < size; d++) this.move(d);
    const height = logs[size - 1];
    let at = (set % nodes.setCount) * count * nodes.size;
    for (let q = 0; q < count; q++, at += nodes.size) {
      const changed = q === 0 ? 0 : firstNew[q];
      this.settle(changed);
      for (let d = changed; d < size; d++) {
        z[d] = values[at + d];
        this.move(d);
      }
      this.sums[size - 1] = Math.exp(logs[size - 1] - height + logWeights[q]);
    }
    this.settle(0);
    this.gather();
    this.logMarginal =
      height + Math.log(this.total) + logDeterminant(spread, size) / 2 - seen.halfLogDeterminant;
  }

  private clear(): void {
    const { grid, from, to, size } = this;
    for (let d = 0; d < size; d++) {
      this.marginals[d].fill(0);
      from[d] = 0;
      to[d] = grid.length;
    }
    this.pairs?.clear(size, from, to);
    for (let d = 0; d < size; d++) {
      from[d] = grid.length;
      to[d] = 0;
    }
    this.total = 0;
    this.sums.fill(0);
    this.first.fill(0);
    this.second.fill(0);
  }

  /** F^-1 (centre - mean) and F^-1 A, with F the prior's factor. */
  private standardise({ factor }: SeenDimensions, mean: ArrayLike<number>): void {
    const { start, turn, centre, spread, size } = this;
    for (let d = 0; d < size; d++) {
      const own = factor[d * size + d];
      start[d] = centre[d] - mean[d];
      for (let e = 0; e < d; e++) start[d] -= factor[d * size + e] * start[e];
      start[d] /= own;
      for (let f = 0; f <= d; f++) {
        let sum = spread[d * size + f];
        for (let e = f; e < d; e++) sum -= factor[d * size + e] * turn[e * size + f];
        turn[d * size + f] = sum / own;
      }
    }
  }

  /** Go to z[d] in dimension d, those before it being where they are. Beyond the grid there is nothing. */
  private move(d: number): void {
    const { z, size, spread, turn, logs, lastPlace } = this;
    let deviation = 0;
    let residual = this.start[d];
    const row = d * size;
    for (let e = 0; e <= d; e++) {
      const value = z[e];
      deviation += spread[row + e] * value;
      residual += turn[row + e] * value;
    }
    this.deviations[d] = deviation;
    const at = (this.centre[d] + deviation - this.lowest) * this.perStep;
    if (!(at >= 0 && at <= lastPlace)) {
      logs[d] = -Infinity;
      this.bases[d] = at > 0 ? lastPlace - stencil + 1 : 0;
      return;
    }
    const base = Math.min(lastPlace - stencil + 1, Math.max(0, Math.floor(at) - 2)) | 0;
    this.bases[d] = base;
    const before = d === 0 ? 0 : logs[d - 1];
    const read = readOff(this.rows[d], this.offsets[d] + base, at - base, this.factors, d * stencil);
    logs[d] = before + read + 0.5 * (z[d] * z[d] - residual * residual);
  }

  /** Give out the weights that have gathered since dimensions from d on last moved. */
  private settle(d: number): void {
    const { sums, size } = this;
    for (let e = size - 1; e >= d; e--) {
      const sum = sums[e];
      sums[e] = 0;
      if (!(sum > 0)) continue;
      if (e > 0) sums[e - 1] += sum;
      else this.total += sum;
      this.share(e, sum);
    }
  }

  private share(d: number, weight: number): void {
    const { bases, factors, deviations, from, to, first, second, size, pairs } = this;
    const base = bases[d];
    const own = d * stencil;
    const marginal = this.marginals[d];
    shareOut(marginal, base, weight, factors, own);
    if (base < from[d]) from[d] = base;
    if (base + stencil > to[d]) to[d] = base + stencil;
    const moment = weight * deviations[d];
    first[d] += moment;
    for (let e = 0; e <= d; e++) second[d * size + e] += moment * deviations[e];
    if (!pairs) return;
    const width = this.grid.length;
    for (let e = 0; e < d; e++) {
      const pair = pairs.of(e, d);
      for (let i = 0; i < stencil; i++)
        shareOut(pair, (bases[e] + i) * width + base, weight * factors[e * stencil + i], factors, own);
    }
  }

  private gather(): void {
    const { size, total, marginals, from, to, first, second, mean, covariance, centre } = this;
    for (let d = 0; d < size; d++) {
      for (let q = from[d]; q < to[d]; q++) marginals[d][q] /= total;
      mean[d] = centre[d] + first[d] / total;
      for (let e = 0; e <= d; e++) {
        const value = second[d * size + e] / total - (first[d] / total) * (first[e] / total);
        covariance[d * size + e] = value;
        covariance[e * size + d] = value;
      }
    }
  }
}
