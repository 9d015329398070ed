import type { Booklets } from "./booklets.js";
import { treeOf, type Chunk, type ChunkPlan } from "./chunks.js";

/** Each person's combinations of responses, chunk by chunk. */
export interface Coding {
  chunks: Chunk[];
  codeCount: number;
  /** Persons by booklet: booklet n has those from `personStarts[n]` up to, not including, `personStarts[n + 1]`. */
  persons: Int32Array;
  personStarts: Int32Array;
  /** Booklet n has items of the chunks `seen[seenStarts[n]]` up to, not including, `seen[seenStarts[n + 1]]`. */
  seen: Int32Array;
  seenStarts: Int32Array;
  /**
   * A row of bytes for each person, in that order; those of booklet n begin at `rowStarts[n]` and are as long as it has
   * chunks. Byte x of chunk c stands for the combination `codeOf[codeOfStarts[c] + x]`.
   */
  rows: Uint8Array;
  rowStarts: Int32Array;
  codeOf: Int32Array;
  codeOfStarts: Int32Array;
}

/**
 * Code the responses of all persons. Cells that nobody was presented are not looked at.
 *
 * @param responses persons x items: categories from 0, or -1 where not presented.
 */
export function codeResponses(
  responses: Int8Array,
  categories: Int32Array,
  booklets: Booklets,
  plans: readonly ChunkPlan[],
): Coding {
  const { persons, personStarts } = personsByBooklet(booklets);
  const { seen, seenStarts } = chunksOfBooklets(booklets, plans, categories.length);
  const rowStarts = new Int32Array(booklets.count + 1);
  for (let b = 0; b < booklets.count; b++) {
    const personCount = personStarts[b + 1] - personStarts[b];
    rowStarts[b + 1] = rowStarts[b] + personCount * (seenStarts[b + 1] - seenStarts[b]);
  }
  const rows = new Uint8Array(rowStarts[booklets.count]);
  const codeOfStarts = new Int32Array(plans.length + 1);
  plans.forEach(({ size }, c) => (codeOfStarts[c + 1] = codeOfStarts[c] + size));
  const codeOf = new Int32Array(codeOfStarts[plans.length]).fill(-1);
  const coding = { persons, personStarts, seen, seenStarts, rows, rowStarts, codeOf, codeOfStarts };
  fillRows(responses, categories, plans, coding);
  return { ...coding, ...numberCodes(categories, plans, coding) };
}

function personsByBooklet({ count, ofPerson }: Booklets): Pick<Coding, "persons" | "personStarts"> {
  const personStarts = new Int32Array(count + 1);
  for (let p = 0; p < ofPerson.length; p++) personStarts[ofPerson[p] + 1]++;
  for (let b = 0; b < count; b++) personStarts[b + 1] += personStarts[b];
  const next = personStarts.slice();
  const persons = new Int32Array(ofPerson.length);
  for (let p = 0; p < ofPerson.length; p++) persons[next[ofPerson[p]]++] = p;
  return { persons, personStarts };
}

function chunksOfBooklets(
  { count, items, itemStarts }: Booklets,
  plans: readonly ChunkPlan[],
  itemCount: number,
): Pick<Coding, "seen" | "seenStarts"> {
  const chunkOf = new Int32Array(itemCount);
  plans.forEach((plan, c) => plan.items.forEach((i) => (chunkOf[i] = c)));
  const seenStarts = new Int32Array(count + 1);
  const seen = new Int32Array(Math.min(items.length, count * plans.length));
  const isSeen = new Uint8Array(plans.length);
  let end = 0;
  for (let b = 0; b < count; b++) {
    for (let n = itemStarts[b]; n < itemStarts[b + 1]; n++) isSeen[chunkOf[items[n]]] = 1;
    for (let c = 0; c < plans.length; c++) if (isSeen[c] === 1) seen[end++] = c;
    isSeen.fill(0);
    seenStarts[b + 1] = end;
  }
  return { seen: seen.slice(0, end), seenStarts };
}

/** Fill the rows, and mark in `codeOf` what occurs. */
function fillRows(
  responses: Int8Array,
  categories: Int32Array,
  plans: readonly ChunkPlan[],
  coding: Omit<Coding, "chunks" | "codeCount">,
): void {
  const { personStarts, seen, seenStarts } = coding;
  for (let b = 0; b + 1 < personStarts.length; b++) {
    const chunks = seen.subarray(seenStarts[b], seenStarts[b + 1]);
    // Booklets that are wholly of blocks are read as they stand in memory, person by person.
    if (chunks.every((chunk) => plans[chunk].found === null)) {
      fillPersons(responses, categories, plans, coding, b, chunks);
    } else {
      chunks.forEach((chunk, c) => fillChunk(responses, categories, plans[chunk], coding, b, chunk, c));
    }
  }
}

function fillPersons(
  responses: Int8Array,
  categories: Int32Array,
  plans: readonly ChunkPlan[],
  { persons, personStarts, rows, rowStarts, codeOf, codeOfStarts }: Omit<Coding, "chunks" | "codeCount">,
  booklet: number,
  chunks: Int32Array,
): void {
  const itemCount = categories.length;
  const items = Int32Array.from(Array.from(chunks).flatMap((chunk) => Array.from(plans[chunk].items)));
  const widths = items.map((i) => categories[i]);
  const starts = chunks.map((chunk) => codeOfStarts[chunk]);
  const ends = new Int32Array(chunks.length);
  let length = 0;
  chunks.forEach((chunk, c) => (ends[c] = length += plans[chunk].items.length));
  let at = rowStarts[booklet];
  for (let n = personStarts[booklet]; n < personStarts[booklet + 1]; n++) {
    const row = persons[n] * itemCount;
    for (let c = 0, j = 0; c < ends.length; c++) {
      let code = 0;
      for (const end = ends[c]; j < end; j++) code = Math.imul(code, widths[j]) + responses[row + items[j]];
      rows[at++] = code;
      codeOf[starts[c] + code] = 1;
    }
  }
}

function fillChunk(
  responses: Int8Array,
  categories: Int32Array,
  { items, found }: ChunkPlan,
  coding: Omit<Coding, "chunks" | "codeCount">,
  booklet: number,
  chunk: number,
  place: number,
): void {
  const { persons, personStarts, seenStarts, rows, rowStarts, codeOf, codeOfStarts } = coding;
  const width = seenStarts[booklet + 1] - seenStarts[booklet];
  let at = rowStarts[booklet] + place;
  for (let n = personStarts[booklet]; n < personStarts[booklet + 1]; n++, at += width) {
    const row = persons[n] * categories.length;
    let code = 0;
    if (found) code = found.codes[persons[n]];
    else for (const item of items) code = code * categories[item] + responses[row + item];
    rows[at] = code;
    codeOf[codeOfStarts[chunk] + code] = 1;
  }
}

/** Number what occurs, chunk by chunk in ascending order. */
function numberCodes(
  categories: Int32Array,
  plans: readonly ChunkPlan[],
  { codeOf, codeOfStarts }: Pick<Coding, "codeOf" | "codeOfStarts">,
): Pick<Coding, "chunks" | "codeCount"> {
  let codeCount = 0;
  const chunks = plans.map(({ items, size, found }, c): Chunk => {
    const codeStart = codeCount;
    const occurring: number[] = [];
    for (let code = 0; code < size; code++) {
      const place = codeOfStarts[c] + code;
      // The combination of no response at all keeps its place in a tree that was found with it.
      if (codeOf[place] < 0 && !found) continue;
      codeOf[place] = codeCount++;
      occurring.push(code);
    }
    const levels = found?.levels ?? treeOf(items, categories, occurring);
    return { items, codeStart, codeCount: codeCount - codeStart, levels };
  });
  return { chunks, codeCount };
}
