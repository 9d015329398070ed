// find, getMore, killCursors, count and aggregate.
import { bytesOf, type CursorReply } from "../protocol/cursors.js";
import { type Context, namespaceOf } from "../engine.js";
import { badValue, StoreError } from "../errors.js";
import { afterPrefix, tableKey } from "../language/keys.js";
import { refusal } from "../refusals.js";
import { groupStage } from "../language/group.js";
import { filterOf } from "../language/matcher.js";
import { compileProjection } from "../language/projection.js";
import type { Found } from "../storage/documents.js";
import { search } from "../storage/query.js";
import { sortOf } from "../language/sort.js";
import {
  type Document,
  isDocument,
  isTrue,
  numeric,
  wholeNumber,
  writeDocument,
} from "../language/values.js";
import { viewOf } from "./options.js";

export async function find(context: Context): Promise<CursorReply> {
  const { engine, command } = context;
  const namespace = namespaceOf(context);
  const { view, extra } = viewOf(context);
  const limit = wholeNumber(command.limit, "limit", 0);
  const skip = wholeNumber(command.skip, "skip", 0);
  if (skip < 0) throw badValue("skip may not be negative");
  const query = {
    filter: filterOf(command.filter),
    sort: sortOf(command.sort),
    skip,
    limit: Math.abs(limit),
  };
  const rows = search(view, engine.catalog.find(namespace), query);
  const isSingleBatch = isTrue(command.singleBatch) || limit < 0;
  return engine.cursors.first(shown(rows, command.projection), context, { namespace, extra, isSingleBatch });
}

/** The bytes of documents, which are not written anew where nothing is left out. */
function* shown(rows: Iterable<Found | undefined>, projection: unknown): Generator<Buffer | undefined> {
  const project = isDocument(projection) ? compileProjection(projection) : undefined;
  for (const found of rows) yield found && (project ? writeDocument(project(found.document)) : found.raw);
}

export async function getMore({ engine, command, session }: Context): Promise<CursorReply> {
  if (session) engine.sessions.touch(session);
  return engine.cursors.next(BigInt(numeric(command.getMore)), command.batchSize);
}

export async function killCursors({ engine, command }: Context): Promise<Document> {
  const ids: unknown = command.cursors;
  if (!Array.isArray(ids)) throw badValue("killCursors needs a list of cursors");
  const cursorsKilled = ids.filter((id: unknown) => engine.cursors.close(BigInt(numeric(id)))) as unknown[];
  const cursorsNotFound = ids.filter((id: unknown) => !cursorsKilled.includes(id)) as unknown[];
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
}

/** The number of all documents; a driver counts those of a filter by an aggregation. */
export async function count(context: Context): Promise<Document> {
  const { engine } = context;
  const collection = engine.catalog.find(namespaceOf(context));
  if (!collection) return { n: 0, ok: 1 };
  const from = tableKey(collection.table);
  return { n: engine.store.count(from, afterPrefix(from)), ok: 1 };
}

/** A pipeline of $match, as often as is wanted, and then $group or nothing. */
export async function aggregate(context: Context): Promise<CursorReply> {
  const { engine, command } = context;
  const pipeline: unknown = command.pipeline;
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw new StoreError(14, "'pipeline' must be an array of objects");
  if (!isDocument(command.cursor)) throw new StoreError(9, "The 'cursor' option is required");
  const stages = pipeline.map(stageOf);
  const matches = stages.filter(({ name }) => name === "$match").map(({ operand }) => filterOf(operand));
  const [group, ...others] = stages.slice(matches.length);
  const refused = others[0] ?? (group?.name === "$group" ? undefined : group);
  if (refused) throw refusal("stage", refused.name);
  const namespace = namespaceOf(context);
  const { view, extra } = viewOf(context);
  const filter = matches.length === 1 ? (matches[0] as Document) : { $and: [{}, ...matches] };
  const found = search(view, engine.catalog.find(namespace), { filter });
  const rows = group ? bytesOf(groupStage(group.operand)(documentsOf(found))) : shown(found, undefined);
  return engine.cursors.first(rows, context, { namespace, extra });
}

function stageOf(specification: Document): { name: string; operand: unknown } {
  const [first, ...others] = Object.entries(specification);
  if (!first || others.length > 0)
    throw new StoreError(40323, "A pipeline stage specification object must contain exactly one field.");
  return { name: first[0], operand: first[1] };
}

function* documentsOf(rows: Iterable<Found | undefined>): Iterable<Document | undefined> {
  for (const found of rows) yield found?.document;
}
