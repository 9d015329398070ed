// find, getMore, killCursors, count and aggregate.
import { aggregate as runPipeline } from "./pipeline.js";
import { batchSizeOf } from "../protocol/cursors.js";
import type { CursorReply, Shown } from "../protocol/cursors.js";
import { namespaceOf } from "../engine.js";
import type { Context } from "../engine.js";
import { badValue, StoreError } from "../errors.js";
import { afterPrefix, tableKey } from "../language/keys.js";
import { filterOf } from "../language/matcher.js";
import { compileProjection } from "../language/projection.js";
import { find as findRows } from "../storage/query.js";
import { sortOf } from "../language/sort.js";
import { isDocument, isTrue, numeric, wholeNumber, writeDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import { paceOf, viewOf } from "./options.js";

export async function find(context: Context): Promise<CursorReply> {
  const { engine, command, session } = context;
  const namespace = namespaceOf(context);
  const { view, extra } = viewOf(context);
  const filter = filterOf(command.filter);
  const limit = wholeNumber(command.limit, "limit", 0);
  const isSingle = isTrue(command.singleBatch) || limit < 0;
  const options = {
    sort: sortOf(command.sort),
    skip: wholeNumber(command.skip, "skip", 0),
    limit: Math.abs(limit),
  };
  if (options.skip < 0) throw badValue("skip may not be negative");
  const rows = findRows(view, engine.catalog.find(namespace), filter, paceOf(context), options);
  const shown = isDocument(command.projection) ? projected(rows, command.projection) : rows;
  const batchSize = batchSizeOf(command.batchSize, 101);
  return engine.cursors.first(shown, namespace, {
    session,
    batchSize,
    singleBatch: isSingle,
    ...(extra && { extra }),
  });
}

async function* projected(rows: ReturnType<typeof findRows>, projection: Document): AsyncGenerator<Shown> {
  const project = compileProjection(projection);
  for await (const { document } of rows) yield { raw: writeDocument(project(document)) };
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

/** The number of all documents; a driver counts those of a filter by an aggregation. */
export async function count(context: Context): Promise<Document> {
  const { engine } = context;
  const collection = engine.catalog.find(namespaceOf(context));
  if (!collection) return { n: 0, ok: 1 };
  const from = tableKey(collection.table);
  return { n: engine.store.count(from, afterPrefix(from)), ok: 1 };
}

export async function aggregate(context: Context): Promise<CursorReply> {
  const { engine, command, session } = context;
  const pipeline: unknown = command.pipeline;
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw new StoreError(14, "'pipeline' must be an array of objects");
  if (isTrue(command.explain) || !isDocument(command.cursor))
    throw new StoreError(9, "The 'cursor' option is required");
  const namespace = namespaceOf(context);
  const { view, extra } = viewOf(context);
  const rows = runPipeline(view, engine.catalog.find(namespace), pipeline, paceOf(context));
  const batchSize = batchSizeOf(command.cursor.batchSize, 101);
  return engine.cursors.first(rows, namespace, { session, batchSize, ...(extra && { extra }) });
}
