// Reading: candidates from a plan, tested, sorted and cut.
import type { Collection } from "./catalog.js";
import type { Work } from "./commit.js";
import { documentKey } from "./documents.js";
import type { Stored } from "./documents.js";
import { StoreError } from "../errors.js";
import { compileFilter } from "../language/matcher.js";
import type { Matcher } from "../language/matcher.js";
import type { Pace } from "../pace.js";
import { plan } from "./planner.js";
import type { Plan } from "./planner.js";
import type { SortOrder } from "../language/sort.js";
import { comparator } from "../language/sort.js";
import { readDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import type { View } from "./views.js";

const pageRows = 128;
const sortMemoryMax = 100 * 1024 * 1024;

/** A stored document that was read. */
export interface Found extends Stored {
  document: Document;
}

/** The rows of a plan, page by page; safe to leave and resume while others write. */
export function* candidates(
  view: View,
  collection: Collection,
  { index, ranges, isReverse }: Plan,
): Generator<Stored> {
  const seen = index && (index.isMultikey || ranges.length > 1) ? new Set<string>() : undefined;
  for (const range of isReverse ? [...ranges].reverse() : ranges) {
    let { from, to } = range;
    for (;;) {
      const rows = view.range(from, to, isReverse, pageRows);
      for (const { key, value } of rows) {
        if (!index) {
          yield { idKey: key.subarray(4), raw: value };
          continue;
        }
        if (seen?.has(value.toString("latin1"))) continue;
        seen?.add(value.toString("latin1"));
        const raw = view.get(documentKey(collection, value));
        if (raw) yield { idKey: value, raw };
      }
      const last = rows.at(-1);
      if (!last) break;
      if (isReverse) to = last.key;
      else from = Buffer.concat([last.key, Buffer.from([0])]);
    }
  }
}

/** The documents that match; undefined now and then, so that a long search can take breath. */
export function* matching(
  view: View,
  collection: Collection,
  chosen: Plan,
  matcher: Matcher,
): Generator<Found | undefined> {
  let tested = 0;
  for (const stored of candidates(view, collection, chosen)) {
    const document = readDocument(stored.raw);
    if (chosen.isExact || matcher(document)) yield { ...stored, document };
    else if (++tested % pageRows === 0) yield undefined;
  }
}

export interface FindOptions {
  sort?: SortOrder;
  skip?: number;
  /** Zero for no limit. */
  limit?: number;
}

/** All documents of a query, in order. Takes breath as `pace` says, so that a long search does not hold up others. */
export async function* find(
  view: View,
  collection: Collection | undefined,
  filter: Document,
  pace: Pace,
  options: FindOptions = {},
): AsyncGenerator<Found> {
  const matcher = compileFilter(filter);
  if (!collection) return;
  const { sort = [], skip = 0, limit = 0 } = options;
  const chosen = plan(collection, filter, sort);
  const rows = matching(view, collection, chosen, matcher);
  if (sort.length > 0 && !chosen.isSorted) {
    yield* sorted(rows, sort, skip, limit, pace);
    return;
  }
  let at = 0;
  for (const found of rows) {
    if (pace.isDue()) await pace.rest();
    if (!found || at++ < skip) continue;
    yield found;
    if (limit > 0 && at >= skip + limit) return;
  }
}

async function* sorted(
  rows: Iterable<Found | undefined>,
  sort: SortOrder,
  skip: number,
  limit: number,
  pace: Pace,
): AsyncGenerator<Found> {
  const compare = comparator(sort);
  const byDocument = (a: Found, b: Found) => compare(a.document, b.document);
  const wanted = limit > 0 ? skip + limit : Infinity;
  let kept: Found[] = [];
  let bytes = 0;
  for (const found of rows) {
    if (pace.isDue()) await pace.rest();
    if (!found) continue;
    kept.push(found);
    bytes += found.raw.length;
    if (kept.length >= wanted * 2 + 1000) {
      kept = kept.sort(byDocument).slice(0, wanted);
      bytes = kept.reduce((sum, { raw }) => sum + raw.length, 0);
    }
    if (bytes > sortMemoryMax)
      throw new StoreError(292, "Sort exceeded memory limit of 104857600 bytes; add an index for this order");
  }
  yield* kept.sort(byDocument).slice(skip, wanted);
}

/** The first match of a filter, for a write; found within the commit under way. */
export function* findForWrite(
  view: View,
  collection: Collection,
  filter: Document,
  sort: SortOrder,
): Work<Found | undefined> {
  const matcher = compileFilter(filter);
  const chosen = plan(collection, filter, sort);
  const compare = sort.length > 0 && !chosen.isSorted ? comparator(sort) : undefined;
  let best: Found | undefined;
  for (const found of matching(view, collection, chosen, matcher)) {
    if (!found) yield undefined;
    else if (!compare) return found;
    else if (!best || compare(found.document, best.document) < 0) best = found;
  }
  return best;
}

/** Reads one document again and tests it again. */
export function reread(
  view: View,
  collection: Collection,
  idKey: Buffer,
  matcher: Matcher,
): Found | undefined {
  const raw = view.get(documentKey(collection, idKey));
  if (!raw) return undefined;
  const document = readDocument(raw);
  return matcher(document) ? { idKey, raw, document } : undefined;
}
