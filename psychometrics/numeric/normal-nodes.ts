import { CounterStream } from "./counter-stream.js";
import { gaussHermite } from "./gauss-hermite.js";
import { lowerFactor } from "./small-factor.js";
import { scrambled, sobolPoints } from "./sobol.js";
import { normalQuantile } from "./special.js";

/** Nodes in place of the standard normal distribution of some dimensions: one set of them, or several that do equally well. */
export interface NormalNodes {
  setCount: number;
  /** Nodes of a set. */
  count: number;
  size: number;
  /** Sets x nodes x dimensions. */
  values: Float64Array;
  /** Of the nodes' weights, which sum to 1; the same in every set. */
  logWeights: Float64Array;
  /** For each node the first dimension in which it differs from the node before. */
  firstNew: Uint8Array;
}

/** The product of one Gauss-Hermite rule for each dimension; the last dimension runs fastest. */
export function productNodes(countEach: number, size: number): NormalNodes {
  const { nodes, weights } = gaussHermite(countEach);
  const count = countEach ** size;
  const values = new Float64Array(count * size);
  const logWeights = new Float64Array(count);
  const firstNew = new Uint8Array(count);
  for (let q = 0; q < count; q++) {
    let left = q;
    let hasTurned = true;
    for (let d = size - 1; d >= 0; d--) {
      const place = left % countEach;
      left = Math.floor(left / countEach);
      values[q * size + d] = nodes[place];
      logWeights[q] += Math.log(weights[place]);
      if (hasTurned) firstNew[q] = d;
      hasTurned &&= place === 0;
    }
  }
  return { setCount: 1, count, size, values, logWeights, firstNew };
}

/**
 * Quasi-Monte Carlo nodes: scrambled Sobol points at the middle of their intervals, through the normal distribution's
 * inverse. The nodes of each set are then sheared and stretched a little, so that their means are 0, their variances 1 and
 * their correlations 0 to the last digit: a normal posterior's moments come out exactly.
 *
 * The sets are scrambled independently of each other: errors average out over test takers who are given different sets.
 *
 * @param count of nodes in a set: a power of 2, at least 16.
 * @param seed a whole number from 0 to 2^53 - 1; the same one always gives the same nodes.
 */
export function quasiMonteCarloNodes(
  count: number,
  size: number,
  setCount: number,
  seed: number,
): NormalNodes {
  const bits = Math.log2(count);
  const quantiles = Float64Array.from({ length: count }, (_, i) => normalQuantile((i + 0.5) / count));
  const points = sobolPoints(bits, size);
  const stream = new CounterStream(seed);
  const values = new Float64Array(setCount * count * size);
  for (let s = 0; s < setCount; s++) {
    stream.start(s, count, size);
    const places = scrambled(points, bits, size, () => stream.uniform());
    const own = Float64Array.from(places, (place) => quantiles[place]);
    values.set(whitened(own, size), s * count * size);
  }
  return {
    ...{ setCount, count, size, values },
    logWeights: new Float64Array(count).fill(-Math.log(count)),
    firstNew: new Uint8Array(count),
  };
}

/** Nodes turned into F^-1 z, with F the Cholesky factor of their mean products; their means are 0 as they come. */
function whitened(nodes: Float64Array, size: number): Float64Array {
  const count = nodes.length / size;
  const products = new Float64Array(size * size);
  for (let q = 0; q < count; q++)
    for (let d = 0; d < size; d++)
      for (let e = 0; e < size; e++)
        products[d * size + e] += (nodes[q * size + d] * nodes[q * size + e]) / count;
  const factor = new Float64Array(size * size);
  lowerFactor(products, size, factor);
  const out = nodes.slice();
  for (let q = 0; q < count; q++) {
    for (let d = 0; d < size; d++) {
      for (let e = 0; e < d; e++) out[q * size + d] -= factor[d * size + e] * out[q * size + e];
      out[q * size + d] /= factor[d * (size + 1)];
    }
  }
  return out;
}
