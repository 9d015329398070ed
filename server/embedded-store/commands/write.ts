// insert, update, delete and findAndModify.
import { changeMatching, type Target } from "../storage/changes.js";
import { insertDocument } from "../storage/documents.js";
import { type Context, namespaceOf } from "../engine.js";
import { asStoreError, StoreError } from "../errors.js";
import { filterOf } from "../language/matcher.js";
import { compileProjection } from "../language/projection.js";
import { sortOf } from "../language/sort.js";
import type { Work } from "../pace.js";
import { DiskError } from "../storage/store.js";
import { compileUpdate, upserted } from "../language/updater.js";
import { type Document, isDocument, isTrue, readDocument, wholeNumber } from "../language/values.js";
import type { View } from "../storage/views.js";
import { documentsOf } from "./options.js";

/** One statement of a write command: its result, or a thrown error that becomes a write error. */
type Statement = (view: View, statement: Document) => Work<Document>;

/**
 * Runs the statements of a write command. A retryable write keeps their results in the same commit as what they wrote:
 * sent again, also after a crash, it goes on after the last one that was done.
 */
async function runStatements(
  { engine, session, number, transaction, command }: Context,
  statements: Document[],
  run: Statement,
): Promise<Document[]> {
  const isOrdered = command.ordered === undefined || isTrue(command.ordered);
  const isRetryable = session !== undefined && number !== undefined && !transaction;
  return engine.write(transaction, function* (view): Work<Document[]> {
    const results = isRetryable ? [...engine.sessions.resultsOf(session, number)] : [];
    const keep = () => {
      if (isRetryable) engine.sessions.keep(session, { number, results, isCommitted: false });
    };
    while (results.length < statements.length && !(isOrdered && results.at(-1)?.error)) {
      const work = guarded(run(view, statements[results.length] as Document), transaction !== undefined);
      let step = work.next();
      while (!step.done) {
        // The commit may end here, and with it what the statements before have written.
        keep();
        yield step.value;
        step = work.next();
      }
      results.push(step.value);
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
function replyOf({ engine, session, transaction }: Context, results: Document[]): Document {
  const writeErrors = results.flatMap(({ error }, index) => (isDocument(error) ? [{ index, ...error }] : []));
  if (writeErrors.length > 0 && transaction) engine.sessions.end(session as string);
  return { n: sum(results, "n"), ...(writeErrors.length > 0 && { writeErrors }), ok: 1 };
}

const sum = (results: Document[], name: string) =>
  results.reduce((total, result) => total + Number(result[name] ?? 0), 0);

export async function insert(context: Context): Promise<Document> {
  const documents = documentsOf(context.command, "documents");
  const collection = await context.engine.collection(namespaceOf(context));
  const results = await runStatements(context, documents, function* (view, document) {
    yield* insertDocument(view, collection, document);
    return { n: 1 };
  });
  return replyOf(context, results);
}

export async function update(context: Context): Promise<Document> {
  const statements = documentsOf(context.command, "updates");
  const collection = await context.engine.collection(namespaceOf(context));
  const results = await runStatements(context, statements, function* (view, { q, u, multi, upsert }) {
    const target = { view, collection, filter: filterOf(q), isMulti: isTrue(multi) };
    const { n, nModified, inserted } = yield* updateOrInsert(target, u, isTrue(upsert));
    return inserted ? { n: 1, nModified: 0, upserted: { _id: inserted._id } } : { n, nModified };
  });
  const upserts = results.flatMap(({ upserted: one }, index) => (isDocument(one) ? [{ index, ...one }] : []));
  return {
    ...replyOf(context, results),
    nModified: sum(results, "nModified"),
    ...(upserts.length > 0 && { upserted: upserts }),
  };
}

function* updateOrInsert(target: Target, update: unknown, isUpsert: boolean) {
  const change = compileUpdate(update);
  if (target.isMulti && change.isReplacement)
    throw new StoreError(9, "multi update is not supported for replacement-style update");
  const outcome = yield* changeMatching(target, (document) => change.apply(document, false));
  if (outcome.n > 0 || !isUpsert) return { ...outcome, inserted: undefined };
  const { view, collection, filter } = target;
  return { ...outcome, inserted: yield* insertDocument(view, collection, upserted(change, filter)) };
}

export async function remove(context: Context): Promise<Document> {
  const statements = documentsOf(context.command, "deletes");
  const namespace = namespaceOf(context);
  const results = await runStatements(context, statements, function* (view, { q, limit }) {
    const count = wholeNumber(limit, "limit", 0);
    if (count !== 0 && count !== 1)
      throw new StoreError(9, "The limit field in delete objects must be 0 or 1");
    const collection = context.engine.catalog.find(namespace);
    if (!collection) return { n: 0 };
    const target = { view, collection, filter: filterOf(q), isMulti: count === 0 };
    const { n } = yield* changeMatching(target, () => undefined);
    return { n };
  });
  return replyOf(context, results);
}

export async function findAndModify(context: Context): Promise<Document> {
  const { command } = context;
  const { update: change, fields } = command;
  const [isRemove, isNew, isUpsert] = [command.remove, command.new, command.upsert].map(isTrue);
  if (isRemove ? change !== undefined || isNew : change === undefined)
    throw new StoreError(9, "Either an update or remove=true must be specified, and no new with remove=true");
  const collection = await context.engine.collection(namespaceOf(context));
  const [result] = await runStatements(context, [command], function* (view) {
    const filter = filterOf(command.query);
    const target = { view, collection, filter, sort: sortOf(command.sort), isMulti: false };
    const { n, last, inserted } = isRemove
      ? { ...(yield* changeMatching(target, () => undefined)), inserted: undefined }
      : yield* updateOrInsert(target, change, isUpsert === true);
    const value = isNew ? (inserted ?? last?.after) : last && readDocument(last.before);
    const shown = value && isDocument(fields) ? compileProjection(fields)(value) : value;
    const counts = inserted ? { n: 1, upserted: inserted._id } : { n };
    const lastErrorObject = isRemove ? counts : { ...counts, updatedExisting: n > 0 };
    return { lastErrorObject, value: shown ?? null };
  });
  if (isDocument(result?.error)) {
    const { code, errmsg, ...details } = result.error;
    throw new StoreError(Number(code), String(errmsg), details);
  }
  return { ...result, ok: 1 };
}
