import { gaussHermite } from "../numeric/gauss-hermite.js";
import { NodeSums } from "./node-sums.js";
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
  const tree = new NodeTree(size, points);
  return (mode, person, mean, out) => {
    tree.run(mode, person, mean);
    const { factor, prior } = mode;
    out.logMarginal = mode.height + Math.log(tree.sums.total) - prior.halfLogDeterminant;
    for (let d = 0; d < size; d++) out.logMarginal += Math.log(factor[d * size + d]);
    tree.sums.fillMoments(mode, out);
  };
}

/** The tree of nodes. */
class NodeTree {
  readonly sums: NodeSums;
  private readonly size: number;
  private readonly nodes: Float64Array;
  /** log weight + z^2 / 2, for each node. */
  private readonly logRatios: Float64Array;
  private readonly z: Float64Array;
  /** The prior's standardised residuals, place by place: C^-1 (theta - mean). */
  private readonly residuals: Float64Array;
  private readonly deviations: Float64Array;
  /** For each dimension the log-likelihood at the nodes of the branch in hand. */
  private readonly values: Float64Array[];
  private mode!: PosteriorMode;

  constructor(size: number, points: number) {
    const rule = gaussHermite(points);
    this.size = size;
    this.nodes = rule.nodes;
    this.logRatios = rule.weights.map((weight, q) => Math.log(weight) + rule.nodes[q] ** 2 / 2);
    this.sums = new NodeSums(size);
    this.z = new Float64Array(size);
    this.residuals = new Float64Array(size);
    this.deviations = new Float64Array(size);
    this.values = Array.from({ length: size }, () => new Float64Array(points));
  }

  run(mode: PosteriorMode, person: number, mean: Float64Array): void {
    this.mode = mode;
    this.sums.clear();
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
    let shift = 0;
    for (let e = 0; e < d; e++) shift += factor[d * size + e] * z[e];
    let known = this.deviations[d] + shift;
    for (let e = 0; e < d; e++) known -= prior.factor[d * size + e] * residuals[e];
    const spread = factor[d * size + d];
    const scale = 1 / prior.factor[d * size + d];
    const values = this.values[d];
    mode.dimensions[d].valuesNear(theta[d] + shift, spread, nodes, values);
    if (d === size - 1) {
      this.addLeaves(values, log, known * scale, spread * scale);
      return;
    }
    for (let q = 0; q < nodes.length; q++) {
      const residual = (known + spread * nodes[q]) * scale;
      z[d] = nodes[q];
      residuals[d] = residual;
      this.descend(d + 1, log + this.logRatios[q] + values[q] - 0.5 * residual * residual);
    }
  }

  /**
   * Add the nodes of the last dimension, with the log-likelihoods in `values`; the prior's residual is
   * `residualAtMode + residualPerPlace * z`.
   */
  private addLeaves(
    values: Float64Array,
    log: number,
    residualAtMode: number,
    residualPerPlace: number,
  ): void {
    const { nodes, logRatios } = this;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    for (let q = 0; q < nodes.length; q++) {
      const residual = residualAtMode + residualPerPlace * nodes[q];
      const weight = Math.exp(log + logRatios[q] + values[q] - 0.5 * residual * residual);
      const product = weight * nodes[q];
      t0 += weight;
      t1 += product;
      t2 += product * nodes[q];
    }
    this.sums.add(this.z, t0, t1, t2);
  }
}
