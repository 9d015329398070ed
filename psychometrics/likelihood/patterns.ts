import { findChunks, type Chunk, type CodedChunk } from "./chunks.js";

/**
 * Responses with everything that repeats taken out, so that the E-step does each thing once.
 *
 * Test takers of one group with the same responses are one pattern, whose weight is the sum of theirs. Items are taken
 * in chunks with few distinct combinations of responses (8 right-or-wrong items have at most 256): the likelihood of a
 * combination is made once per cycle, and a pattern then costs one multiplication per chunk and node in place of one
 * per item and node. Patterns are in the order of their combinations, so that neighbours begin alike.
 */
export interface Patterns {
  readonly itemCount: number;
  /** The number of categories of each item. */
  readonly categories: Int32Array;
  readonly patternCount: number;
  /** Patterns x items: the category, or -1 where not presented. */
  readonly responses: Int8Array;
  readonly weights: Float64Array;
  readonly groups: Int32Array;
  readonly groupCount: number;
  /** The pattern of each test taker. */
  readonly personPattern: Int32Array;
  readonly chunks: readonly Chunk[];
  /** Pattern n's combinations are `codes[codeStarts[n]]` to `codes[codeStarts[n + 1] - 1]`; a chunk unseen has none. */
  readonly codeStarts: Int32Array;
  /** Places among all chunks' combinations. */
  readonly codes: Int32Array;
  /** How many combinations all chunks have together. */
  readonly codeCount: number;
  /** So many combinations at the beginning of a pattern are mostly those of the pattern before. */
  readonly headLength: number;
}

// A row of a table of combinations costs about as much as 32 patterns, and tables are kept within the processor's nearer
// caches: 8 right-or-wrong items are a third faster than 10, even where a million test takers use every combination.
const patternsPerCode = 32;
const chunkCodesMin = 16;
const chunkCodesMax = 256;

/** A head is worth making when so many patterns share it on average. */
const patternsPerHead = 6;

/**
 * Find the patterns and chunks of recoded responses.
 *
 * @param responses persons x items: categories from 0, or -1 where not presented.
 */
export function findPatterns(
  responses: Int8Array,
  categories: Int32Array,
  weights: Float64Array,
  groups: Int32Array,
  groupCount: number,
): Patterns {
  const itemCount = categories.length;
  const personCount = weights.length;
  const limit = Math.min(chunkCodesMax, Math.max(chunkCodesMin, Math.floor(personCount / patternsPerCode)));
  const chunks = findChunks(responses, categories, personCount, limit);
  const order = orderPersons(chunks, groups, groupCount);
  const { personPattern, first } = numberPatterns(chunks, groups, order);
  const patternCount = first.length;
  const patternWeights = new Float64Array(patternCount);
  for (let p = 0; p < personCount; p++) patternWeights[personPattern[p]] += weights[p];
  const patternResponses = new Int8Array(patternCount * itemCount);
  const patternGroups = new Int32Array(patternCount);
  for (let n = 0; n < patternCount; n++) {
    const row = first[n] * itemCount;
    patternResponses.set(responses.subarray(row, row + itemCount), n * itemCount);
    patternGroups[n] = groups[first[n]];
  }
  const { codes, codeStarts } = gatherCodes(chunks, first);
  return {
    itemCount,
    categories,
    patternCount,
    responses: patternResponses,
    weights: patternWeights,
    groups: patternGroups,
    groupCount,
    personPattern,
    chunks: chunks.map(({ items, codeStart, codeCount, levels }) => ({
      items,
      codeStart,
      codeCount,
      levels,
    })),
    codes,
    codeStarts,
    codeCount: chunks.reduce((sum, chunk) => sum + chunk.codeCount, 0),
    headLength: commonLength(codes, codeStarts, patternGroups),
  };
}

/**
 * Persons by group, then by the chunks they saw any of, then by their combinations, first chunk first: a counting sort
 * for each, the last one first. Test takers of one booklet stand together, so that a part of them needs few chunks.
 */
function orderPersons(chunks: readonly CodedChunk[], groups: Int32Array, groupCount: number): Int32Array {
  let order = Int32Array.from(groups, (_, p) => p);
  let spare = new Int32Array(groups.length);
  const sortBy = (keys: Int32Array, keyCount: number): void => {
    // Keys from -1 on: the places where each begins.
    const places = new Int32Array(keyCount + 2);
    for (let p = 0; p < keys.length; p++) places[keys[p] + 2]++;
    for (let key = 1; key < places.length; key++) places[key] += places[key - 1];
    for (let n = 0; n < order.length; n++) spare[places[keys[order[n]] + 1]++] = order[n];
    [order, spare] = [spare, order];
  };
  for (let c = chunks.length - 1; c >= 0; c--) sortBy(chunks[c].codes, chunks[c].codeCount);
  const { classes, classCount } = seenTogether(chunks, groups.length);
  if (classCount > 1) sortBy(classes, classCount);
  if (groupCount > 1) sortBy(groups, groupCount);
  return order;
}

/** Persons numbered by which chunks they saw any of: the same number for the same chunks. */
function seenTogether(
  chunks: readonly CodedChunk[],
  personCount: number,
): { classes: Int32Array; classCount: number } {
  const classes = new Int32Array(personCount);
  let classCount = 1;
  for (const { codes } of chunks) {
    const numbers = new Int32Array(2 * classCount).fill(-1);
    classCount = 0;
    for (let p = 0; p < personCount; p++) {
      const key = 2 * classes[p] + (codes[p] < 0 ? 0 : 1);
      if (numbers[key] < 0) numbers[key] = classCount++;
      classes[p] = numbers[key];
    }
  }
  return { classes, classCount };
}

/** Number the patterns in the order of the persons; `first` is a person of each. */
function numberPatterns(
  chunks: readonly CodedChunk[],
  groups: Int32Array,
  order: Int32Array,
): { personPattern: Int32Array; first: Int32Array } {
  const personPattern = new Int32Array(order.length);
  const first = new Int32Array(order.length);
  let patternCount = 0;
  for (let n = 0; n < order.length; n++) {
    const p = order[n];
    const before = n > 0 ? order[n - 1] : -1;
    let isSame = n > 0 && groups[p] === groups[before];
    for (let c = 0; isSame && c < chunks.length; c++) {
      isSame = chunks[c].codes[p] === chunks[c].codes[before];
    }
    if (!isSame) first[patternCount++] = p;
    personPattern[p] = patternCount - 1;
  }
  return { personPattern, first: first.slice(0, patternCount) };
}

function gatherCodes(
  chunks: readonly CodedChunk[],
  first: Int32Array,
): { codes: Int32Array; codeStarts: Int32Array } {
  const codeStarts = new Int32Array(first.length + 1);
  for (let n = 0; n < first.length; n++) {
    let seen = 0;
    for (const chunk of chunks) if (chunk.codes[first[n]] >= 0) seen++;
    codeStarts[n + 1] = codeStarts[n] + seen;
  }
  const codes = new Int32Array(codeStarts[first.length]);
  let at = 0;
  for (let n = 0; n < first.length; n++) {
    for (const { codes: ofPersons, codeStart } of chunks) {
      const code = ofPersons[first[n]];
      if (code >= 0) codes[at++] = codeStart + code;
    }
  }
  return { codes, codeStarts };
}

/** The greatest length at which patterns have few distinct beginnings. */
function commonLength(codes: Int32Array, codeStarts: Int32Array, groups: Int32Array): number {
  // changes[h]: patterns whose first h combinations are those of the pattern before, and no more of them.
  const changes: number[] = [];
  let longest = 0;
  for (let n = 1; n < groups.length; n++) {
    const start = codeStarts[n];
    const before = codeStarts[n - 1];
    const most = Math.min(codeStarts[n + 1] - start, start - before);
    let same = 0;
    if (groups[n] === groups[n - 1]) {
      while (same < most && codes[start + same] === codes[before + same]) same++;
    }
    longest = Math.max(longest, same);
    changes[same] = (changes[same] ?? 0) + 1;
  }
  let heads = 1;
  let length = 0;
  while (length < longest) {
    heads += changes[length] ?? 0;
    if (heads * patternsPerHead > groups.length) break;
    length++;
  }
  return length;
}
