// Reading: the rows of a plan, tested, sorted and cut. Everything here is read page by page, and gives undefined after
// each page: there the reader may rest, and go on when others have written meanwhile.
import type { Collection } from "./catalog.js";
import { StoreError } from "../errors.js";
import { afterPrefix, justAfter, tableKey } from "../language/keys.js";
import { compileFilter, type Matcher } from "../language/matcher.js";
import { each } from "../pace.js";
import { sortKeys, type SortOrder } from "../language/sort.js";
import { type Document, readDocument } from "../language/values.js";
import type { Found } from "./documents.js";
import { plan, type Plan, type Range } from "./planner.js";
import type { Row } from "./store.js";
import type { View } from "./views.js";

const pageRows = 128;
const sortMemoryMax = 100 * 1024 * 1024;

export interface Query {
  filter: Document;
  sort?: SortOrder;
  skip?: number;
  /** Zero for no limit. */
  limit?: number;
}

type Rows<T> = Generator<T | undefined, void>;

/** All rows of a table. */
export function rowsIn(view: View, table: number): Rows<Row> {
  const from = tableKey(table);
  return pages(view, { from, to: afterPrefix(from) }, false);
}

function* pages(view: View, range: Range, isReverse: boolean): Rows<Row> {
  let { from, to } = range;
  for (;;) {
    const rows = view.range(from, to, isReverse, pageRows);
    const last = rows.at(-1);
    if (!last) return;
    yield* rows;
    yield undefined;
    if (isReverse) to = last.key;
    else from = justAfter(last.key);
  }
}

/** All documents of a collection. */
export function documentsIn(view: View, collection: Collection): Rows<Found> {
  return matching(view, collection, plan(collection, {}), () => true);
}

/** The documents of a plan that match. */
function* matching(
  view: View,
  collection: Collection,
  { index, ranges, isReverse }: Plan,
  matcher: Matcher,
): Rows<Found> {
  const seen = index.isMultikey ? new Set<string>() : undefined;
  for (const range of isReverse ? [...ranges].reverse() : ranges) {
    for (const row of pages(view, range, isReverse)) {
      const found = row && (index.isPrimary ? foundOf(row) : read(view, collection, row.value));
      if (!found) {
        yield undefined;
        continue;
      }
      const name = seen && found.idKey.toString("latin1");
      if (name !== undefined && seen?.has(name)) continue;
      if (name !== undefined) seen?.add(name);
      if (matcher(found.document)) yield found;
    }
  }
}

function foundOf({ key, value: raw }: Row): Found {
  return { idKey: key.subarray(4), raw, document: readDocument(raw) };
}

/** Reads one document by the key of its _id. */
export function read(view: View, { table }: Collection, idKey: Buffer): Found | undefined {
  const key = tableKey(table, idKey);
  const value = view.get(key);
  return value && foundOf({ key, value });
}

/** All documents of a query, in order. */
export function* search(
  view: View,
  collection: Collection | undefined,
  { filter, sort = [], skip = 0, limit = 0 }: Query,
): Rows<Found> {
  const matcher = compileFilter(filter);
  if (!collection) return;
  const chosen = plan(collection, filter, sort);
  const unsorted = matching(view, collection, chosen, matcher);
  const end = limit > 0 ? skip + limit : Infinity;
  const rows = sort.length > 0 && !chosen.isSorted ? sorted(unsorted, sort, end) : unsorted;
  let at = 0;
  for (const found of rows) {
    if (!found) yield undefined;
    else if (at++ >= skip) yield found;
    if (at >= end) return;
  }
}

/** The first rows of an order. Not more than is wanted is kept in memory. */
function* sorted(rows: Rows<Found>, sort: SortOrder, wanted: number): Rows<Found> {
  const keyOf = sortKeys(sort);
  let kept: { key: Buffer; found: Found }[] = [];
  let bytes = 0;
  const cut = () => {
    kept = kept.sort((a, b) => Buffer.compare(a.key, b.key)).slice(0, wanted);
    bytes = kept.reduce((sum, { found }) => sum + found.raw.length, 0);
  };
  yield* each(rows, (found) => {
    kept.push({ key: keyOf(found.document), found });
    bytes += found.raw.length;
    if (kept.length >= wanted * 2 + 1000) cut();
    if (bytes > sortMemoryMax)
      throw new StoreError(292, "Sort exceeded memory limit of 104857600 bytes; add an index for this order");
  });
  cut();
  for (const { found } of kept) yield found;
}
