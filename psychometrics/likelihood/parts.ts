import type { Patterns } from "./patterns.js";

// A part has sums of its own over all combinations; below so many patterns they would cost more than they save.
const partPatternsMin = 8192;
const partsMax = 16;

/**
 * Borders of the parts into which an E-step falls: part `n` has the patterns from the n-th border up to the next.
 * They depend on the patterns alone, never on how many threads there are, and are of about the same work.
 */
export function cutIntoParts({
  patternCount,
  codeStarts,
  bookletStarts,
}: Pick<Patterns, "patternCount" | "codeStarts" | "bookletStarts">): Int32Array {
  const count = Math.max(1, Math.min(partsMax, Math.floor(patternCount / partPatternsMin)));
  const borders = new Int32Array(count + 1);
  // A pattern costs a little by itself, and as much again for each combination.
  const workBefore = (n: number): number => codeStarts[n] + n;
  const all = workBefore(patternCount);
  let n = 0;
  for (let part = 1; part <= count; part++) {
    while (n < patternCount && workBefore(n) * count < all * part) n++;
    borders[part] = n;
  }
  borders[count] = patternCount;
  moveToBooklets(borders, bookletStarts);
  return borders;
}

/** What a part sets up for a booklet is set up twice where a border goes through it: borders go to the nearest booklet's. */
function moveToBooklets(borders: Int32Array, bookletStarts: Int32Array): void {
  const count = borders.length - 1;
  const farthest = borders[count] / count / 4;
  let b = 0;
  for (let part = 1; part < count; part++) {
    const border = borders[part];
    while (b + 1 < bookletStarts.length && bookletStarts[b + 1] <= border) b++;
    const before = bookletStarts[b];
    const after = b + 1 < bookletStarts.length ? bookletStarts[b + 1] : before;
    const nearest = border - before <= after - border ? before : after;
    if (Math.abs(nearest - border) <= farthest) borders[part] = nearest;
  }
}

/** For each part and chunk, part by part: 1 where a pattern of the part has a combination of the chunk. */
export function chunksOfParts(
  { chunks, codes, codeStarts, codeCount }: Patterns,
  partStarts: Int32Array,
): Uint8Array {
  const chunkOf = new Int32Array(codeCount);
  chunks.forEach((chunk, c) => chunkOf.fill(c, chunk.codeStart, chunk.codeStart + chunk.codeCount));
  const partCount = partStarts.length - 1;
  const isThere = new Uint8Array(partCount * chunks.length);
  for (let part = 0; part < partCount; part++) {
    const end = codeStarts[partStarts[part + 1]];
    for (let n = codeStarts[partStarts[part]]; n < end; n++) {
      isThere[part * chunks.length + chunkOf[codes[n]]] = 1;
    }
  }
  return isThere;
}
