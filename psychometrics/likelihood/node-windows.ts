import type { SeenDimensions } from "./seen-dimensions.js";

/** What is this far below the highest point, as a logarithm, is left out: 1e-10 of it. */
export const depth = 23;
const sweepsMax = 20;

/** Where on the grid a test taker's posterior is: a point near its mode, and the nodes of each dimension that can hold any. */
export class NodeWindows {
  /** The node of each dimension near the mode. */
  readonly peaks: Int32Array;
  /** Each dimension's nodes go from `from[d]` up to, not including, `to[d]`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** For each dimension the highest log-likelihoods of it and those after it, summed. */
  readonly ahead: Float64Array;
  private readonly nodes: Float64Array;
  private readonly most: Float64Array;

  /** @param size the most dimensions that anybody sees. */
  constructor(size: number, nodes: Float64Array) {
    this.nodes = nodes;
    this.peaks = new Int32Array(size);
    this.from = new Int32Array(size);
    this.to = new Int32Array(size);
    this.ahead = new Float64Array(size + 1);
    this.most = new Float64Array(size);
  }

  /**
   * Find the place of a posterior; returns log-likelihood - (theta - mean)' precision (theta - mean) / 2 at the peak.
   *
   * @param rows for each dimension seen: an array with the log-likelihood at the nodes, from place `offsets[d]` on.
   * @param mean the prior means of the dimensions seen.
   */
  find(
    rows: readonly Float64Array[],
    offsets: ArrayLike<number>,
    seen: SeenDimensions,
    mean: ArrayLike<number>,
  ): number {
    const height = this.climb(rows, offsets, seen, mean);
    this.narrow(rows, offsets, seen, mean, height);
    return height;
  }

  /** Go to a high point of the grid, one dimension at a time; returns the log posterior there. */
  private climb(
    rows: readonly Float64Array[],
    offsets: ArrayLike<number>,
    { precision, variances }: SeenDimensions,
    mean: ArrayLike<number>,
  ): number {
    const { nodes, peaks } = this;
    const size = variances.length;
    const best = (d: number, centre: number, curvature: number): number => {
      let found = 0;
      let highest = -Infinity;
      for (let q = 0; q < nodes.length; q++) {
        const value = rows[d][offsets[d] + q] - 0.5 * curvature * (nodes[q] - centre) ** 2;
        if (value > highest) {
          highest = value;
          found = q;
        }
      }
      return found;
    };
    for (let d = 0; d < size; d++) peaks[d] = best(d, mean[d], 1 / variances[d]);
    for (let sweep = 0; sweep < sweepsMax && size > 1; sweep++) {
      let moved = false;
      for (let d = 0; d < size; d++) {
        const curvature = precision[d * size + d];
        let centre = mean[d];
        for (let e = 0; e < size; e++)
          if (e !== d) centre -= (precision[d * size + e] / curvature) * (nodes[peaks[e]] - mean[e]);
        const found = best(d, centre, curvature);
        moved ||= found !== peaks[d];
        peaks[d] = found;
      }
      if (!moved) break;
    }
    let height = 0;
    for (let d = 0; d < size; d++) {
      height += rows[d][offsets[d] + peaks[d]];
      for (let e = 0; e < size; e++)
        height -= 0.5 * precision[d * size + e] * (nodes[peaks[d]] - mean[d]) * (nodes[peaks[e]] - mean[e]);
    }
    return height;
  }

  /**
   * The nodes of each dimension that can hold anything: with the others' likelihoods at their highest, and the prior at
   * its highest given this dimension, which is its margin.
   */
  private narrow(
    rows: readonly Float64Array[],
    offsets: ArrayLike<number>,
    { variances }: SeenDimensions,
    mean: ArrayLike<number>,
    height: number,
  ): void {
    const { nodes, from, to } = this;
    const size = variances.length;
    let highest = 0;
    const { most } = this;
    for (let d = 0; d < size; d++) {
      most[d] = -Infinity;
      for (let q = 0; q < nodes.length; q++) most[d] = Math.max(most[d], rows[d][offsets[d] + q]);
      highest += most[d];
    }
    this.ahead[size] = 0;
    for (let d = size - 1; d >= 0; d--) this.ahead[d] = this.ahead[d + 1] + most[d];
    for (let d = 0; d < size; d++) {
      const limit = height - depth - (highest - most[d]);
      const isBelow = (q: number) =>
        rows[d][offsets[d] + q] - (nodes[q] - mean[d]) ** 2 / (2 * variances[d]) < limit;
      let first = 0;
      let end = nodes.length;
      while (first < this.peaks[d] && isBelow(first)) first++;
      while (end - 1 > this.peaks[d] && isBelow(end - 1)) end--;
      from[d] = first;
      to[d] = end;
    }
  }
}
