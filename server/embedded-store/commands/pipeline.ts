// Aggregation pipelines: what a find can do first, then $group and $project.
import type { Shown } from "../protocol/cursors.js";
import { StoreError, unsupported } from "../errors.js";
import { groupStage } from "../language/group.js";
import { filterOf } from "../language/matcher.js";
import { compileProjection } from "../language/projection.js";
import { sortOf } from "../language/sort.js";
import { isDocument, wholeNumber, writeDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import type { Pace } from "../pace.js";
import { refusal } from "../refusals.js";
import type { Collection } from "../storage/catalog.js";
import { find } from "../storage/query.js";
import type { FindOptions } from "../storage/query.js";
import type { View } from "../storage/views.js";

type Rows = AsyncIterable<Document>;
type Stage = (rows: Rows, pace: Pace) => Rows;

/** Runs a pipeline over a collection; the stages that it begins with are answered from indexes. */
export async function* aggregate(
  view: View,
  collection: Collection | undefined,
  pipeline: Document[],
  pace: Pace,
): AsyncGenerator<Shown> {
  const { filter, options, rest } = leading(pipeline);
  const stages = rest.map(stageOf);
  const found = documentsOf(find(view, collection, filter, pace, options));
  for await (const document of stages.reduce<Rows>((rows, stage) => stage(rows, pace), found))
    yield { raw: writeDocument(document) };
}

async function* documentsOf(rows: AsyncIterable<{ document: Document }>): AsyncGenerator<Document> {
  for await (const { document } of rows) yield document;
}

/** The stages at the beginning that a find can do: $match, then $sort, $skip and $limit, each at most once and in order. */
function leading(pipeline: Document[]): { filter: Document; options: FindOptions; rest: Document[] } {
  const rest = [...pipeline];
  const begins = (name: string) => rest[0] !== undefined && Object.hasOwn(rest[0], name);
  const filters: Document[] = [];
  while (begins("$match")) filters.push(filterOf(rest.shift()?.$match));
  const options: FindOptions = {};
  if (begins("$sort")) options.sort = sortOf(rest.shift()?.$sort);
  if (begins("$skip")) options.skip = cut("$skip", rest.shift()?.$skip);
  if (begins("$limit")) options.limit = cut("$limit", rest.shift()?.$limit);
  return { filter: filters.length > 1 ? { $and: filters } : (filters[0] ?? {}), options, rest };
}

function cut(name: string, operand: unknown): number {
  const count = wholeNumber(operand, name, -1);
  if (count < 0 || (count === 0 && name === "$limit"))
    throw new StoreError(15958, `the ${name} must be positive`);
  return count;
}

function stageOf(specification: Document): Stage {
  const [name, ...others] = Object.keys(specification);
  if (name === undefined || others.length > 0)
    throw new StoreError(40323, "A pipeline stage specification object must contain exactly one field.");
  if (name === "$group") return groupStage(specification.$group);
  if (name === "$project") return projectStage(specification.$project);
  if (["$match", "$sort", "$skip", "$limit"].includes(name))
    throw unsupported(`the stage ${name} at this place (the order is $match, $sort, $skip, $limit, others)`);
  throw refusal("stage", name);
}

function projectStage(operand: unknown): Stage {
  if (!isDocument(operand) || Object.keys(operand).length === 0)
    throw new StoreError(51272, "Invalid $project: the specification must have at least one field");
  const project = compileProjection(operand);
  return async function* (rows, pace) {
    for await (const document of rows) {
      if (pace.isDue()) await pace.rest();
      yield project(document);
    }
  };
}
