import { depth, NodeWindows } from "./node-windows.js";
import type { CasePosterior } from "./case-posterior.js";
import type { PairWeights } from "./pair-weights.js";
import type { SeenDimensions } from "./seen-dimensions.js";

/** Beyond such exponents the products of the inner loop are not safe, and exponentials are taken one by one. */
const exponentMax = 300;

/**
 * The posterior of one test taker after another on the product of equally spaced nodes, one grid for each dimension.
 *
 * Each item measures one dimension, so the likelihood is a product over dimensions and only the normal prior ties them
 * together: a node of the product grid costs two multiplications, not one for each item. The prior is taken one dimension
 * after the other, each given those before. Along the last dimension its weights are, relative to a point near the mode,
 * those of that dimension alone times a geometric progression, which needs two exponentials for a whole line of nodes.
 * Nodes that cannot hold 1e-10 of the highest one, with all likelihoods to come at their highest, are not visited.
 *
 * The prior is the normal density at the nodes, times the nodes' distances: the rectangle rule, whose error falls
 * exponentially with the square of the posterior's standard deviation over the distance (Trefethen & Weideman, 2014).
 *
 * Trefethen, L. N., & Weideman, J. A. C. (2014). The exponentially convergent trapezoidal rule. SIAM Review, 56(3), 385-458.
 */
export class JointPosterior implements CasePosterior {
  readonly marginals: Float64Array[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  logMarginal = 0;
  total = 0;
  pairs: PairWeights | null = null;
  private readonly nodes: Float64Array;
  private readonly step: number;
  /** The log-likelihoods of the test taker in hand: rows of these arrays. */
  private rows: readonly Float64Array[] = [];
  private offsets: ArrayLike<number> = [];
  private seen!: SeenDimensions;
  private readonly prior: Float64Array;
  private readonly windows: NodeWindows;
  private readonly peaks: Int32Array;
  /** The last dimension's weights by themselves, relative to the peak, and their logarithms. */
  private readonly last: Float64Array;
  private readonly lastLogs: Float64Array;
  /** Standardised residuals of the prior: factor^-1 (theta - mean). */
  private readonly residuals: Float64Array;
  private readonly deviations: Float64Array;
  /** The node of each dimension but the last that is being visited. */
  private readonly at: Int32Array;
  private readonly cross: Float64Array;

  /** @param size the most dimensions that anybody sees. */
  constructor(size: number, nodes: Float64Array) {
    const numbers = () => new Float64Array(size);
    this.nodes = nodes;
    this.step = nodes[1] - nodes[0];
    this.marginals = Array.from({ length: size }, () => new Float64Array(nodes.length));
    this.last = new Float64Array(nodes.length);
    this.lastLogs = new Float64Array(nodes.length);
    this.prior = numbers();
    this.residuals = numbers();
    this.windows = new NodeWindows(size, nodes);
    this.from = this.windows.from;
    this.to = this.windows.to;
    this.peaks = this.windows.peaks;
    this.at = new Int32Array(size);
    this.mean = numbers();
    this.deviations = numbers();
    this.covariance = new Float64Array(size * size);
    this.cross = new Float64Array(size * size);
  }

  /**
   * Find the posterior of a test taker.
   *
   * @param rows for each dimension seen: an array with the log-likelihood at the nodes, from place `offsets[d]` on.
   * @param mean the prior means of the dimensions seen.
   */
  find(
    rows: readonly Float64Array[],
    offsets: ArrayLike<number>,
    seen: SeenDimensions,
    mean: ArrayLike<number>,
  ): void {
    this.rows = rows;
    this.offsets = offsets;
    this.seen = seen;
    const size = seen.places.length;
    for (let d = 0; d < size; d++) this.prior[d] = mean[d];
    const height = this.windows.find(rows, offsets, seen, mean);
    this.weighLast();
    this.total = 0;
    this.cross.fill(0);
    for (let d = 0; d < size; d++) this.marginals[d].fill(0, this.from[d], this.to[d]);
    this.pairs?.clear(size, this.from, this.to);
    this.descend(0, -height);
    this.gather();
    this.logMarginal =
      height +
      Math.log(this.total) +
      size * (Math.log(this.step) - 0.5 * Math.log(2 * Math.PI)) -
      seen.halfLogDeterminant;
  }

  /** The last dimension's likelihood times the prior's curvature given the others, relative to the peak. */
  private weighLast(): void {
    const { nodes, rows, offsets, from, to, peaks, seen } = this;
    const size = seen.places.length;
    const end = size - 1;
    const at = nodes[peaks[end]];
    const spread = seen.factor[end * size + end];
    const level = rows[end][offsets[end] + peaks[end]];
    for (let q = from[end]; q < to[end]; q++) {
      const distance = (nodes[q] - at) / spread;
      this.lastLogs[q] = rows[end][offsets[end] + q] - level - 0.5 * distance * distance;
      this.last[q] = Math.exp(this.lastLogs[q]);
    }
  }

  /** Go through dimension d's nodes; `log` is what the dimensions before have gathered, less the height of the peak. */
  private descend(d: number, log: number): number {
    const { from, to, rows, offsets, residuals, deviations, nodes } = this;
    const size = this.seen.places.length;
    const centre = this.centreOf(d);
    if (d === size - 1) return this.line(d, log, centre);
    const spread = this.seen.factor[d * size + d];
    const at = nodes[this.peaks[d]];
    const marginal = this.marginals[d];
    const row = rows[d];
    const reach = this.reachOf(d, log);
    let sum = 0;
    for (let q = from[d]; q < to[d]; q++) {
      const residual = (nodes[q] - centre) / spread;
      if (!(Math.abs(residual) <= reach)) continue;
      residuals[d] = residual;
      this.at[d] = q;
      deviations[d] = nodes[q] - at;
      const share = this.descend(d + 1, log + row[offsets[d] + q] - 0.5 * residual * residual);
      marginal[q] += share;
      sum += share;
    }
    return sum;
  }

  /** The prior's mean of dimension d, given those before. */
  private centreOf(d: number): number {
    const { factor, places } = this.seen;
    let centre = this.prior[d];
    for (let e = 0; e < d; e++) centre += factor[d * places.length + e] * this.residuals[e];
    return centre;
  }

  /** Beyond so many of the prior's standard deviations, given the dimensions before, no node of d is worth a visit. */
  private reachOf(d: number, log: number): number {
    const room = log + this.windows.ahead[d] + depth;
    return room > 0 ? Math.sqrt(2 * room) : -1;
  }

  /** The last dimension's nodes, where the prior's mean given the others is `centre`. Returns the sum of their weights. */
  private line(end: number, log: number, centre: number): number {
    const { nodes, peaks, last, lastLogs, deviations, cross, step, seen } = this;
    const size = end + 1;
    const spread = seen.factor[end * size + end];
    const width = this.reachOf(end, log) * spread;
    if (!(width >= 0)) return 0;
    // Whole numbers to the machine too: a loop from a rounded fraction runs several times slower.
    const first = Math.max(this.from[end], Math.ceil((centre - width - nodes[0]) / step)) | 0;
    const stop = Math.min(this.to[end], Math.floor((centre + width - nodes[0]) / step) + 1) | 0;
    if (first >= stop) return 0;
    const marginal = this.marginals[end];
    const at = nodes[peaks[end]];
    const shift = (centre - at) / spread;
    const slope = shift / spread;
    const level = log + this.rows[end][this.offsets[end] + peaks[end]] - 0.5 * shift * shift;
    let sum = 0;
    let moment = 0;
    let distance = nodes[first] - at;
    const reach = Math.max(Math.abs(distance), Math.abs(nodes[stop - 1] - at));
    if (Math.abs(level) + Math.abs(slope) * reach < exponentMax) {
      let factor = Math.exp(level + slope * distance);
      const ratio = Math.exp(slope * step);
      for (let q = first; q < stop; q++) {
        const weight = last[q] * factor;
        sum += weight;
        moment += weight * distance;
        marginal[q] += weight;
        factor *= ratio;
        distance += step;
      }
    } else {
      for (let q = first; q < stop; q++) {
        distance = nodes[q] - at;
        const weight = Math.exp(level + slope * distance + lastLogs[q]);
        sum += weight;
        moment += weight * distance;
        marginal[q] += weight;
      }
    }
    this.total += sum;
    if (this.pairs) {
      for (let q = first; q < stop; q++) {
        const weight = Math.exp(level + slope * (nodes[q] - at) + lastLogs[q]);
        this.pairs.add(this.at, size, q, weight);
      }
    }
    for (let d = 0; d < end; d++) {
      cross[d * size + end] += deviations[d] * moment;
      for (let e = d + 1; e < end; e++) cross[d * size + e] += deviations[d] * deviations[e] * sum;
    }
    return sum;
  }

  /** Shares and moments from the sums. */
  private gather(): void {
    const { nodes, from, to, peaks, mean, covariance, cross, total } = this;
    const size = this.seen.places.length;
    for (let d = 0; d < size; d++) {
      const marginal = this.marginals[d];
      const at = nodes[peaks[d]];
      let first = 0;
      let second = 0;
      for (let q = from[d]; q < to[d]; q++) {
        marginal[q] /= total;
        const distance = nodes[q] - at;
        first += marginal[q] * distance;
        second += marginal[q] * distance * distance;
      }
      this.deviations[d] = first;
      mean[d] = at + first;
      covariance[d * size + d] = second - first * first;
    }
    for (let d = 0; d < size; d++) {
      for (let e = d + 1; e < size; e++) {
        const value = cross[d * size + e] / total - this.deviations[d] * this.deviations[e];
        covariance[d * size + e] = value;
        covariance[e * size + d] = value;
      }
    }
  }
}
