// Changing documents that a filter finds: the one path of update, delete, findAndModify, TTL indexes and emptying.
import type { SortOrder } from "../language/sort.js";
import type { Document } from "../language/values.js";
import type { Collection } from "./catalog.js";
import { noRows, prepared, replaceRows, rowsOf } from "./documents.js";
import { search } from "./query.js";
import type { View } from "./views.js";

export interface Target {
  view: View;
  collection: Collection;
  filter: Document;
  sort?: SortOrder;
  /** How many of those that match are changed, in this order; zero for all. */
  limit: number;
}

export interface Outcome {
  n: number;
  nModified: number;
  /** The last document as it was. */
  before: Buffer | undefined;
  /** The last document as it is now. */
  after: Document | undefined;
}

/** Gives the document to put in the place of one; undefined removes it. It may change the one that it is given. */
export type Next = (document: Document) => Document | undefined;

/** Changes documents. All are found first: one that moves in an index is not met twice. */
export function changeMatching({ view, collection, filter, sort = [], limit }: Target, next: Next): Outcome {
  const found = [...search(view, collection, { filter, sort, limit })].flat();
  const outcome: Outcome = { n: found.length, nModified: 0, before: found.at(-1)?.raw, after: undefined };
  for (const one of found) {
    const before = rowsOf(collection, one);
    const after = next(one.document);
    const ready = after && prepared(after);
    replaceRows(view, collection.namespace, before, ready ? rowsOf(collection, ready) : noRows);
    outcome.nModified += Number(!ready?.raw.equals(one.raw));
    outcome.after = ready?.document;
  }
  return outcome;
}
