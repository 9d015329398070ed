/**
 * Responses with everything that repeats taken out, so that the E-step does each thing once.
 *
 * Test takers of one group with the same responses are one pattern, whose weight is the sum of theirs. Items are taken
 * in chunks of neighbours with few distinct combinations of responses (8 right-or-wrong items have at most 256): the
 * log-likelihood of a combination is summed once per cycle, and a pattern then costs one addition per chunk and node
 * in place of one per item and node.
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
  /** Patterns x chunks: the place of the pattern's combination among all chunks' combinations, or -1 if all missing. */
  readonly codes: Int32Array;
  /** How many combinations all chunks have together. */
  readonly codeCount: number;
}

/** A run of items and the combinations of responses to them that occur. */
export interface Chunk {
  /** The first item of the run. */
  start: number;
  itemCount: number;
  /** The first of its combinations among those of all chunks. */
  codeStart: number;
  codeCount: number;
  /** Combinations x items of the run: the category, or -1. */
  responses: Int8Array;
}

const chunkCodesMax = 512;
const chunkCodesMin = 16;

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
  const limit = Math.min(chunkCodesMax, Math.max(chunkCodesMin, personCount >> 2));
  const chunks: Chunk[] = [];
  const personCodes: Int32Array[] = [];
  let codeCount = 0;
  for (let start = 0; start < itemCount;) {
    const { chunk, codes } = nextChunk(responses, categories, personCount, start, limit);
    chunks.push({ ...chunk, codeStart: codeCount });
    personCodes.push(codes);
    codeCount += chunk.codeCount;
    start += chunk.itemCount;
  }

  // Group and chunk codes are folded one after another into one identity per person.
  let identity: Int32Array = groups.slice();
  let identityCount = groupCount;
  chunks.forEach((chunk, c) => {
    ({ identity, identityCount } = foldPairs(identity, personCodes[c], chunk.codeCount));
  });

  const patternCount = identityCount;
  const first = new Int32Array(patternCount).fill(-1);
  const patternWeights = new Float64Array(patternCount);
  for (let p = 0; p < personCount; p++) {
    if (first[identity[p]] < 0) first[identity[p]] = p;
    patternWeights[identity[p]] += weights[p];
  }
  const patternResponses = new Int8Array(patternCount * itemCount);
  const patternGroups = new Int32Array(patternCount);
  const codes = new Int32Array(patternCount * chunks.length);
  first.forEach((p, n) => {
    patternResponses.set(responses.subarray(p * itemCount, (p + 1) * itemCount), n * itemCount);
    patternGroups[n] = groups[p];
    chunks.forEach((chunk, c) => {
      const code = personCodes[c][p];
      const at = code * chunk.itemCount;
      const isEmpty = chunk.responses.subarray(at, at + chunk.itemCount).every((category) => category < 0);
      codes[n * chunks.length + c] = isEmpty ? -1 : chunk.codeStart + code;
    });
  });
  return {
    itemCount,
    categories,
    patternCount,
    responses: patternResponses,
    weights: patternWeights,
    groups: patternGroups,
    groupCount,
    personPattern: identity,
    chunks,
    codes,
    codeCount,
  };
}

/** Items from `start` on, as many as keep the number of distinct combinations within the limit; at least one. */
function nextChunk(
  responses: Int8Array,
  categories: Int32Array,
  personCount: number,
  start: number,
  limit: number,
): { chunk: Omit<Chunk, "codeStart">; codes: Int32Array } {
  const itemCount = categories.length;
  let codes: Int32Array = new Int32Array(personCount);
  let codeCount = 1;
  let members: number[][] = [[]];
  let end = start;
  while (end < itemCount) {
    const width = categories[end] + 1;
    const codeOf = new Int32Array(codeCount * width).fill(-1);
    const next = new Int32Array(personCount);
    const nextMembers: number[][] = [];
    for (let p = 0; p < personCount; p++) {
      const category = responses[p * itemCount + end];
      const key = codes[p] * width + category + 1;
      if (codeOf[key] < 0) codeOf[key] = nextMembers.push([...members[codes[p]], category]) - 1;
      next[p] = codeOf[key];
    }
    if (nextMembers.length > limit && end > start) break;
    codes = next;
    codeCount = nextMembers.length;
    members = nextMembers;
    end++;
  }
  const flat = Int8Array.from(members.flat());
  return { chunk: { start, itemCount: end - start, codeCount, responses: flat }, codes };
}

function foldPairs(
  identity: Int32Array,
  codes: Int32Array,
  codeCount: number,
): { identity: Int32Array; identityCount: number } {
  const places = new Map<number, number>();
  const folded = new Int32Array(identity.length);
  for (let p = 0; p < identity.length; p++) {
    const key = identity[p] * codeCount + codes[p];
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
    }
    folded[p] = place;
  }
  return { identity: folded, identityCount: places.size };
}
