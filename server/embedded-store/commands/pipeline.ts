// Aggregation pipelines: own stages, with mingo computing the expressions in them.
import type { Catalog } from "../storage/catalog.js";
import type { Shown } from "../protocol/cursors.js";
import { StoreError, unsupported } from "../errors.js";
import { groupStage } from "../language/group.js";
import { compileFilter, filterOf } from "../language/matcher.js";
import type { Pace } from "../pace.js";
import { valuesAt } from "../language/paths.js";
import { find } from "../storage/query.js";
import type { FindOptions } from "../storage/query.js";
import { comparator, sortOf } from "../language/sort.js";
import { documentStage } from "../language/stages.js";
import { expressionOf } from "../language/expressions.js";
import { field, isDocument, wholeNumber, writeDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import type { View } from "../storage/views.js";

/** What a pipeline reads from. */
export interface Source {
  catalog: Catalog;
  view: View;
  database: string;
  pace: Pace;
}

type Rows = AsyncIterable<Document>;
type Stage = (rows: Rows, source: Source) => AsyncGenerator<Document>;

/** Runs a pipeline over a collection; what $match, $sort, $skip and $limit begin with is answered from indexes. */
export async function* aggregate(
  source: Source,
  namespace: string,
  pipeline: Document[],
): AsyncGenerator<Shown> {
  for await (const document of runOn(source, namespace, pipeline)) yield { raw: writeDocument(document) };
}

async function* runOn(source: Source, namespace: string, pipeline: Document[]): AsyncGenerator<Document> {
  const { filter, options, rest } = leading(pipeline);
  const stages = rest.map(stageOf);
  const found = find(source.view, source.catalog.find(namespace), filter, source.pace, options);
  yield* chain(documentsOf(found), stages, source);
}

async function* documentsOf(rows: AsyncIterable<{ document: Document }>): AsyncGenerator<Document> {
  for await (const { document } of rows) yield document;
}

function chain(rows: Rows, stages: Stage[], source: Source): Rows {
  return stages.reduce<Rows>((before, stage) => stage(before, source), rows);
}

/** The stages at the beginning that a find can do: $match, then $sort, $skip and $limit, each at most once and in order. */
function leading(pipeline: Document[]): { filter: Document; options: FindOptions; rest: Document[] } {
  const rest = [...pipeline];
  const filters: Document[] = [];
  while (rest[0] && Object.hasOwn(rest[0], "$match")) filters.push(filterOf(rest.shift()?.$match));
  const options: FindOptions = {};
  if (rest[0] && Object.hasOwn(rest[0], "$sort")) options.sort = sortOf(rest.shift()?.$sort);
  if (rest[0] && Object.hasOwn(rest[0], "$skip")) options.skip = cut("$skip", rest.shift()?.$skip);
  if (rest[0] && Object.hasOwn(rest[0], "$limit")) options.limit = cut("$limit", rest.shift()?.$limit);
  const filter =
    filters.length > 1
      ? { $and: filters.filter((part) => Object.keys(part).length > 0) }
      : (filters[0] ?? {});
  return { filter: Array.isArray(filter.$and) && filter.$and.length === 0 ? {} : filter, options, rest };
}

function cut(name: string, operand: unknown): number {
  const count = wholeNumber(operand, name, -1);
  if (count < 0 || (count === 0 && name === "$limit"))
    throw new StoreError(15958, `the ${name} must be positive`);
  return count;
}

const unsupportedStages = new Set(
  (
    "$bucket $bucketAuto $changeStream $collStats $currentOp $densify $documents $fill $geoNear $graphLookup $indexStats " +
    "$listLocalSessions $listSessions $merge $out $planCacheStats $redact $replaceRoot $replaceWith $sample $search $setWindowFields $sortByCount $unionWith"
  ).split(" "),
);

function stageOf(specification: Document): Stage {
  const names = Object.keys(specification);
  const name = names[0] ?? "";
  if (names.length !== 1)
    throw new StoreError(40323, "A pipeline stage specification object must contain exactly one field.");
  const operand: unknown = specification[name];
  switch (name) {
    case "$match":
      return matchStage(filterOf(operand));
    case "$project":
    case "$addFields":
    case "$set":
    case "$unset":
      return eachStage(documentStage(name, operand));
    case "$group":
      return groupStage(operand);
    case "$sort":
      return sortStage(operand);
    case "$skip":
    case "$limit":
      return cutStage(name, cut(name, operand));
    case "$count":
      return countStage(operand);
    case "$unwind":
      return unwindStage(operand);
    case "$lookup":
      return lookupStage(operand);
    case "$facet":
      return facetStage(operand);
    default:
      if (unsupportedStages.has(name)) throw unsupported(`the stage ${name}`);
      throw new StoreError(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

function matchStage(filter: Document): Stage {
  const matcher = compileFilter(filter);
  return async function* (rows, { pace }) {
    for await (const document of rows) {
      if (pace.isDue()) await pace.rest();
      if (matcher(document)) yield document;
    }
  };
}

function eachStage(change: (document: Document) => Document): Stage {
  return async function* (rows, { pace }) {
    for await (const document of rows) {
      if (pace.isDue()) await pace.rest();
      yield change(document);
    }
  };
}

function sortStage(operand: unknown): Stage {
  const compare = comparator(sortOf(operand));
  return async function* (rows) {
    const all = await collected(rows);
    yield* all.sort(compare);
  };
}

async function collected(rows: Rows): Promise<Document[]> {
  const all: Document[] = [];
  for await (const document of rows) all.push(document);
  return all;
}

function cutStage(name: string, count: number): Stage {
  return async function* (rows) {
    let at = 0;
    for await (const document of rows) {
      const isBefore = at++ < count;
      if (name === "$skip") {
        if (!isBefore) yield document;
      } else {
        yield document;
        if (at >= count) return;
      }
    }
  };
}

function countStage(operand: unknown): Stage {
  if (typeof operand !== "string" || operand === "" || operand.startsWith("$") || operand.includes("."))
    throw new StoreError(40156, "the count field must be a non-empty string without $ or .");
  return async function* (rows) {
    let count = 0;
    for await (const _ of rows) count++;
    if (count > 0) yield { [operand]: count };
  };
}

function unwindStage(operand: unknown): Stage {
  const options = isDocument(operand) ? operand : { path: operand };
  const path: unknown = options.path;
  if (typeof path !== "string" || !path.startsWith("$"))
    throw new StoreError(28818, "path option to $unwind must begin with a '$'");
  const keepsEmpty = options.preserveNullAndEmptyArrays === true;
  const indexField = options.includeArrayIndex as string | undefined;
  const name = path.slice(1);
  const read = expressionOf(path);
  return async function* (rows, { pace }) {
    for await (const document of rows) {
      if (pace.isDue()) await pace.rest();
      const value = read(document);
      const elements = Array.isArray(value)
        ? (value as unknown[])
        : value === undefined || value === null
          ? []
          : [value];
      if (elements.length === 0 && keepsEmpty)
        yield Array.isArray(value) ? without(document, name) : document;
      for (const [index, element] of elements.entries()) {
        const row = replaced(document, name.split("."), element);
        yield indexField ? { ...row, [indexField]: Array.isArray(value) ? index : null } : row;
      }
    }
  };
}

function replaced(document: Document, [head, ...rest]: string[], value: unknown): Document {
  if (head === undefined) return document;
  const inner = rest.length > 0 ? replaced(field(document, head) as Document, rest, value) : value;
  return { ...document, [head]: inner };
}

const without = (document: Document, path: string) => documentStage("$unset", path)(document);

function lookupStage(operand: unknown): Stage {
  if (!isDocument(operand)) throw new StoreError(9, "$lookup needs an object");
  const { from, as, localField, foreignField, pipeline, let: variables } = operand as Record<string, unknown>;
  if (variables !== undefined && Object.keys(variables as Document).length > 0)
    throw unsupported("$lookup with let");
  if (typeof from !== "string" || typeof as !== "string")
    throw new StoreError(9, "$lookup needs 'from' and 'as'");
  const isJoin = typeof localField === "string" && typeof foreignField === "string";
  if (!isJoin && !Array.isArray(pipeline))
    throw new StoreError(9, "$lookup needs localField and foreignField, or a pipeline");
  const stages = Array.isArray(pipeline) ? (pipeline as Document[]) : [];
  return async function* (rows, source) {
    const namespace = `${source.database}.${from}`;
    for await (const document of rows) {
      const join = isJoin ? [{ $match: { [foreignField]: { $in: joinValues(document, localField) } } }] : [];
      const found = await collected(runOn(source, namespace, [...join, ...stages]));
      yield documentStage("$addFields", { [as]: { $literal: found } })(document);
    }
  };
}

/** A missing local field joins with null and missing. */
function joinValues(document: Document, path: string): unknown[] {
  const values = valuesAt(document, path).flat();
  return values.length > 0 ? values : [null];
}

function facetStage(operand: unknown): Stage {
  if (!isDocument(operand))
    throw new StoreError(40169, "the $facet specification must be a non-empty object");
  const facets = Object.entries(operand).map(([name, pipeline]) => ({
    name,
    stages: (pipeline as Document[]).map(stageOf),
  }));
  return async function* (rows, source) {
    const all = await collected(rows);
    const result: Document = {};
    for (const { name, stages } of facets)
      result[name] = await collected(chain(iterated(all), stages, source));
    yield result;
  };
}

async function* iterated(documents: Document[]): AsyncGenerator<Document> {
  yield* documents;
}
