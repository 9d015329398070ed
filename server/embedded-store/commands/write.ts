// insert, update, delete and findAndModify.
import type { Catalog, Collection } from "../storage/catalog.js";
import type { Work } from "../storage/commit.js";
import { changeDocument, insertDocument, prepared } from "../storage/documents.js";
import type { Stored } from "../storage/documents.js";
import { namespaceOf } from "../engine.js";
import type { Context } from "../engine.js";
import { asStoreError, badValue, StoreError } from "../errors.js";
import { compileFilter, filterOf } from "../language/matcher.js";
import type { Matcher } from "../language/matcher.js";
import { plan } from "../storage/planner.js";
import { compileProjection } from "../language/projection.js";
import { findForWrite, matching, reread } from "../storage/query.js";
import type { Found } from "../storage/query.js";
import { sortOf } from "../language/sort.js";
import { DiskError } from "../storage/store.js";
import { compileUpdate, upserted } from "../language/updater.js";
import type { Update } from "../language/updater.js";
import { isDocument, isTrue, readDocument, wholeNumber } from "../language/values.js";
import type { Document } from "../language/values.js";
import type { View } from "../storage/views.js";
import { documentsOf } from "./options.js";

/** One statement of a write command: its result, or a thrown error that becomes a write error. */
type Statement = (view: View, index: number) => Work<Document>;

/**
 * Runs the statements of a write command. A retryable write keeps their results in the same commit as what they wrote:
 * sent again, also after a crash, it goes on after the last one that was done.
 */
async function runStatements(context: Context, count: number, statement: Statement): Promise<Document[]> {
  const { engine, session, number, transaction, command } = context;
  const isOrdered = command.ordered === undefined || isTrue(command.ordered);
  const isRetryable = session !== undefined && number !== undefined && !transaction;
  return engine.write(context, function* (view) {
    const results = isRetryable ? [...engine.sessions.resultsOf(session, number)] : [];
    const keep = () => {
      if (isRetryable) engine.sessions.keep(view, session, { number, results, isCommitted: false });
    };
    while (results.length < count && !(isOrdered && results.at(-1)?.error)) {
      const work = guarded(statement(view, results.length), transaction !== undefined);
      for (let step = work.next(); ; step = work.next()) {
        if (step.done) {
          results.push(step.value);
          break;
        }
        keep();
        yield step.value;
      }
    }
    keep();
    return results;
  });
}

/** Turns a statement's error into a result; what ends the whole command goes on being thrown. */
function* guarded(work: Work<Document>, isInTransaction: boolean): Work<Document> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof DiskError) throw error;
    const known = asStoreError(error);
    if (isInTransaction && known.code === 112) throw known;
    const { code, message, details } = known;
    return { error: { code, errmsg: message, ...details } };
  }
}

/** The reply of insert, update and delete; in a transaction an error ends it. */
function replyOf(context: Context, results: Document[]): Document {
  const writeErrors = results.flatMap(({ error }, index) =>
    error ? [{ index, ...(error as Document) }] : [],
  );
  if (writeErrors.length > 0 && context.transaction) context.engine.sessions.end(context.session as string);
  const n = results.reduce((sum, result) => sum + Number(result.n ?? 0), 0);
  return writeErrors.length > 0 ? { n, writeErrors, ok: 1 } : { n, ok: 1 };
}

export async function insert(context: Context): Promise<Document> {
  const { engine, command } = context;
  const documents = documentsOf(command, "documents");
  const collection = await engine.collection(namespaceOf(context));
  const results = await runStatements(context, documents.length, function* (view, index) {
    const { document, raw } = prepared(documents[index] as Document);
    yield* insertDocument(view, engine.catalog, collection, document, raw);
    return { n: 1 };
  });
  return replyOf(context, results);
}

export async function update(context: Context): Promise<Document> {
  const { engine, command } = context;
  const statements = documentsOf(command, "updates");
  const collection = await engine.collection(namespaceOf(context));
  const results = await runStatements(context, statements.length, (view, index) =>
    updateStatement(view, engine.catalog, collection, statements[index] as Document),
  );
  const reply = replyOf(context, results);
  const upserts = results.flatMap(({ upserted: _id }, index) =>
    _id === undefined ? [] : [{ index, _id: (_id as Document)._id }],
  );
  const nModified = results.reduce((sum, result) => sum + Number(result.nModified ?? 0), 0);
  return { ...reply, nModified, ...(upserts.length > 0 && { upserted: upserts }) };
}

function* updateStatement(
  view: View,
  catalog: Catalog,
  collection: Collection,
  statement: Document,
): Work<Document> {
  const filter = filterOf(statement.q);
  const change = compileUpdate(statement.u);
  const isMulti = isTrue(statement.multi);
  if (isMulti && change.isReplacement)
    throw new StoreError(9, "multi update is not supported for replacement-style update");
  const target: Target = { view, catalog, collection, filter, matcher: compileFilter(filter) };
  const { n, nModified } = isMulti ? yield* updateMany(target, change) : yield* updateFirst(target, change);
  if (n > 0 || !isTrue(statement.upsert)) return { n, nModified };
  const { document, raw } = prepared(upserted(change, filter));
  yield* insertDocument(view, catalog, collection, document, raw);
  return { n: 1, nModified: 0, upserted: { _id: document._id } };
}

interface Target {
  view: View;
  catalog: Catalog;
  collection: Collection;
  filter: Document;
  matcher: Matcher;
}

function* updateFirst(target: Target, change: Update): Work<{ n: number; nModified: number }> {
  const changed = yield* changeFirst(target, [], ({ document }) => change.apply(document, false));
  return changed ? { n: 1, nModified: Number(changed.isModified) } : { n: 0, nModified: 0 };
}

/** The ids first, then the changes: a document that moves in the index is not met twice. */
function* updateMany(target: Target, change: Update): Work<{ n: number; nModified: number }> {
  let n = 0;
  let nModified = 0;
  for (const idKey of yield* idsOf(target)) {
    const changed = yield* changeOne(target, idKey, ({ document }) => change.apply(document, false));
    if (!changed) continue;
    n++;
    nModified += Number(changed.isModified);
    yield undefined;
  }
  return { n, nModified };
}

function* idsOf({ view, collection, filter, matcher }: Target): Work<Buffer[]> {
  const ids: Buffer[] = [];
  for (const found of matching(view, collection, plan(collection, filter), matcher)) {
    if (found) ids.push(found.idKey);
    yield undefined;
  }
  return ids;
}

interface Changed {
  before: Document;
  after: Document | undefined;
  isModified: boolean;
}

/** Changes a document that still matches; undefined when it is gone. With no new document it is removed. */
function* changeOne(
  { view, catalog, collection, matcher }: Target,
  idKey: Buffer,
  next: (found: Found) => Document | undefined,
): Work<Changed | undefined> {
  for (;;) {
    const found = reread(view, collection, idKey, matcher);
    if (!found) return undefined;
    const stored: Stored = { idKey, raw: found.raw };
    const before = readDocument(found.raw);
    const after = next(found);
    const ready = after && prepared(after);
    const change = ready ? { before, after: ready.document, raw: ready.raw } : { before };
    if (!(yield* changeDocument(view, catalog, collection, stored, change))) continue;
    return {
      before,
      after: ready?.document,
      isModified: !ready || Buffer.compare(ready.raw, found.raw) !== 0,
    };
  }
}

/** Changes the first document of an order; when that one was changed by another meanwhile, looks again. */
function* changeFirst(
  target: Target,
  sort: ReturnType<typeof sortOf>,
  next: (found: Found) => Document | undefined,
): Work<Changed | undefined> {
  for (;;) {
    const found = yield* findForWrite(target.view, target.collection, target.filter, sort);
    if (!found) return undefined;
    const changed = yield* changeOne(target, found.idKey, next);
    if (changed) return changed;
  }
}

export async function remove(context: Context): Promise<Document> {
  const { engine, command } = context;
  const statements = documentsOf(command, "deletes");
  const { catalog } = engine;
  const namespace = namespaceOf(context);
  const results = await runStatements(context, statements.length, function* (view, index) {
    const statement = statements[index] as Document;
    const filter = filterOf(statement.q);
    const matcher = compileFilter(filter);
    const limit = wholeNumber(statement.limit, "limit", 0);
    if (limit !== 0 && limit !== 1)
      throw new StoreError(9, "The limit field in delete objects must be 0 or 1");
    const collection = catalog.find(namespace);
    if (!collection) return { n: 0 };
    const target: Target = { view, catalog, collection, filter, matcher };
    if (limit === 1) return { n: (yield* changeFirst(target, [], () => undefined)) ? 1 : 0 };
    let n = 0;
    for (const idKey of yield* idsOf(target)) {
      if (yield* changeOne(target, idKey, () => undefined)) n++;
      yield undefined;
    }
    return { n };
  });
  return replyOf(context, results);
}

export async function findAndModify(context: Context): Promise<Document> {
  const { engine, command } = context;
  const collection = await engine.collection(namespaceOf(context));
  const [result] = await runStatements(context, 1, (view) =>
    findAndModifyOne(view, engine.catalog, collection, command),
  );
  const error = result?.error as Document | undefined;
  if (error) {
    const { code, errmsg, ...details } = error;
    throw new StoreError(Number(code), String(errmsg), details);
  }
  return { ...result, ok: 1 };
}

function* findAndModifyOne(
  view: View,
  catalog: Catalog,
  collection: Collection,
  command: Document,
): Work<Document> {
  const filter = filterOf(command.query);
  const target: Target = { view, catalog, collection, filter, matcher: compileFilter(filter) };
  const sort = sortOf(command.sort);
  const project = isDocument(command.fields)
    ? compileProjection(command.fields)
    : (document: Document) => document;
  if (isTrue(command.remove)) {
    if (command.update !== undefined || isTrue(command.new))
      throw new StoreError(9, "Cannot specify both an update and remove=true");
    const removed = yield* changeFirst(target, sort, () => undefined);
    return { lastErrorObject: { n: removed ? 1 : 0 }, value: removed ? project(removed.before) : null };
  }
  if (command.update === undefined)
    throw new StoreError(9, "Either an update or remove=true must be specified");
  const change = compileUpdate(command.update);
  const showsNew = isTrue(command.new);
  const changed = yield* changeFirst(target, sort, ({ document }) => change.apply(document, false));
  if (changed) {
    const shown = showsNew ? (changed.after as Document) : changed.before;
    return { lastErrorObject: { n: 1, updatedExisting: true }, value: project(shown) };
  }
  if (!isTrue(command.upsert)) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const { document, raw } = prepared(upserted(change, filter));
  if (document._id === undefined) throw badValue("an upsert needs an _id");
  yield* insertDocument(view, catalog, collection, document, raw);
  const id: unknown = document._id;
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: id },
    value: showsNew ? project(document) : null,
  };
}
