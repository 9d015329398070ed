// Reading: the rows of a plan, tested, sorted and cut. Everything is read page by page; between two pages, of which one
// may be empty, the reader may rest and go on when others have written meanwhile.
import type { Collection } from "./catalog.js";
import { StoreError } from "../errors.js";
import { justAfter, tableKey } from "../language/keys.js";
import { compileFilter, type Matcher } from "../language/matcher.js";
import { sortKeys, type SortOrder } from "../language/sort.js";
import { type Document, readDocument } from "../language/values.js";
import type { Found } from "./documents.js";
import { plan, type Plan, type Range } from "./planner.js";
import type { Row } from "./store.js";
import type { View } from "./views.js";

const pageRowsMax = 128;
const sortMemoryMax = 100 * 1024 * 1024;

export interface Query {
  filter: Document;
  sort?: SortOrder;
  skip?: number;
  /** Zero for no limit. */
  limit?: number;
}

export type Pages<T> = Generator<T[], void>;

/** The rows of a range, in pages that grow: of few rows that are wanted not many more are read. */
function* pagesOf(view: View, range: Range, isReverse: boolean, wanted: number): Pages<Row> {
  let { from, to } = range;
  for (let size = wanted; ; size *= 2) {
    const rows = view.range(from, to, isReverse, Math.min(size, pageRowsMax));
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (isReverse) to = last.key;
    else from = justAfter(last.key);
  }
}

/** All documents of a collection. */
export function documentsIn(view: View, collection: Collection): Pages<Found> {
  return matching(view, collection, plan(collection, {}), () => true, Infinity);
}

/** The documents of a plan that match. */
function* matching(
  view: View,
  collection: Collection,
  { index, ranges, isReverse }: Plan,
  matcher: Matcher,
  wanted: number,
): Pages<Found> {
  const seen = new Set<string>();
  const isNew = ({ idKey }: Found) => seen.size < seen.add(idKey.toString("latin1")).size;
  for (const range of isReverse ? [...ranges].reverse() : ranges)
    for (const rows of pagesOf(view, range, isReverse, wanted))
      yield rows.flatMap((row) => {
        const found = index.isPrimary ? foundOf(row) : read(view, collection, row.value);
        return found && (!index.isMultikey || isNew(found)) && matcher(found.document) ? [found] : [];
      });
}

function foundOf({ key, value: raw }: Row): Found {
  return { idKey: key.subarray(4), raw, document: readDocument(raw) };
}

/** Reads one document by the key of its _id. */
function read(view: View, { table }: Collection, idKey: Buffer): Found | undefined {
  const key = tableKey(table, idKey);
  const value = view.get(key);
  return value && foundOf({ key, value });
}

/** All documents of a query, in order. */
export function* search(
  view: View,
  collection: Collection | undefined,
  { filter, sort = [], skip = 0, limit = 0 }: Query,
): Pages<Found> {
  const matcher = compileFilter(filter);
  if (!collection) return;
  const chosen = plan(collection, filter, sort);
  const end = limit > 0 ? skip + limit : Infinity;
  const isSorted = sort.length === 0 || chosen.isSorted;
  const unsorted = matching(view, collection, chosen, matcher, isSorted ? end : Infinity);
  let at = 0;
  for (const page of isSorted ? unsorted : sorted(unsorted, sort, end)) {
    yield page.slice(Math.max(0, skip - at), end - at);
    at += page.length;
    if (at >= end) return;
  }
}

/** The first rows of an order. Not more than is wanted is kept in memory. */
function* sorted(pages: Pages<Found>, sort: SortOrder, wanted: number): Pages<Found> {
  const keyOf = sortKeys(sort);
  let kept: { key: Buffer; found: Found }[] = [];
  let bytes = 0;
  const cut = () => {
    kept = kept.sort((a, b) => Buffer.compare(a.key, b.key)).slice(0, wanted);
    bytes = kept.reduce((sum, { found }) => sum + found.raw.length, 0);
  };
  for (const page of pages) {
    for (const found of page) {
      kept.push({ key: keyOf(found.document), found });
      bytes += found.raw.length;
    }
    if (kept.length >= wanted * 2 + 1000) cut();
    if (bytes > sortMemoryMax)
      throw new StoreError(292, "Sort exceeded memory limit of 104857600 bytes; add an index for this order");
    yield [];
  }
  cut();
  yield kept.map(({ found }) => found);
}
