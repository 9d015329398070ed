import { Refusal } from "../messages/refusal.js";

/**
 * Equally spaced nodes from -range to range, ends included.
 *
 * @throws {RangeError} with fewer than three nodes or without a positive range.
 *
 * @example
 * equallySpacedNodes(5, 2); // Float64Array [-2, -1, 0, 1, 2]
 */
export function equallySpacedNodes(count: number, range: number): Float64Array {
  if (!Number.isInteger(count) || count < 3) throw new Refusal("few-nodes", { count });
  if (!(range > 0) || !Number.isFinite(range)) throw new Refusal("grid-range", { value: range });
  return Float64Array.from({ length: count }, (_, q) => (range * (2 * q - (count - 1))) / (count - 1));
}

/**
 * Fill `out` with the normal density at the nodes, scaled so that the mass on the grid is one.
 * What the grid cuts off is therefore shared among the nodes that are left.
 */
export function normalMass(nodes: Float64Array, mean: number, variance: number, out: Float64Array): void {
  // The largest exponent is taken out first, so that a mean far off the grid still leaves mass on it.
  let peak = -Infinity;
  for (let q = 0; q < nodes.length; q++) {
    out[q] = -((nodes[q] - mean) ** 2) / (2 * variance);
    if (out[q] > peak) peak = out[q];
  }
  let total = 0;
  for (let q = 0; q < nodes.length; q++) {
    out[q] = Math.exp(out[q] - peak);
    total += out[q];
  }
  for (let q = 0; q < nodes.length; q++) out[q] /= total;
}
