import { oddEven } from "./split-half.js";

/** The best split into two halves of equal size (of an odd number of items, one larger by one). */
export interface BestSplit {
  /** The largest 4 cov(A, B) / variance of the total found: Guttman's lambda 4. */
  lambda4: number;
  /** Which items make the first half. */
  isFirst: boolean[];
  /** All splits were tried; or exchanges of two items from several starts, which gives a lower bound of the best. */
  method: "all-splits" | "search";
}

/** Up to here all splits are tried; 16 items have 6435. */
const allSplitsItemMax = 16;

const startsMax = 60;

/**
 * The split that makes lambda 4 largest: with signs x of +1 and -1 for the halves, cov(A, B) is (1'C1 - x'Cx) / 4,
 * so that x'Cx is made small. Null as `splitHalf`.
 */
export function bestSplit(covariances: Float64Array, itemCount: number): BestSplit | null {
  const total = covariances.reduce((sum, value) => sum + value, 0);
  if (itemCount < 2 || !(total > 0)) return null;
  const isExact = itemCount <= allSplitsItemMax;
  const signs = isExact ? tryAll(covariances, itemCount) : search(covariances, itemCount);
  return {
    lambda4: 1 - quadraticForm(covariances, signs) / total,
    isFirst: Array.from(signs, (sign) => sign > 0),
    method: isExact ? "all-splits" : "search",
  };
}

function quadraticForm(matrix: Float64Array, x: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < x.length; j++) sum += x[i] * x[j] * matrix[i * x.length + j];
  return sum;
}

function tryAll(matrix: Float64Array, itemCount: number): Int8Array {
  const half = Math.floor(itemCount / 2);
  const signs = new Int8Array(itemCount).fill(-1);
  let best = signs;
  let least = Infinity;
  const choose = (from: number, left: number): void => {
    if (left === 0) {
      const value = quadraticForm(matrix, signs);
      if (value < least) {
        least = value;
        best = signs.slice();
      }
      return;
    }
    for (let i = from; i <= itemCount - left; i++) {
      signs[i] = 1;
      choose(i + 1, left - 1);
      signs[i] = -1;
      // With an even number of items the other half is the same split: the first item may stay where it is.
      if (from === 0 && 2 * half === itemCount) break;
    }
  };
  choose(0, half);
  return best;
}

function search(matrix: Float64Array, itemCount: number): Int8Array {
  let best: Int8Array | null = null;
  let least = Infinity;
  for (let start = 0; start < Math.min(startsMax, itemCount); start++) {
    const signs = descend(matrix, startFrom(itemCount, start));
    const value = quadraticForm(matrix, signs);
    if (value < least) {
      least = value;
      best = signs;
    }
  }
  return best ?? startFrom(itemCount, 0);
}

/** Odd against even, and then orders in steps of 2, 3 ... items, each cut in the middle. */
function startFrom(itemCount: number, start: number): Int8Array {
  if (start === 0) return Int8Array.from(oddEven(itemCount), (isFirst) => (isFirst ? 1 : -1));
  const signs = new Int8Array(itemCount).fill(-1);
  let taken = 0;
  for (let offset = 0; offset < start + 1; offset++)
    for (let i = offset; i < itemCount && taken < Math.floor(itemCount / 2); i += start + 1) {
      signs[(i + start) % itemCount] = 1;
      taken++;
    }
  return signs;
}

/** Exchange the two items that lower x'Cx most, until none does. */
function descend(matrix: Float64Array, signs: Int8Array): Int8Array {
  const count = signs.length;
  for (;;) {
    const gradient = Float64Array.from(signs, (_, i) => {
      let sum = 0;
      for (let j = 0; j < count; j++) sum += matrix[i * count + j] * signs[j];
      return sum;
    });
    let least = -1e-12 * Math.abs(matrix[0]);
    let pair: [number, number] | null = null;
    for (let i = 0; i < count; i++) {
      if (signs[i] < 0) continue;
      for (let j = 0; j < count; j++) {
        if (signs[j] > 0) continue;
        const change =
          4 * (gradient[j] - gradient[i]) +
          4 * (matrix[i * count + i] + matrix[j * count + j] - 2 * matrix[i * count + j]);
        if (change < least) {
          least = change;
          pair = [i, j];
        }
      }
    }
    if (!pair) return signs;
    signs[pair[0]] = -1;
    signs[pair[1]] = 1;
  }
}
