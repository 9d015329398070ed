import type { Uniform } from "./random.js";

/**
 * Polynomials and first direction numbers of the second, third and fourth dimension (Joe & Kuo, 2008, new-joe-kuo-6): the
 * coefficients between the first and the last of a primitive polynomial over GF(2) as bits, and odd numbers to begin with.
 */
const polynomials = [
  { middle: 0, first: [1] },
  { middle: 1, first: [1, 3] },
  { middle: 1, first: [1, 3, 1] },
];

/** The most dimensions there are direction numbers for. */
export const sobolDimensionsMax = polynomials.length + 1;

/**
 * The first 2^bits points of the Sobol sequence (1967), points x size, as whole numbers: x stands for the interval from x to
 * x + 1, of 2^bits that the unit interval has. In each dimension every interval has one point; over several dimensions,
 * boxes of equal volume have equally many.
 *
 * @param size 1 to 4.
 *
 * Joe, S., & Kuo, F. Y. (2008). Constructing Sobol sequences with better two-dimensional projections. SIAM Journal on
 * Scientific Computing, 30(5), 2635-2654.
 * Sobol, I. M. (1967). On the distribution of points in a cube and the approximate evaluation of integrals. USSR
 * Computational Mathematics and Mathematical Physics, 7(4), 86-112.
 */
export function sobolPoints(bits: number, size: number): Int32Array {
  const count = 2 ** bits;
  const points = new Int32Array(count * size);
  for (let d = 0; d < size; d++) {
    const directions = directionsOf(d, bits);
    for (let q = 0; q < count; q++)
      for (let b = 0; b < bits; b++) if (q & (1 << b)) points[q * size + d] ^= directions[b];
  }
  return points;
}

/** The direction numbers of a dimension: the b-th says where the b-th bit of a point's number moves it. */
function directionsOf(d: number, bits: number): Int32Array {
  if (d === 0) return Int32Array.from({ length: bits }, (_, b) => 1 << (bits - 1 - b));
  const { middle, first } = polynomials[d - 1];
  const degree = first.length;
  const odd = first.slice(0, bits);
  for (let b = odd.length; b < bits; b++) {
    let next = odd[b - degree] ^ (odd[b - degree] << degree);
    for (let j = 1; j < degree; j++) if ((middle >> (degree - 1 - j)) & 1) next ^= odd[b - j] << j;
    odd.push(next);
  }
  return Int32Array.from(odd, (value, b) => value << (bits - 1 - b));
}

/**
 * Scramble points as Owen (1995) does: in each dimension by itself the halves of the unit interval are swapped or not by
 * chance, then the halves of each half, and so on. Boxes keep equally many points, and a mean over the points errs by
 * chance alone, on average by nothing.
 *
 * @param points x size, whole numbers below 2^bits; a new array is returned.
 *
 * Owen, A. B. (1995). Randomly permuted (t,m,s)-nets and (t,s)-sequences. In Monte Carlo and quasi-Monte Carlo methods in
 * scientific computing (pp. 299-317). Springer.
 */
export function scrambled(points: Int32Array, bits: number, size: number, uniform: Uniform): Int32Array {
  const out = points.slice();
  const swaps = new Uint8Array(2 ** bits);
  for (let d = 0; d < size; d++) {
    // The knot of a binary tree that the first b bits lead to is 2^b plus these bits.
    for (let knot = 1; knot < swaps.length; knot++) swaps[knot] = Number(uniform() < 0.5);
    for (let at = d; at < out.length; at += size) {
      const from = points[at];
      for (let b = 0; b < bits; b++)
        if (swaps[(1 << b) | (from >> (bits - b))]) out[at] ^= 1 << (bits - 1 - b);
    }
  }
  return out;
}
