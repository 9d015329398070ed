/**
 * Who was presented what: a booklet is the test takers of one group who were presented exactly the same items. In a
 * rotated design there are few; where responses are missing here and there, nearly everybody has one of their own.
 */
export interface Booklets {
  count: number;
  /** Each person's booklet. Booklets are numbered group by group. */
  ofPerson: Int32Array;
  groups: Int32Array;
  /** Booklet n has the items `items[itemStarts[n]]` up to, not including, `items[itemStarts[n + 1]]`, in order. */
  itemStarts: Int32Array;
  items: Int32Array;
}

/**
 * Find the booklets of responses.
 *
 * @param responses persons x items: categories from 0, or -1 where not presented.
 */
export function findBooklets(
  responses: Int8Array,
  itemCount: number,
  groups: Int32Array,
  groupCount: number,
): Booklets {
  const masks = new Masks(Math.max(1, (itemCount + 31) >> 5));
  const { wordCount, next } = masks;
  const found = new Int32Array(groups.length);
  const cells = new DataView(responses.buffer, responses.byteOffset, responses.length);
  for (let p = 0, row = 0; p < groups.length; p++, row += itemCount) {
    for (let w = 0; w < wordCount; w++) {
      next[w] = signsOf(cells, row + 32 * w, row + Math.min(itemCount, 32 * w + 32));
    }
    found[p] = masks.number(groups[p]);
  }
  return inOrderOfGroups(masks, found, itemCount, groupCount);
}

/** The sign bits, which are the mark of "not presented", of at most 32 responses; read four at a time. */
function signsOf(cells: DataView, start: number, end: number): number {
  let word = 0;
  let n = start;
  for (; n + 4 <= end; n += 4) {
    const signs = (cells.getInt32(n) >>> 7) & 0x01010101;
    word = (word << 4) | (((signs >>> 21) | (signs >>> 14) | (signs >>> 7) | signs) & 15);
  }
  for (; n < end; n++) word = (word << 1) | (cells.getInt8(n) >>> 31);
  return word;
}

/** Which items were not presented, as bits, with a group: each combination has a number, from 0 in order of appearance. */
class Masks {
  readonly wordCount: number;
  /** To be filled before a number is asked for. */
  readonly next: Int32Array;
  words: Int32Array;
  groups: number[] = [];
  private places = new Int32Array(64);
  private latest = -1;

  constructor(wordCount: number) {
    this.wordCount = wordCount;
    this.next = new Int32Array(wordCount);
    this.words = new Int32Array(32 * wordCount);
  }

  number(group: number): number {
    // Neighbours in the data are mostly alike.
    if (this.latest >= 0 && this.isNext(this.latest, group)) return this.latest;
    const { groups, places } = this;
    let place = this.hash(group) & (places.length - 1);
    while (places[place] > 0 && !this.isNext(places[place] - 1, group))
      place = (place + 1) & (places.length - 1);
    if (places[place] === 0) {
      places[place] = groups.length + 1;
      this.keep(group);
      this.latest = groups.length - 1;
      if (2 * groups.length > places.length) this.rehash();
    } else this.latest = places[place] - 1;
    return this.latest;
  }

  private isNext(number: number, group: number): boolean {
    const { wordCount, words, next, groups } = this;
    if (groups[number] !== group) return false;
    for (let w = 0; w < wordCount; w++) if (words[number * wordCount + w] !== next[w]) return false;
    return true;
  }

  private hash(group: number): number {
    let hash = group;
    for (const word of this.next) {
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private keep(group: number): void {
    const start = this.groups.length * this.wordCount;
    if (start === this.words.length) {
      const longer = new Int32Array(2 * start);
      longer.set(this.words);
      this.words = longer;
    }
    this.words.set(this.next, start);
    this.groups.push(group);
  }

  private rehash(): void {
    const { groups, words, wordCount, next } = this;
    const kept = next.slice();
    const places = new Int32Array(4 * this.places.length);
    groups.forEach((group, number) => {
      next.set(words.subarray(number * wordCount, (number + 1) * wordCount));
      let place = this.hash(group) & (places.length - 1);
      while (places[place] > 0) place = (place + 1) & (places.length - 1);
      places[place] = number + 1;
    });
    next.set(kept);
    this.places = places;
  }
}

function inOrderOfGroups(
  { groups, words, wordCount }: Masks,
  found: Int32Array,
  itemCount: number,
  groupCount: number,
): Booklets {
  const count = groups.length;
  const starts = new Int32Array(groupCount + 1);
  for (const group of groups) starts[group + 1]++;
  for (let g = 0; g < groupCount; g++) starts[g + 1] += starts[g];
  const numbers = Int32Array.from(groups, (group) => starts[group]++);
  const origins = new Int32Array(count);
  numbers.forEach((number, origin) => (origins[number] = origin));
  const itemStarts = new Int32Array(count + 1);
  let items = new Int32Array(0);
  // Counted first, then listed: there may be as many booklets as persons.
  for (const isCounted of [false, true]) {
    let end = 0;
    for (let b = 0; b < count; b++) {
      for (let i = 0; i < itemCount; i++) {
        const word = words[origins[b] * wordCount + (i >> 5)];
        const bitsOfWord = Math.min(32, itemCount - (i & ~31));
        if (((word >>> (bitsOfWord - 1 - (i & 31))) & 1) === 1) continue;
        if (isCounted) items[end] = i;
        end++;
      }
      itemStarts[b + 1] = end;
    }
    if (!isCounted) items = new Int32Array(end);
  }
  const ofPerson = new Int32Array(found.length);
  for (let p = 0; p < found.length; p++) ofPerson[p] = numbers[found[p]];
  return {
    count,
    ofPerson,
    groups: Int32Array.from(origins, (origin) => groups[origin]),
    itemStarts,
    items,
  };
}
