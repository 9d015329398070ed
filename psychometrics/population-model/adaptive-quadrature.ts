import { gaussHermite } from "../numeric/gauss-hermite.js";
import type { PosteriorMode } from "./posterior-mode.js";
import type { MomentsAt } from "./posterior-moments.js";

/**
 * Adaptive Gauss-Hermite quadrature (Naylor & Smith, 1982; Liu & Pierce, 1994): the nodes are laid about the posterior's
 * mode and scaled by its curvature there, so that a few in each dimension do what a fixed grid needs dozens for.
 *
 * Node z stands for theta = mode + L z, L lower triangular: the first ability depends on the first place of z alone, the
 * second on two. Going through the nodes as a tree thus takes each likelihood once for each branch, and not for each leaf.
 *
 * Naylor, J. C., & Smith, A. F. M. (1982). Applications of a method for the efficient computation of posterior
 * distributions. Applied Statistics, 31(3), 214-225.
 * Liu, Q., & Pierce, D. A. (1994). A note on Gauss-Hermite quadrature. Biometrika, 81(3), 624-629.
 */
export function adaptiveQuadrature(size: number, points: number): MomentsAt {
  const sums = new TreeSums(size, points);
  return (mode, person, mean, out) => {
    sums.run(mode, person, mean);
    const { factor, theta, prior } = mode;
    let halfLogDeterminant = 0;
    for (let d = 0; d < size; d++) halfLogDeterminant += Math.log(factor[d * size + d]);
    out.logMarginal = mode.height + Math.log(sums.total) + halfLogDeterminant - prior.halfLogDeterminant;
    for (let d = 0; d < size; d++) {
      out.mean[d] = theta[d];
      for (let e = 0; e <= d; e++) out.mean[d] += (factor[d * size + e] * sums.first[e]) / sums.total;
    }
    for (let e = 0; e < size; e++) {
      for (let f = 0; f <= e; f++) {
        const value =
          sums.second[e * size + f] / sums.total - (sums.first[e] * sums.first[f]) / sums.total ** 2;
        sums.second[e * size + f] = value;
        sums.second[f * size + e] = value;
      }
    }
    for (let d = 0; d < size; d++) {
      for (let g = 0; g <= d; g++) {
        let value = 0;
        for (let e = 0; e <= d; e++)
          for (let f = 0; f <= g; f++)
            value += factor[d * size + e] * sums.second[e * size + f] * factor[g * size + f];
        out.covariance[d * size + g] = value;
        out.covariance[g * size + d] = value;
      }
    }
  };
}

/** Sums over the tree of nodes: of the weights, of z, and of the products of z (lower triangle). */
class TreeSums {
  total = 0;
  readonly first: Float64Array;
  readonly second: Float64Array;
  private readonly size: number;
  private readonly nodes: Float64Array;
  /** log weight + z^2 / 2, for each node. */
  private readonly logRatios: Float64Array;
  private readonly z: Float64Array;
  /** The prior's standardised residuals, place by place: C^-1 (theta - mean). */
  private readonly residuals: Float64Array;
  private readonly deviations: Float64Array;
  private mode!: PosteriorMode;

  constructor(size: number, points: number) {
    const rule = gaussHermite(points);
    this.size = size;
    this.nodes = rule.nodes;
    this.logRatios = rule.weights.map((weight, q) => Math.log(weight) + rule.nodes[q] ** 2 / 2);
    this.first = new Float64Array(size);
    this.second = new Float64Array(size * size);
    this.z = new Float64Array(size);
    this.residuals = new Float64Array(size);
    this.deviations = new Float64Array(size);
  }

  run(mode: PosteriorMode, person: number, mean: Float64Array): void {
    this.mode = mode;
    this.total = 0;
    this.first.fill(0);
    this.second.fill(0);
    const last = this.nodes[this.nodes.length - 1];
    for (let d = 0; d < this.size; d++) {
      this.deviations[d] = mode.theta[d] - mean[d];
      let reach = 0;
      for (let e = 0; e <= d; e++) reach += last * Math.abs(mode.factor[d * this.size + e]);
      mode.dimensions[d].focusOn(person, mode.theta[d] - reach, mode.theta[d] + reach);
    }
    this.descend(0, -mode.height);
  }

  /** Go through dimension d's nodes; `log` is what the dimensions before have gathered. */
  private descend(d: number, log: number): void {
    const { size, nodes, z, residuals, mode } = this;
    const { factor, theta, prior } = mode;
    const isLast = d === size - 1;
    let shift = 0;
    for (let e = 0; e < d; e++) shift += factor[d * size + e] * z[e];
    let known = this.deviations[d] + shift;
    for (let e = 0; e < d; e++) known -= prior.factor[d * size + e] * residuals[e];
    const likelihood = mode.dimensions[d];
    const spread = factor[d * size + d];
    const scale = 1 / prior.factor[d * size + d];
    const centre = theta[d] + shift;
    let [t0, t1, t2] = [0, 0, 0];
    for (let q = 0; q < nodes.length; q++) {
      const move = spread * nodes[q];
      const residual = (known + move) * scale;
      const gathered =
        log + this.logRatios[q] + likelihood.valueNear(centre + move) - 0.5 * residual * residual;
      if (isLast) {
        const weight = Math.exp(gathered);
        t0 += weight;
        t1 += weight * nodes[q];
        t2 += weight * nodes[q] * nodes[q];
      } else {
        z[d] = nodes[q];
        residuals[d] = residual;
        this.descend(d + 1, gathered);
      }
    }
    if (isLast) this.gather(t0, t1, t2);
  }

  private gather(t0: number, t1: number, t2: number): void {
    const { size, z, first, second } = this;
    const last = size - 1;
    this.total += t0;
    for (let d = 0; d < last; d++) {
      first[d] += t0 * z[d];
      for (let e = 0; e <= d; e++) second[d * size + e] += t0 * z[d] * z[e];
      second[last * size + d] += t1 * z[d];
    }
    first[last] += t1;
    second[last * size + last] += t2;
  }
}
