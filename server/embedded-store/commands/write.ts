// insert, update, delete and findAndModify.
import { changeMatching, type Target } from "../storage/changes.js";
import { insertDocument } from "../storage/documents.js";
import { type Context, namespaceOf } from "../engine.js";
import { asStoreError, StoreError } from "../errors.js";
import { filterOf } from "../language/matcher.js";
import { sortOf } from "../language/sort.js";
import { DiskError } from "../storage/store.js";
import { compileUpdate, upserted } from "../language/updater.js";
import { type Document, isDocument, isTrue, readDocument, wholeNumber } from "../language/values.js";
import type { View } from "../storage/views.js";
import { documentsOf } from "./options.js";

/** One statement of a write command: its result, or a thrown error that becomes a write error. */
type Statement = (view: View, statement: Document) => Document;

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
  return engine.write(transaction, (view) => {
    const results = isRetryable ? (engine.sessions.done(session, number)?.results ?? []) : [];
    while (results.length < statements.length && !(isOrdered && results.at(-1)?.error))
      results.push(guarded(() => run(view, statements[results.length] as Document)));
    if (isRetryable) engine.sessions.keep(session, number, { results, isCommitted: false });
    return results;
  });
}

/** Turns a statement's error into a result; what ends the whole command goes on being thrown. */
function guarded(run: () => Document): Document {
  try {
    return run();
  } catch (error) {
    const { code, message, details, labels } = asStoreError(error);
    if (error instanceof DiskError || labels.length > 0) throw error;
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
  const results = await runStatements(context, documents, (view, document) => {
    insertDocument(view, collection, document);
    return { n: 1 };
  });
  return replyOf(context, results);
}

export async function update(context: Context): Promise<Document> {
  const statements = documentsOf(context.command, "updates");
  const collection = await context.engine.collection(namespaceOf(context));
  const results = await runStatements(context, statements, (view, { q, u, multi, upsert }) => {
    const target = { view, collection, filter: filterOf(q), limit: isTrue(multi) ? 0 : 1 };
    const { n, nModified, inserted } = updateOrInsert(target, u, isTrue(upsert));
    return inserted ? { n: 1, nModified: 0, upserted: { _id: inserted._id } } : { n, nModified };
  });
  const upserts = results.flatMap(({ upserted: one }, index) => (isDocument(one) ? [{ index, ...one }] : []));
  return {
    ...replyOf(context, results),
    nModified: sum(results, "nModified"),
    ...(upserts.length > 0 && { upserted: upserts }),
  };
}

function updateOrInsert(target: Target, update: unknown, isUpsert: boolean) {
  const change = compileUpdate(update);
  if (target.limit === 0 && change.isReplacement)
    throw new StoreError(9, "multi update is not supported for replacement-style update");
  const outcome = changeMatching(target, (document) => change.apply(document, false));
  if (outcome.n > 0 || !isUpsert) return { ...outcome, inserted: undefined };
  const { view, collection, filter } = target;
  return { ...outcome, inserted: insertDocument(view, collection, upserted(change, filter)) };
}

export async function remove(context: Context): Promise<Document> {
  const statements = documentsOf(context.command, "deletes");
  const collection = context.engine.catalog.find(namespaceOf(context));
  const results = await runStatements(context, statements, (view, { q, limit: given }) => {
    const limit = wholeNumber(given, "limit", 0);
    if (limit !== 0 && limit !== 1)
      throw new StoreError(9, "The limit field in delete objects must be 0 or 1");
    if (!collection) return { n: 0 };
    const { n } = changeMatching({ view, collection, filter: filterOf(q), limit }, () => undefined);
    return { n };
  });
  return replyOf(context, results);
}

export async function findAndModify(context: Context): Promise<Document> {
  const { command } = context;
  const collection = await context.engine.collection(namespaceOf(context));
  const [result] = await runStatements(context, [command], (view) => {
    const [filter, sort] = [filterOf(command.query), sortOf(command.sort)];
    const target = { view, collection, filter, sort, limit: 1 };
    const { n, before, after, inserted } = updateOrInsert(target, command.update, isTrue(command.upsert));
    const value = isTrue(command.new) ? (inserted ?? after) : before && readDocument(before);
    const counts = inserted ? { n: 1, upserted: inserted._id } : { n };
    return { lastErrorObject: { ...counts, updatedExisting: n > 0 }, value: value ?? null };
  });
  if (isDocument(result?.error)) {
    const { code, errmsg, ...details } = result.error;
    throw new StoreError(Number(code), String(errmsg), details);
  }
  return { ...result, ok: 1 };
}
