// Changing documents that a filter finds: the one path of update, delete, findAndModify and TTL indexes.
import { compileFilter, type Matcher } from "../language/matcher.js";
import type { SortOrder } from "../language/sort.js";
import type { Document } from "../language/values.js";
import { each, type Work } from "../pace.js";
import type { Collection } from "./catalog.js";
import { prepared, replaceRows, rowsOf } from "./documents.js";
import { read, search } from "./query.js";
import type { View } from "./views.js";

export interface Target {
  view: View;
  collection: Collection;
  filter: Document;
  sort?: SortOrder;
  /** All that match are changed; else the first of the order. */
  isMulti: boolean;
}

/** What became of one document: undefined after it was removed. */
interface Changed {
  before: Buffer;
  after: Document | undefined;
  isModified: boolean;
}

export interface Outcome {
  n: number;
  nModified: number;
  /** The change of a single document. */
  last?: Changed;
}

/** Gives the document to put in the place of one; undefined removes it. It may change the one that it is given. */
export type Next = (document: Document) => Document | undefined;

/** Changes documents. Their ids first, then the changes: a document that moves in an index is not met twice. */
export function* changeMatching(target: Target, next: Next): Work<Outcome> {
  const { view, collection, filter, sort = [], isMulti } = target;
  const matcher = compileFilter(filter);
  const outcome: Outcome = { n: 0, nModified: 0 };
  for (;;) {
    const ids: Buffer[] = [];
    const found = search(view, collection, { filter, sort, limit: isMulti ? 0 : 1 });
    yield* each(found, ({ idKey }) => ids.push(idKey));
    for (const idKey of ids) {
      const changed = yield* changeOne(target, matcher, idKey, next);
      if (changed) {
        outcome.n++;
        outcome.nModified += Number(changed.isModified);
        outcome.last = changed;
      }
      if (isMulti) yield undefined;
    }
    // The only one may have been changed by another transaction meanwhile: then it is looked for again.
    if (isMulti || ids.length === 0 || outcome.n > 0) return outcome;
  }
}

/** Changes one document if it still matches; it may have changed while the work rested or waited. */
function* changeOne(
  { view, collection }: Target,
  matcher: Matcher,
  idKey: Buffer,
  next: Next,
): Work<Changed | undefined> {
  for (;;) {
    const found = read(view, collection, idKey);
    if (!found || !matcher(found.document)) return undefined;
    const { document, raw } = found;
    const before = rowsOf(collection, found);
    const after = next(document);
    const ready = after && prepared(after);
    const rows = ready ? rowsOf(collection, ready) : new Map<string, never>();
    if (!(yield* replaceRows(view, collection.namespace, before, rows))) continue;
    const isModified = !ready || !ready.raw.equals(raw);
    return { before: raw, after: ready?.document, isModified };
  }
}
