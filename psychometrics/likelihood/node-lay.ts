import { inverseOfFactor, lowerFactor } from "../numeric/small-factor.js";
import { NodeWindows } from "./node-windows.js";
import type { SeenDimensions } from "./seen-dimensions.js";

/** Finds where the nodes of a test taker are to lie: `centre` and `spread`, the lower factor of a covariance, of those seen. */
export class NodeLay {
  readonly centre: Float64Array;
  readonly spread: Float64Array;
  private readonly grid: Float64Array;
  private readonly windows: NodeWindows;
  private readonly bend: Float64Array;
  private readonly inverse: Float64Array;
  private readonly pull: Float64Array;

  /** @param size the most dimensions that anybody sees. */
  constructor(size: number, grid: Float64Array) {
    this.grid = grid;
    this.windows = new NodeWindows(size, grid);
    this.centre = new Float64Array(size);
    this.spread = new Float64Array(size * size);
    this.bend = new Float64Array(size * size);
    this.inverse = new Float64Array(size * size);
    this.pull = new Float64Array(size);
  }

  /**
   * About the posterior's mode, by its curvature there (Laplace). Slopes and curvatures are differences between the nodes of
   * the grid around.
   *
   * @param rows for each dimension seen: an array with the log-likelihood on the grid, from place `offsets[d]` on.
   * @param mean the prior means of the dimensions seen.
   */
  aroundMode(
    rows: readonly Float64Array[],
    offsets: ArrayLike<number>,
    seen: SeenDimensions,
    mean: ArrayLike<number>,
  ): void {
    const { grid, windows, centre, bend, inverse, pull } = this;
    const { precision } = seen;
    const size = seen.places.length;
    windows.find(rows, offsets, seen, mean);
    const step = grid[1] - grid[0];
    for (let d = 0; d < size * size; d++) bend[d] = precision[d];
    for (let d = 0; d < size; d++) {
      const q = Math.min(grid.length - 2, Math.max(1, windows.peaks[d]));
      const at = offsets[d] + q;
      const [below, here, above] = [rows[d][at - 1], rows[d][at], rows[d][at + 1]];
      pull[d] = (above - below) / (2 * step);
      bend[d * (size + 1)] += Math.max(0, (2 * here - above - below) / (step * step));
      for (let e = 0; e < size; e++) pull[d] -= precision[d * size + e] * (grid[windows.peaks[e]] - mean[e]);
    }
    // The bend of a normal prior and of likelihoods that bend down is positive definite.
    lowerFactor(bend, size, this.spread);
    inverseOfFactor(this.spread, size, inverse);
    for (let d = 0; d < size; d++) {
      centre[d] = grid[windows.peaks[d]];
      for (let e = 0; e < size; e++) centre[d] += inverse[d * size + e] * pull[e];
    }
    this.take(inverse, size);
  }

  /**
   * About the posterior's mean, by its covariance.
   *
   * @param n the case; `means` (cases x size) and `covariances` (cases x size squared) are of all dimensions.
   * @param places the dimensions seen.
   * @returns false, with nothing to use, where the covariance is none.
   */
  aroundMean(
    n: number,
    places: Int32Array,
    means: Float64Array,
    covariances: Float64Array,
    size: number,
  ): boolean {
    const count = places.length;
    for (let i = 0; i < count; i++) {
      this.centre[i] = means[n * size + places[i]];
      for (let j = 0; j < count; j++)
        this.inverse[i * count + j] = covariances[(n * size + places[i]) * size + places[j]];
    }
    return this.take(this.inverse, count);
  }

  private take(covariance: Float64Array, size: number): boolean {
    const { grid, centre, spread } = this;
    const end = grid[grid.length - 1];
    for (let d = 0; d < size; d++) centre[d] = Math.min(end, Math.max(grid[0], centre[d]));
    return lowerFactor(covariance, size, spread);
  }
}
