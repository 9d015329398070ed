import type { Booklets } from "./booklets.js";

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

/** Items that make a chunk. */
export interface ChunkPlan {
  items: Int32Array;
  /** A combination of their categories is a number below this, the last item's category counting least. */
  size: number;
  /** For items that were not presented to the same persons: the combinations that occur, numbered, and each person's. */
  found: { levels: Level[]; codes: Uint8Array } | null;
}

/**
 * Cut items into chunks: as many neighbours each as keep the number of combinations within `limit`, at least one.
 * Items that were presented to exactly the same persons are neighbours, wherever they are in the file, and no chunk
 * reaches beyond them: a block of a booklet design is seen whole or not at all, and costs nothing where it is not seen.
 *
 * @param responses persons x items: categories from 0, or -1 where not presented.
 * @param limit at most 256.
 */
export function planChunks(
  responses: Int8Array,
  categories: Int32Array,
  booklets: Booklets,
  limit: number,
): ChunkPlan[] {
  const { whole, alone } = blocksOf(booklets, categories.length);
  const plans = whole.flatMap((items) => cutBlock(items, categories, limit));
  for (let start = 0, most = alone.length; start < alone.length;) {
    const items = alone.subarray(start, start + most);
    const plan = planByCombinations(responses, categories, booklets.ofPerson.length, items, limit);
    // Ten items of which eight fit are taken as five and five: that makes fewer combinations than eight and two.
    const even = Math.ceil(items.length / Math.ceil(items.length / plan.items.length));
    if (start === 0 && even < plan.items.length) {
      most = even;
      continue;
    }
    plans.push(plan);
    start += plan.items.length;
  }
  return plans;
}

/** Sets of items presented to exactly the same persons, and all items that have no such company. */
function blocksOf(booklets: Booklets, itemCount: number): { whole: Int32Array[]; alone: Int32Array } {
  const marks = new Int32Array(itemCount);
  for (let b = 0; b < booklets.count; b++) {
    // Equal sums of scrambled numbers mean equal sets of booklets, up to one chance in billions; see `areWhole`.
    let mark = Math.imul(b + 1, 0x9e3779b1);
    mark = Math.imul(mark ^ (mark >>> 15), 0x85ebca6b);
    mark ^= mark >>> 13;
    for (let n = booklets.itemStarts[b]; n < booklets.itemStarts[b + 1]; n++) {
      const i = booklets.items[n];
      marks[i] = (marks[i] + mark) | 0;
    }
  }
  const blocks = new Map<number, number[]>();
  marks.forEach((mark, i) => {
    const block = blocks.get(mark);
    if (block) block.push(i);
    else blocks.set(mark, [i]);
  });
  const all = [...blocks.values()];
  const isWhole = areWhole(booklets, all, itemCount);
  return {
    whole: all.filter((_, n) => isWhole[n]).map((block) => Int32Array.from(block)),
    alone: Int32Array.from(all.filter((_, n) => !isWhole[n]).flat()),
  };
}

/** Which blocks have more than one item and are wholly in each booklet that has any of them. */
function areWhole({ count, items, itemStarts }: Booklets, blocks: number[][], itemCount: number): boolean[] {
  const isWhole = blocks.map((block) => block.length > 1);
  const blockOf = new Int32Array(itemCount);
  blocks.forEach((block, n) => block.forEach((i) => (blockOf[i] = n)));
  const there = new Int32Array(blocks.length);
  for (let b = 0; b < count; b++) {
    for (let n = itemStarts[b]; n < itemStarts[b + 1]; n++) there[blockOf[items[n]]]++;
    for (let n = itemStarts[b]; n < itemStarts[b + 1]; n++) {
      const block = blockOf[items[n]];
      if (there[block] > 0 && there[block] < blocks[block].length) isWhole[block] = false;
      there[block] = 0;
    }
  }
  return isWhole;
}

/** A block in few chunks, as even as can be: ten right-or-wrong items are five and five, not eight and two. */
function cutBlock(items: Int32Array, categories: Int32Array, limit: number): ChunkPlan[] {
  const cut = (most: number): ChunkPlan[] => {
    const plans: ChunkPlan[] = [];
    for (let start = 0, end = 0; start < items.length; start = end) {
      let size = 1;
      while (end < items.length && end - start < most) {
        if (end > start && size * categories[items[end]] > limit) break;
        size *= categories[items[end++]];
      }
      plans.push({ items: items.slice(start, end), size, found: null });
    }
    return plans;
  };
  const fewest = cut(items.length);
  const even = cut(Math.ceil(items.length / fewest.length));
  return even.length > fewest.length ? fewest : even;
}

/** The tree of the combinations that occur, from their numbers in ascending order. */
export function treeOf(items: Int32Array, categories: Int32Array, combinations: readonly number[]): Level[] {
  const levels: Level[] = [];
  let numbers = combinations;
  for (let j = items.length - 1; j >= 0; j--) {
    const width = categories[items[j]];
    const parents = new Int32Array(numbers.length);
    const beginnings: number[] = [];
    numbers.forEach((number, n) => {
      const beginning = Math.floor(number / width);
      if (beginning !== beginnings.at(-1)) beginnings.push(beginning);
      parents[n] = beginnings.length - 1;
    });
    levels.unshift({ parents, categories: Int8Array.from(numbers, (number) => number % width) });
    numbers = beginnings;
  }
  return levels;
}

/** As many items as have at most `limit` combinations that occur, "not presented" being one of a response's values. */
function planByCombinations(
  responses: Int8Array,
  categories: Int32Array,
  personCount: number,
  items: Int32Array,
  limit: number,
): ChunkPlan {
  const levels: Level[] = [];
  let codes = new Uint8Array(personCount);
  let spare = new Uint8Array(personCount);
  let codeCount = 1;
  for (const item of items) {
    const most = levels.length > 0 ? limit : Infinity;
    const level = extend(responses, categories, item, codes, codeCount, spare, most);
    if (!level) break;
    [codes, spare] = [spare, codes];
    codeCount = level.parents.length;
    levels.push(level);
  }
  return { items: items.slice(0, levels.length), size: codeCount, found: { levels, codes } };
}

/** One item more: fills `next` with the longer combinations. Null where there would be more than `limit` of them. */
function extend(
  responses: Int8Array,
  categories: Int32Array,
  item: number,
  codes: Uint8Array,
  codeCount: number,
  next: Uint8Array,
  limit: number,
): Level | null {
  const itemCount = categories.length;
  const width = categories[item] + 1;
  const codeOf = new Int32Array(codeCount * width).fill(-1);
  const parents: number[] = [];
  const added: number[] = [];
  for (let p = 0; p < codes.length; p++) {
    const category = responses[p * itemCount + item];
    const key = codes[p] * width + category + 1;
    let code = codeOf[key];
    if (code < 0) {
      code = parents.length;
      if (code >= limit) return null;
      codeOf[key] = code;
      parents.push(codes[p]);
      added.push(category);
    }
    next[p] = code;
  }
  return { parents: Int32Array.from(parents), categories: Int8Array.from(added) };
}
