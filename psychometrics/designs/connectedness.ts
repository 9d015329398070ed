import type { ResponseData } from "../data.js";
import { Refusal } from "../messages/refusal.js";
import { message, type Message } from "../messages/message.js";

/** Items that test takers hold together, directly or through other items. */
export interface ConnectedPart {
  /** In the order of the data. */
  items: string[];
  /** Test takers who were presented items of this part. */
  personCount: number;
  /** The booklets they had, in order of first appearance; none where booklets were not given. */
  booklets: string[];
}

/**
 * The parts into which a design falls: two items are in one part where a chain of test takers leads from one to the other,
 * each of whom was presented two neighbouring items. One part means that the design is connected, and that all items can be
 * brought to one scale by their responses alone (for the Rasch model, Fischer, 1981). With several parts only an assumption
 * does so: that the test takers of all parts are random samples of one population.
 *
 * Test takers whose weight is zero connect nothing. An item presented to nobody is in no part.
 *
 * @param booklets the booklet of each test taker, to name what stands apart.
 * @param known items whose parameters are known (anchors): they are on one scale already, and join what they are in.
 * @returns the parts, that with most test takers first; none where nothing was presented.
 * @throws {RangeError} when `booklets` has another length than the data.
 *
 * Fischer, G. H. (1981). On the existence and uniqueness of maximum-likelihood estimates in the Rasch model.
 * Psychometrika, 46(1), 59-77.
 */
export function connectedParts(
  data: ResponseData,
  booklets?: readonly string[],
  known: readonly string[] = [],
): ConnectedPart[] {
  if (booklets && booklets.length !== data.personCount) {
    throw new Refusal("booklets-count", { count: booklets.length, persons: data.personCount });
  }
  const itemCount = data.items.length;
  const roots = joinItems(data, known);
  const parts = new Map<number, ConnectedPart>();
  const bookletsOf = new Map<number, Set<string>>();
  for (let p = 0; p < data.personCount; p++) {
    const first = firstPresented(data, p);
    if (first < 0) continue;
    const root = rootOf(roots, first);
    const part = parts.get(root) ?? { items: [], personCount: 0, booklets: [] };
    part.personCount++;
    parts.set(root, part);
    if (booklets) bookletsOf.set(root, (bookletsOf.get(root) ?? new Set()).add(booklets[p]));
  }
  for (let i = 0; i < itemCount; i++) parts.get(rootOf(roots, i))?.items.push(data.items[i]);
  for (const [root, names] of bookletsOf) {
    const part = parts.get(root);
    if (part) part.booklets = [...names];
  }
  return [...parts.values()].sort((a, b) => b.personCount - a.personCount);
}

/**
 * Refuse a design that is not connected, as a calibration that rests on common items must.
 *
 * @param booklets as in `connectedParts`, as are the known items.
 * @throws {RangeError} naming the items, and where they are given the booklets, that stand apart from the largest part.
 */
export function requireConnected(
  data: ResponseData,
  booklets?: readonly string[],
  known: readonly string[] = [],
): void {
  const parts = connectedParts(data, booklets, known);
  if (parts.length <= 1) return;
  throw new Refusal("design-apart", { count: parts.length, parts: parts.slice(1).map(inWords) });
}

const namesMax = 5;

function inWords({ items, personCount, booklets }: ConnectedPart): Message {
  const part = { items: listed(items), persons: personCount };
  return booklets.length > 0
    ? message("part-of-booklets", { ...part, booklets: listed(booklets) })
    : message("part-of-items", part);
}

/** Names, of which those beyond the first few are counted. */
function listed(names: readonly string[]): Message {
  const first = names.slice(0, namesMax);
  const count = names.length - first.length;
  return count > 0 ? message("names-and-more", { names: first, count }) : message("names", { names: first });
}

/** A forest over the items in which items that someone was presented together, or that are known, have one root. */
function joinItems(data: ResponseData, known: readonly string[]): Int32Array {
  const roots = Int32Array.from(data.items, (_, i) => i);
  for (let p = 0; p < data.personCount; p++) {
    const first = firstPresented(data, p);
    if (first < 0) continue;
    let root = rootOf(roots, first);
    for (let i = first + 1; i < data.items.length; i++) {
      if (data.scores[p * data.items.length + i] >= 0) root = join(roots, root, i);
    }
  }
  const joined = new Set(known);
  let root = -1;
  data.items.forEach((item, i) => {
    if (joined.has(item)) root = root < 0 ? rootOf(roots, i) : join(roots, root, i);
  });
  return roots;
}

/** Join an item's tree to a root's. The lower number stays the root, so that nothing depends on the test takers' order. */
function join(roots: Int32Array, root: number, item: number): number {
  const other = rootOf(roots, item);
  const lower = Math.min(root, other);
  roots[Math.max(root, other)] = lower;
  return lower;
}

/** The test taker's first item; -1 where there is none, or the weight is zero. */
function firstPresented({ items, scores, weights }: ResponseData, person: number): number {
  if (weights[person] === 0) return -1;
  for (let i = 0; i < items.length; i++) if (scores[person * items.length + i] >= 0) return i;
  return -1;
}

function rootOf(roots: Int32Array, item: number): number {
  let at = item;
  while (roots[at] !== at) {
    roots[at] = roots[roots[at]];
    at = roots[at];
  }
  return at;
}
