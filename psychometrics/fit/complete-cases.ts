import type { AlignedData } from "../persons/align.js";
import type { Patterns } from "../likelihood/patterns.js";
import { marginCount, type Moments } from "./moments.js";

/** A group's test takers with a response to each of its items, or those with one booklet. */
export interface CompleteCases {
  /** Their patterns, and the sum of their weights. */
  patterns: number[];
  weight: number;
  n: number;
  /** Of all weight with a response in the group. */
  share: number;
}

/**
 * The complete cases of a group.
 *
 * @param weights of the test takers; those of weight zero do not count.
 * @param group its place among the calibration's groups.
 * @param places of its items among the calibration's.
 */
export function completeCases(
  { patterns }: AlignedData,
  weights: Float64Array,
  group: number,
  places: readonly number[],
): CompleteCases {
  const complete: number[] = [];
  const isComplete = new Uint8Array(patterns.patternCount);
  let weight = 0;
  let all = 0;
  for (let n = 0; n < patterns.patternCount; n++) {
    if (patterns.groups[n] !== group || !(patterns.weights[n] > 0)) continue;
    const hasResponse = (i: number) => patterns.responses[n * patterns.itemCount + i] >= 0;
    if (places.some(hasResponse)) all += patterns.weights[n];
    if (!places.every(hasResponse)) continue;
    isComplete[n] = 1;
    complete.push(n);
    weight += patterns.weights[n];
  }
  let n = 0;
  patterns.personPattern.forEach((pattern, p) => (n += weights[p] > 0 ? isComplete[pattern] : 0));
  return { patterns: complete, weight, n, share: all > 0 ? weight / all : 0 };
}

/** For each booklet the test takers who had it: those of its group who were presented its items and no others. */
export function casesOfBooklets(patterns: Patterns, weights: Float64Array): CompleteCases[] {
  const { booklets, bookletStarts } = patterns;
  const found = Array.from({ length: booklets.count }, (_, b): CompleteCases => {
    const own: CompleteCases = { patterns: [], weight: 0, n: 0, share: 0 };
    for (let n = bookletStarts[b]; n < bookletStarts[b + 1]; n++) {
      if (!(patterns.weights[n] > 0)) continue;
      own.patterns.push(n);
      own.weight += patterns.weights[n];
    }
    return own;
  });
  booklets.ofPerson.forEach((b, p) => (found[b].n += Number(weights[p] > 0)));
  const all = new Float64Array(patterns.groupCount);
  found.forEach(({ weight }, b) => {
    if (booklets.itemStarts[b + 1] > booklets.itemStarts[b]) all[booklets.groups[b]] += weight;
  });
  found.forEach((own, b) => (own.share = own.weight > 0 ? own.weight / all[booklets.groups[b]] : 0));
  return found;
}

/** The margins as complete cases have them. */
export function observedMargins(
  moments: Moments,
  { patterns }: AlignedData,
  places: readonly number[],
  complete: CompleteCases,
): Float64Array {
  const { functions, single, pairs } = moments;
  const out = new Float64Array(marginCount(moments));
  const values = new Float64Array(functions.length);
  for (const n of complete.patterns) {
    const share = patterns.weights[n] / complete.weight;
    functions.forEach((of, f) => {
      values[f] = of.values[patterns.responses[n * patterns.itemCount + places[of.item]]];
    });
    single.forEach((f, m) => (out[m] += share * values[f]));
    pairs.forEach(([f, g], m) => (out[single.length + m] += share * values[f] * values[g]));
  }
  return out;
}

/** The shares of each item's categories among complete cases. */
export function categoryShares(
  { patterns, items }: AlignedData,
  places: readonly number[],
  complete: CompleteCases,
): Float64Array[] {
  return places.map((i) => {
    const shares = new Float64Array(items[i].categories);
    for (const n of complete.patterns)
      shares[patterns.responses[n * patterns.itemCount + i]] += patterns.weights[n] / complete.weight;
    return shares;
  });
}
