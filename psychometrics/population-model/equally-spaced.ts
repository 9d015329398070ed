import { NodeSums } from "./node-sums.js";
import type { PosteriorMode } from "./posterior-mode.js";
import type { MomentsAt } from "./posterior-moments.js";

/** How dense nodes are, and how far out they go. */
export interface NodeRule {
  /** The distance of nodes in standard deviations of the normal that fits at the mode; less where an item turns in less. */
  spacing: number;
  /** The share of the height at the mode that is as good as nothing. */
  negligible: number;
  /** How many times as dense nodes become at most where an item turns in less than their distance. */
  densest: number;
}

/**
 * By number of dimensions. Posterior means are right to 1e-4 of a standard deviation (1e-3 in four dimensions) under slopes up to 2.5 and
 * a population of deviation 1. Two to four items of slope 5 in one of deviation 2.5 take denser nodes than can be had in every dimension:
 * means are then off by up to some thousandths in three dimensions, and by up to a fifth in four. What is cut off as negligible is missing
 * from every test taker's likelihood: at 1e-5 the log-likelihood was too low by 1.4e-5 a test taker in three dimensions.
 */
const rules: NodeRule[] = [
  { spacing: 0, negligible: 0, densest: 0 },
  { spacing: 0.85, negligible: 1e-8, densest: 20 },
  { spacing: 1, negligible: 1e-6, densest: 10 },
  { spacing: 1.1, negligible: 2e-6, densest: 4 },
  { spacing: 1.1, negligible: 2e-6, densest: 1.5 },
];

/**
 * Posterior moments on equally spaced nodes, from the mode outwards as far as there is anything. For a smooth function that
 * falls off at all ends the plain sum is exact but for terms that fall exponentially with the nodes' density (Trefethen &
 * Weideman, 2014): a normal with nodes a standard deviation apart is summed to 1e-8. Unlike Gauss-Hermite nodes these follow a
 * posterior that is no normal, as with few items or a lower asymptote, to where it ends. The mode needs only be near.
 *
 * Node z stands for theta = mode + L z, L lower triangular: the first ability depends on the first place of z alone, the
 * second on two. Going through the nodes as a tree thus takes each likelihood once for each branch, and not for each leaf.
 *
 * Trefethen, L. N., & Weideman, J. A. C. (2014). The exponentially convergent trapezoidal rule. SIAM Review, 56(3), 385-458.
 *
 * @param size the number of dimensions, 1 to 4.
 */
export function equallySpaced(size: number, rule = rules[size]): MomentsAt {
  const tree = new OutwardTree(size, rule);
  return (mode, person, mean, out) => {
    tree.run(mode, person, mean);
    const { factor, prior } = mode;
    const volume = tree.sums.total * tree.cell;
    out.logMarginal =
      mode.height + Math.log(volume) - 0.5 * size * Math.log(2 * Math.PI) - prior.halfLogDeterminant;
    for (let d = 0; d < size; d++) out.logMarginal += Math.log(factor[d * size + d]);
    tree.sums.fillMoments(mode, out);
  };
}

/** The tree of nodes; a node's weight is the posterior's height there relative to the mode's. */
class OutwardTree {
  readonly sums: NodeSums;
  /** The volume of z that belongs to a node. */
  cell = 1;
  private readonly size: number;
  private readonly rule: NodeRule;
  /** 0, 1, 2, ...: the last dimension's nodes are read so many at a time. */
  private readonly block: Float64Array;
  private readonly values: Float64Array;
  private readonly steps: Float64Array;
  private readonly z: Float64Array;
  /** The prior's standardised residuals, place by place: C^-1 (theta - mean). */
  private readonly residuals: Float64Array;
  private readonly deviations: Float64Array;
  private mode!: PosteriorMode;

  constructor(size: number, rule: NodeRule) {
    const { spacing, negligible } = rule;
    this.size = size;
    this.rule = rule;
    this.block = Float64Array.from(
      { length: Math.ceil(Math.sqrt(-2 * Math.log(negligible)) / spacing) + 1 },
      (_, n) => n,
    );
    this.values = new Float64Array(this.block.length);
    this.sums = new NodeSums(size);
    this.steps = new Float64Array(size);
    this.z = new Float64Array(size);
    this.residuals = new Float64Array(size);
    this.deviations = new Float64Array(size);
  }

  run(mode: PosteriorMode, person: number, mean: Float64Array): void {
    this.mode = mode;
    this.sums.clear();
    this.cell = 1;
    const { size, block } = this;
    const { spacing, densest } = this.rule;
    for (let d = 0; d < size; d++) {
      this.deviations[d] = mode.theta[d] - mean[d];
      const reach = block.length * spacing * Math.sqrt(mode.covariance[d * (size + 1)]);
      mode.dimensions[d].focusOn(person, mode.theta[d] - reach, mode.theta[d] + reach);
      // A step of z moves this ability and those after it.
      let step = spacing;
      for (let e = d; e < size; e++)
        step = Math.min(step, mode.dimensions[e].turnLength / Math.abs(mode.factor[e * size + d]));
      this.steps[d] = Math.max(step, spacing / densest);
      this.cell *= this.steps[d];
    }
    this.descend(0, -mode.height);
  }

  /** Add the nodes of dimension d and those after it; `log` is what the dimensions before have gathered. Returns their total. */
  private descend(d: number, log: number): number {
    const { size, z, residuals, mode } = this;
    const { factor, theta, prior } = mode;
    let shift = 0;
    for (let e = 0; e < d; e++) shift += factor[d * size + e] * z[e];
    let known = this.deviations[d] + shift;
    for (let e = 0; e < d; e++) known -= prior.factor[d * size + e] * residuals[e];
    const scale = 1 / prior.factor[d * size + d];
    const centre = theta[d] + shift;
    const spread = factor[d * size + d];
    if (d === size - 1) {
      return (
        this.addLeaves(0, 1, log, centre, spread, known * scale, spread * scale) +
        this.addLeaves(1, -1, log, centre, spread, known * scale, spread * scale)
      );
    }
    let total = 0;
    let middle = 0;
    for (let direction = 1; direction >= -1; direction -= 2) {
      let before = middle;
      for (let n = direction > 0 ? 0 : 1; ; n++) {
        z[d] = direction * n * this.steps[d];
        const theta = centre + spread * z[d];
        const residual = (known + spread * z[d]) * scale;
        residuals[d] = residual;
        const value = mode.dimensions[d].valueNear(theta);
        const here = this.descend(d + 1, log + value - 0.5 * residual * residual);
        total += here;
        if (n === 0) middle = here;
        if (!(here > this.rule.negligible) && !(here > before)) break;
        before = here;
      }
    }
    return total;
  }

  /**
   * Add nodes of the last dimension from number `start` on in one direction. The prior's residual is
   * `residual + residualPerPlace * z`.
   */
  private addLeaves(
    start: number,
    direction: 1 | -1,
    log: number,
    centre: number,
    spread: number,
    residual: number,
    residualPerPlace: number,
  ): number {
    const { size, block, values, mode } = this;
    const { negligible } = this.rule;
    const step = direction * this.steps[size - 1];
    const likelihood = mode.dimensions[size - 1];
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let before = 0;
    for (let from = start; ; from += block.length) {
      likelihood.valuesNear(centre + spread * from * step, spread * step, block, values);
      for (let n = 0; n < block.length; n++) {
        const place = (from + n) * step;
        const left = residual + residualPerPlace * place;
        const weight = Math.exp(log + values[n] - 0.5 * left * left);
        const product = weight * place;
        t0 += weight;
        t1 += product;
        t2 += product * place;
        if (!(weight > negligible) && !(weight > before)) {
          this.sums.add(this.z, t0, t1, t2);
          return t0;
        }
        before = weight;
      }
    }
  }
}
