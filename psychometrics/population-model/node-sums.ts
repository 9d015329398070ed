import type { PosteriorMode } from "./posterior-mode.js";
import type { PosteriorMoments } from "./posterior-moments.js";

/**
 * Sums over nodes z, which stand for theta = mode + L z with L the lower factor of the mode's covariance: of the nodes' weights, of
 * weight times z, and of weight times the products of z (lower triangle).
 */
export class NodeSums {
  total = 0;
  private readonly size: number;
  private readonly first: Float64Array;
  private readonly second: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.first = new Float64Array(size);
    this.second = new Float64Array(size * size);
  }

  clear(): void {
    this.total = 0;
    this.first.fill(0);
    this.second.fill(0);
  }

  /** Add nodes that differ in the last place only: their sums of weights, times that place, and times its square. */
  add(z: Float64Array, t0: number, t1: number, t2: number): void {
    const { size, first, second } = this;
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

  /** Fill mean and covariance of theta; the sums are of no use afterwards. */
  fillMoments({ theta, factor }: PosteriorMode, { mean, covariance }: PosteriorMoments): void {
    const { size, total, first, second } = this;
    for (let e = 0; e < size; e++) {
      for (let f = 0; f <= e; f++) {
        const value = second[e * size + f] / total - (first[e] * first[f]) / total ** 2;
        second[e * size + f] = value;
        second[f * size + e] = value;
      }
    }
    for (let d = 0; d < size; d++) {
      mean[d] = theta[d];
      for (let e = 0; e <= d; e++) mean[d] += (factor[d * size + e] * first[e]) / total;
      for (let g = 0; g <= d; g++) {
        let value = 0;
        for (let e = 0; e <= d; e++)
          for (let f = 0; f <= g; f++)
            value += factor[d * size + e] * second[e * size + f] * factor[g * size + f];
        covariance[d * size + g] = value;
        covariance[g * size + d] = value;
      }
    }
  }
}
