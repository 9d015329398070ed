// find, getMore, killCursors, count, distinct, aggregate and explain.
import { aggregate as runPipeline } from "./pipeline.js";
import { batchSizeOf } from "../protocol/cursors.js";
import type { CursorReply, Shown } from "../protocol/cursors.js";
import { namespaceOf } from "../engine.js";
import type { Context } from "../engine.js";
import { badValue, StoreError } from "../errors.js";
import { encode, afterPrefix, tableKey } from "../language/keys.js";
import { compileFilter, filterOf } from "../language/matcher.js";
import { valuesAt } from "../language/paths.js";
import { plan } from "../storage/planner.js";
import { compileProjection, isPositional, traced } from "../language/projection.js";
import { find as findRows } from "../storage/query.js";
import { sortOf } from "../language/sort.js";
import { isDocument, isTrue, numeric, wholeNumber, writeDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import { paceOf, refuse, refuseCollation, viewOf } from "./options.js";

export async function find(context: Context): Promise<CursorReply> {
  const { engine, command, session } = context;
  refuseCollation(command.collation);
  refuse(command, "tailable", "awaitData", "returnKey", "showRecordId", "min", "max", "let", "oplogReplay");
  const namespace = namespaceOf(context);
  const { view, extra } = viewOf(context);
  const filter = filterOf(command.filter);
  const limit = wholeNumber(command.limit, "limit", 0);
  const isSingle = isTrue(command.singleBatch) || limit < 0;
  const options = {
    sort: sortOf(command.sort),
    skip: wholeNumber(command.skip, "skip", 0),
    limit: Math.abs(limit),
    hint: command.hint,
  };
  if (options.skip < 0) throw badValue("skip may not be negative");
  const rows = findRows(view, engine.catalog.find(namespace), filter, paceOf(context), options);
  const shown = isDocument(command.projection) ? projected(rows, filter, command.projection) : rows;
  const batchSize = batchSizeOf(command.batchSize, 101);
  return engine.cursors.first(shown, namespace, {
    session,
    batchSize,
    singleBatch: isSingle,
    ...(extra && { extra }),
  });
}

async function* projected(
  rows: ReturnType<typeof findRows>,
  filter: Document,
  projection: Document,
): AsyncGenerator<Shown> {
  const project = compileProjection(projection);
  const matcher = isPositional(projection) ? compileFilter(filter) : undefined;
  for await (const { document } of rows) {
    const shown = project(document, matcher && traced(matcher, document));
    yield { raw: writeDocument(shown) };
  }
}

export async function getMore({ engine, command, session }: Context): Promise<CursorReply> {
  if (session) engine.sessions.touch(session);
  const batchSize = batchSizeOf(command.batchSize, Infinity);
  return engine.cursors.next(BigInt(numeric(command.getMore)), batchSize === 0 ? Infinity : batchSize);
}

export async function killCursors({ engine, command }: Context): Promise<Document> {
  const ids: unknown = command.cursors;
  if (!Array.isArray(ids)) throw badValue("killCursors needs a list of cursors");
  const closed = ids.map((id: unknown) => engine.cursors.close(BigInt(numeric(id))));
  return {
    cursorsKilled: ids.filter((_, i) => closed[i]) as unknown[],
    cursorsNotFound: ids.filter((_, i) => !closed[i]) as unknown[],
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  };
}

export async function count(context: Context): Promise<Document> {
  const { engine, command, transaction } = context;
  refuseCollation(command.collation);
  const collection = engine.catalog.find(namespaceOf(context));
  const filter = filterOf(command.query);
  const limit = Math.abs(wholeNumber(command.limit, "limit", 0));
  const skip = wholeNumber(command.skip, "skip", 0);
  const { view, extra } = viewOf(context);
  if (collection && Object.keys(filter).length === 0 && limit === 0 && skip === 0 && !transaction && !extra) {
    const from = tableKey(collection.table);
    return { n: engine.store.count(from, afterPrefix(from)), ok: 1 };
  }
  let n = 0;
  for await (const _ of findRows(view, collection, filter, paceOf(context), {
    skip,
    limit,
    hint: command.hint,
  }))
    n++;
  return { n, ok: 1 };
}

export async function distinct(context: Context): Promise<Document> {
  const { engine, command } = context;
  refuseCollation(command.collation);
  if (typeof command.key !== "string") throw new StoreError(14, "distinct needs a key that is a string");
  const collection = engine.catalog.find(namespaceOf(context));
  const { view } = viewOf(context);
  const values = new Map<string, unknown>();
  for await (const { document } of findRows(view, collection, filterOf(command.query), paceOf(context))) {
    for (const value of valuesAt(document, command.key).flat())
      values.set(encode(value).toString("latin1"), value);
  }
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return { values: sorted, ok: 1 };
}

export async function aggregate(context: Context): Promise<CursorReply | Document> {
  const { engine, command, session, database } = context;
  refuseCollation(command.collation);
  refuse(command, "let");
  const pipeline: unknown = command.pipeline;
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw new StoreError(14, "'pipeline' must be an array of objects");
  if (isTrue(command.explain)) return explainPlan(context, firstFilter(pipeline), [], undefined);
  if (!isDocument(command.cursor)) throw new StoreError(9, "The 'cursor' option is required");
  const namespace = command.aggregate === 1 ? `${database}.$cmd.aggregate` : namespaceOf(context);
  const { view, extra } = viewOf(context);
  const rows = runPipeline(
    { catalog: engine.catalog, view, database, pace: paceOf(context) },
    namespace,
    pipeline,
  );
  const batchSize = batchSizeOf(command.cursor.batchSize, 101);
  return engine.cursors.first(rows, namespace, { session, batchSize, ...(extra && { extra }) });
}

const firstFilter = (pipeline: Document[]) => filterOf(pipeline[0]?.$match);

/** How a find, count, update or delete would read: the plan's stage and index. */
export async function explain(context: Context): Promise<Document> {
  const inner: unknown = context.command.explain;
  if (!isDocument(inner)) throw badValue("explain needs a command");
  const name = Object.keys(inner)[0] as string;
  const statement = ((inner.updates ?? inner.deletes) as Document[] | undefined)?.[0];
  const pipeline = inner.pipeline as Document[] | undefined;
  const filter = filterOf(inner.filter ?? inner.query ?? statement?.q ?? pipeline?.[0]?.$match);
  const command = { ...inner, $db: context.database };
  return explainPlan({ ...context, name, command }, filter, sortOf(inner.sort), inner.hint);
}

async function explainPlan(
  context: Context,
  filter: Document,
  sort: ReturnType<typeof sortOf>,
  hint: unknown,
): Promise<Document> {
  compileFilter(filter);
  const { engine, database } = context;
  const namespace = namespaceOf(context);
  const collection = engine.catalog.find(namespace);
  const serverInfo = { host: "embedded store", version: "7.0.14" };
  if (!collection) return { queryPlanner: { namespace, winningPlan: { stage: "EOF" } }, serverInfo, ok: 1 };
  const chosen = plan(collection, filter, sort, hint);
  const isScan = chosen.kind === "COLLSCAN";
  const indexName = chosen.index?.name ?? "_id_";
  const access = isScan
    ? { stage: chosen.kind }
    : { stage: chosen.kind, indexName, keyPattern: (chosen.index?.spec.key ?? { _id: 1 }) as Document };
  const fetched = chosen.kind === "IXSCAN" ? { stage: "FETCH", inputStage: access } : access;
  const winningPlan = sort.length > 0 && !chosen.isSorted ? { stage: "SORT", inputStage: fetched } : fetched;
  return {
    queryPlanner: { namespace: namespace || database, winningPlan, rejectedPlans: [] },
    serverInfo,
    ok: 1,
  };
}
