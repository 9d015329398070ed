// find, getMore, killCursors and aggregate.
import type { CursorReply } from "../protocol/cursors.js";
import { type Context, namespaceOf } from "../engine.js";
import { badValue, StoreError, unsupported } from "../errors.js";
import { groupStage } from "../language/group.js";
import { filterOf } from "../language/matcher.js";
import { compileProjection } from "../language/projection.js";
import type { Found } from "../storage/documents.js";
import { type Pages, search } from "../storage/query.js";
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
  const found = search(view, engine.catalog.find(namespace), query);
  const isSingleBatch = isTrue(command.singleBatch) || limit < 0;
  return engine.cursors.first(shown(found, command.projection), context, { namespace, extra, isSingleBatch });
}

/** The bytes of documents, which are not written anew where nothing is left out. */
function* shown(pages: Pages<Found>, projection: unknown): Pages<Buffer> {
  const project = isDocument(projection) ? compileProjection(projection) : undefined;
  for (const page of pages)
    yield page.map(({ document, raw }) => (project ? writeDocument(project(document)) : raw));
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

/** A pipeline of one $match or none, and then a $group that counts. */
export async function aggregate(context: Context): Promise<CursorReply> {
  const { engine, command } = context;
  const pipeline: unknown = command.pipeline;
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw new StoreError(14, "'pipeline' must be an array of objects");
  if (!isDocument(command.cursor)) throw new StoreError(9, "The 'cursor' option is required");
  // A stage is a document of one field.
  const stages = pipeline.flatMap((stage): [string, unknown][] => Object.entries(stage));
  const filter = stages[0]?.[0] === "$match" ? filterOf(stages.shift()?.[1]) : {};
  const [[name, operand] = ["$match", {}], ...others] = stages;
  const refused = name === "$group" ? others[0]?.[0] : name;
  if (refused) throw unsupported(`the stage ${refused} here`);
  const namespace = namespaceOf(context);
  const { view, extra } = viewOf(context);
  const found = search(view, engine.catalog.find(namespace), { filter });
  return engine.cursors.first(counted(found, operand), context, { namespace, extra });
}

/** The bytes of the groups that documents make. */
function* counted(pages: Pages<Found>, operand: unknown): Pages<Buffer> {
  const documents = function* () {
    for (const page of pages) yield page.map(({ document }) => document);
  };
  for (const groups of groupStage(operand)(documents())) yield groups.map(writeDocument);
}
