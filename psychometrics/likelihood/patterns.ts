import { findBooklets, type Booklets } from "./booklets.js";
import { planChunks, type Chunk } from "./chunks.js";
import { codeResponses, type Coding } from "./coding.js";
import { orderRows } from "./row-order.js";

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
  /** Who was presented the same: booklet n has the patterns from `bookletStarts[n]` up to `bookletStarts[n + 1]`. */
  readonly booklets: Booklets;
  readonly bookletStarts: Int32Array;
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
 * @param responses persons x items: categories from 0, or -1 where not presented; they must not change afterwards.
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
  const booklets = findBooklets(responses, itemCount, groups, groupCount);
  const plans = planChunks(responses, categories, booklets, limit);
  const coding = codeResponses(responses, categories, booklets, plans);
  const { personPattern, first, bookletStarts, codes, codeStarts } = numberPatterns(coding);
  const patternCount = first.length;
  const patternWeights = new Float64Array(patternCount);
  for (let p = 0; p < personCount; p++) patternWeights[personPattern[p]] += weights[p];
  const patternGroups = new Int32Array(patternCount);
  for (let b = 0; b < booklets.count; b++)
    patternGroups.fill(booklets.groups[b], bookletStarts[b], bookletStarts[b + 1]);
  // Not every use asks for these two; the responses are as large as the data.
  let patternResponses: Int8Array | null = null;
  let headLength: number | null = null;
  return {
    itemCount,
    categories,
    patternCount,
    get responses() {
      return (patternResponses ??= rowsOfPatterns(responses, itemCount, first));
    },
    weights: patternWeights,
    groups: patternGroups,
    groupCount,
    personPattern,
    chunks: coding.chunks,
    codes,
    codeStarts,
    codeCount: coding.codeCount,
    booklets,
    bookletStarts,
    get headLength() {
      return (headLength ??= commonLength(codes, codeStarts, patternGroups));
    },
  };
}

/**
 * Number the patterns, booklet by booklet in the order of their combinations, first chunk first; `first` is a person of
 * each. Test takers of one booklet stand together, so that a part of them needs few chunks.
 */
function numberPatterns(
  coding: Coding,
): Pick<Patterns, "personPattern" | "bookletStarts" | "codes" | "codeStarts"> & { first: Int32Array } {
  const { persons, personStarts, seen, seenStarts, rows, rowStarts, codeOf, codeOfStarts } = coding;
  const personPattern = new Int32Array(persons.length);
  const first = new Int32Array(persons.length);
  const codes = new Int32Array(rows.length);
  const codeStarts = new Int32Array(persons.length + 1);
  const bookletStarts = new Int32Array(personStarts.length);
  let count = 0;
  let codesEnd = 0;
  let order = new Int32Array(0);
  for (let b = 0; b + 1 < personStarts.length; b++) {
    const width = seenStarts[b + 1] - seenStarts[b];
    const size = personStarts[b + 1] - personStarts[b];
    if (size > order.length) order = new Int32Array(size);
    orderRows(rows, rowStarts[b], width, size, order);
    for (let n = 0; n < size; n++) {
      const row = rowStarts[b] + order[n] * width;
      const person = persons[personStarts[b] + order[n]];
      let isNew = n === 0;
      if (!isNew) {
        const before = rowStarts[b] + order[n - 1] * width;
        for (let c = 0; !isNew && c < width; c++) isNew = rows[row + c] !== rows[before + c];
      }
      if (isNew) {
        for (let c = 0; c < width; c++) {
          codes[codesEnd++] = codeOf[codeOfStarts[seen[seenStarts[b] + c]] + rows[row + c]];
        }
        first[count++] = person;
        codeStarts[count] = codesEnd;
      }
      personPattern[person] = count - 1;
    }
    bookletStarts[b + 1] = count;
  }
  return {
    personPattern,
    first: first.slice(0, count),
    bookletStarts,
    codes: codes.slice(0, codesEnd),
    codeStarts: codeStarts.slice(0, count + 1),
  };
}

function rowsOfPatterns(responses: Int8Array, itemCount: number, first: Int32Array): Int8Array {
  const rows = new Int8Array(first.length * itemCount);
  for (let n = 0, to = 0; n < first.length; n++) {
    const end = (first[n] + 1) * itemCount;
    for (let from = end - itemCount; from < end; from++) rows[to++] = responses[from];
  }
  return rows;
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
