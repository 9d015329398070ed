import type { ResponseValue } from "../types.js";

/** Small tests and draws that the declarations share; nothing here knows a kind of interaction. */

/** Distinct ids, each of them known, at most `countMax` of them. */
export function areIds(value: unknown, known: readonly string[], countMax: number): value is string[] {
  if (!Array.isArray(value) || value.length > countMax) return false;
  return new Set(value).size === value.length && value.every((id) => known.includes(id as string));
}

/** A plain object whose own keys are all among `parts` and whose values all pass `fits`. */
export function isRecordOf<V>(
  value: ResponseValue,
  parts: readonly string[],
  fits: (part: unknown, id: string) => part is V,
): value is Extract<ResponseValue, Record<string, V>> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return Object.entries(value).every(([id, part]) => parts.includes(id) && fits(part, id));
}

/**
 * The score for a share of what was right: `share * maxScore` rounded down, so that only a wholly right response gets
 * the full score. A share below 0 gives 0.
 */
export function scoreOfShare(share: number, maxScore: number): number {
  // 3 of 10 times 10 is 2.9999999999999996; the small addition keeps it 3.
  return Math.max(0, Math.min(maxScore, Math.floor(share * maxScore + 1e-9)));
}

/** The numbers from `first` to `last`, both included. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
}

/** Each value once, from low to high. */
export function distinctScores(scores: readonly number[]): number[] {
  return [...new Set(scores)].sort((a, b) => a - b);
}

/** One of the list, each as likely. */
export function pick<T>(list: readonly T[], random: () => number): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new RangeError("there is nothing to pick from");
  return chosen;
}

/** The list in random order (Fisher and Yates). */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const out = [...list];
  for (let last = out.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [out[last], out[other]] = [out[other] as T, out[last] as T];
  }
  return out;
}

/** `count` of the list, in the list's order, each subset as likely. */
export function sample<T>(list: readonly T[], count: number, random: () => number): T[] {
  const taken = new Set(
    shuffled(
      list.map((_, index) => index),
      random,
    ).slice(0, count),
  );
  return list.filter((_, index) => taken.has(index));
}

/** Thrown when a simulated response is asked for a score that the item's rule never gives. */
export function noSuchScore(score: number, attainable: readonly number[]): RangeError {
  return new RangeError(
    `no response scores ${score}; the scores that can be reached are ${attainable.join(", ")}`,
  );
}

/** "A" to "Z", then "AA", "AB" …: the suffix of the variable for the part at `index`. */
export function suffixAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : suffixAt(Math.floor(index / 26) - 1) + letter;
}
