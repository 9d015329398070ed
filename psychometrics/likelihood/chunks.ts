/** Some items and the combinations of responses to them that occur, as a tree: each level adds one item's response. */
export interface Chunk {
  /** The chunk's items, in the order of the levels. */
  items: Int32Array;
  /** The first of its combinations among those of all chunks. */
  codeStart: number;
  codeCount: number;
  levels: Level[];
}

/** The distinct beginnings of combinations up to one item; on the last level, the combinations themselves. */
export interface Level {
  /** For each of them: the one of the level before that it goes on from (0 on the first level). */
  parents: Int32Array;
  /** For each of them: the category of the level's item, or -1 where not presented. */
  categories: Int8Array;
}

/** A chunk with each person's combination; -1 for those to whom nothing of it was presented. */
export interface CodedChunk extends Chunk {
  codes: Int32Array;
}

/**
 * Cut items into chunks: as many neighbours each as keep the number of distinct combinations within `limit`, at least
 * one. Items that were presented to exactly the same persons are neighbours, wherever they are in the file, and no chunk
 * reaches beyond them: a block of a booklet design is seen whole or not at all, and costs nothing where it is not seen.
 *
 * @param responses persons x items: categories from 0, or -1 where not presented.
 */
export function findChunks(
  responses: Int8Array,
  categories: Int32Array,
  personCount: number,
  limit: number,
): CodedChunk[] {
  const chunks: CodedChunk[] = [];
  let codeStart = 0;
  for (const block of blocksOf(responses, categories.length, personCount)) {
    const persons = personsOf(responses, categories.length, personCount, block);
    let most = block.items.length;
    for (let start = 0; start < block.items.length;) {
      const items = block.items.subarray(start, start + most);
      const chunk = nextChunk(responses, categories, personCount, persons, items, limit);
      // Ten items of which eight fit are taken as five and five: that makes fewer combinations than eight and two.
      const even = Math.ceil(items.length / Math.ceil(items.length / chunk.items.length));
      if (start === 0 && even < chunk.items.length) {
        most = even;
        continue;
      }
      chunks.push({ ...chunk, codeStart });
      codeStart += chunk.codeCount;
      start += chunk.items.length;
    }
  }
  return chunks;
}

/** Items that are cut into chunks together. */
interface Block {
  items: Int32Array;
  /** Whether they were presented to exactly the same persons. */
  isWhole: boolean;
}

/** Sets of items presented to exactly the same persons; items that have no such company are one set together. */
function blocksOf(responses: Int8Array, itemCount: number, personCount: number): Block[] {
  const marks = new Int32Array(itemCount);
  for (let p = 0; p < personCount; p++) {
    // Equal sums of scrambled person numbers mean equal sets of persons, up to one chance in billions that costs
    // a little speed and nothing else.
    let mark = Math.imul(p + 1, 0x9e3779b1);
    mark = Math.imul(mark ^ (mark >>> 15), 0x85ebca6b);
    mark ^= mark >>> 13;
    const row = p * itemCount;
    for (let i = 0; i < itemCount; i++) {
      // The sign bit of a category is the mark of "not presented".
      marks[i] = (marks[i] + (mark & ~(responses[row + i] >> 7))) | 0;
    }
  }
  const blocks = new Map<number, number[]>();
  marks.forEach((mark, i) => blocks.set(mark, [...(blocks.get(mark) ?? []), i]));
  const all = [...blocks.values()];
  const alone = all.filter((block) => block.length === 1).flat();
  return [
    ...all
      .filter((block) => block.length > 1)
      .map((block) => ({ items: Int32Array.from(block), isWhole: true })),
    { items: Int32Array.from(alone), isWhole: false },
  ];
}

/** The persons who may have responses to a block. */
function personsOf(
  responses: Int8Array,
  itemCount: number,
  personCount: number,
  { items, isWhole }: Block,
): Int32Array {
  const persons = new Int32Array(personCount);
  let count = 0;
  for (let p = 0; p < personCount; p++) {
    if (!isWhole || responses[p * itemCount + items[0]] >= 0) persons[count++] = p;
  }
  return persons.subarray(0, count);
}

/** @param persons who may have responses to the items. */
function nextChunk(
  responses: Int8Array,
  categories: Int32Array,
  personCount: number,
  persons: Int32Array,
  order: Int32Array,
  limit: number,
): Omit<CodedChunk, "codeStart"> {
  const levels: Level[] = [];
  let codes = new Int32Array(persons.length);
  let spare = new Int32Array(persons.length);
  let codeCount = 1;
  let emptyCode = 0;
  for (const item of order) {
    const most = levels.length > 0 ? limit : Infinity;
    const level = extend(responses, categories, item, persons, codes, codeCount, spare, most);
    if (!level) break;
    [codes, spare] = [spare, codes];
    emptyCode = level.parents.findIndex((parent, code) => parent === emptyCode && level.categories[code] < 0);
    codeCount = level.parents.length;
    levels.push(level);
  }
  const ofAll = new Int32Array(personCount).fill(-1);
  for (let n = 0; n < persons.length; n++) if (codes[n] !== emptyCode) ofAll[persons[n]] = codes[n];
  return { items: order.slice(0, levels.length), codeCount, levels, codes: ofAll };
}

/** One item more: fills `next` with the longer combinations. Null where there would be more than `limit` of them. */
function extend(
  responses: Int8Array,
  categories: Int32Array,
  item: number,
  persons: Int32Array,
  codes: Int32Array,
  codeCount: number,
  next: Int32Array,
  limit: number,
): Level | null {
  const itemCount = categories.length;
  const width = categories[item] + 1;
  const codeOf = new Int32Array(codeCount * width).fill(-1);
  const parents: number[] = [];
  const added: number[] = [];
  for (let n = 0; n < persons.length; n++) {
    const category = responses[persons[n] * itemCount + item];
    const key = codes[n] * width + category + 1;
    let code = codeOf[key];
    if (code < 0) {
      code = parents.length;
      if (code >= limit) return null;
      codeOf[key] = code;
      parents.push(codes[n]);
      added.push(category);
    }
    next[n] = code;
  }
  return { parents: Int32Array.from(parents), categories: Int8Array.from(added) };
}
