// Updates as functions of a document: operators or replacement.
import { ObjectId } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";
import { elementTest, filterList, isOperators } from "./matcher.js";
import type { Trace } from "./paths.js";
import { creating, operatorOf } from "./update-operators.js";
import type { Operator } from "./update-operators.js";
import { placesAt } from "./update-paths.js";
import type { PathContext } from "./update-paths.js";
import { compareValues, field, isDocument } from "./values.js";
import type { Document } from "./values.js";

/** A compiled update. `apply` changes the document it is given, or returns another one. */
export interface Update {
  isReplacement: boolean;
  usesPosition: boolean;
  apply(document: Document, trace: Trace, isInsert: boolean): Document;
}

interface Action {
  name: string;
  path: string;
  operand: unknown;
  operator: Operator;
}

/** Compiles an update. @throws as a MongoDB server does for unknown operators and conflicting paths. */
export function compileUpdate(update: unknown, arrayFilters: unknown): Update {
  if (Array.isArray(update)) throw unsupported("an update by pipeline");
  if (!isDocument(update)) throw new StoreError(9, "an update must be a document");
  if (!isOperators(update)) return replacement(update);
  const actions = Object.entries(update).flatMap(([name, fields]) => actionsOf(name, fields));
  checkConflicts(actions);
  actions.sort((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
  const filters = arrayFiltersOf(arrayFilters);
  return {
    isReplacement: false,
    usesPosition: actions.some(({ path }) => path.split(".").includes("$")),
    apply(document, trace, isInsert) {
      const id = field(document, "_id");
      const context: PathContext = { trace, arrayFilters: filters, usedFilters: new Set() };
      for (const action of actions)
        if (action.name !== "$setOnInsert" || isInsert) run(document, action, context);
      checkFilters(actions, filters);
      if (id !== undefined) checkId(id, field(document, "_id"));
      return document;
    },
  };
}

function replacement(update: Document): Update {
  const operator = Object.keys(update).find((name) => name.startsWith("$"));
  if (operator)
    throw new StoreError(52, `The dollar ($) prefixed field '${operator}' is not allowed in a replacement`);
  return {
    isReplacement: true,
    usesPosition: false,
    apply: (document) => keepId(document, update),
  };
}

function keepId(before: Document, after: Document): Document {
  const id = field(before, "_id");
  if (id === undefined) return { ...after };
  if (field(after, "_id") === undefined) return { _id: id, ...after };
  checkId(id, after._id);
  return { ...after, _id: id };
}

function checkId(before: unknown, after: unknown): void {
  if (after === undefined || compareValues(before, after) !== 0)
    throw new StoreError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

function actionsOf(name: string, fields: unknown): Action[] {
  if (!isDocument(fields))
    throw new StoreError(9, `Modifiers operate on fields but we found another type for ${name}`);
  const operator = name === "$rename" ? () => {} : operatorOf(name);
  return Object.entries(fields).map(([path, operand]) => ({ name, path, operand, operator }));
}

function checkConflicts(actions: Action[]): void {
  const paths = actions.flatMap(({ name, path, operand }) =>
    name === "$rename" && typeof operand === "string" ? [path, operand] : [path],
  );
  const sorted = paths.map((path) => `${path}.`).sort();
  sorted.forEach((path, i) => {
    const next = sorted[i + 1];
    if (next?.startsWith(path))
      throw new StoreError(
        40,
        `Updating the path '${next.slice(0, -1)}' would create a conflict at '${path.slice(0, -1)}'`,
      );
  });
}

function run(document: Document, { name, path, operand, operator }: Action, context: PathContext): void {
  if (name === "$rename") return rename(document, path, operand, context);
  for (const place of placesAt(document, path, context, creating.has(name))) {
    // An operator that takes away has nothing to do where nothing is.
    if (creating.has(name) || place.get() !== undefined) operator(place, operand, path);
  }
}

function rename(document: Document, path: string, operand: unknown, context: PathContext): void {
  if (typeof operand !== "string") throw badValue(`The 'to' field for $rename must be a string: ${path}`);
  if (/\$|\.\d+(\.|$)/.test(path + operand))
    throw badValue("The source and target of $rename may not be array elements");
  const [source] = placesAt(document, path, context, false);
  const value = source?.get();
  if (!source || value === undefined) return;
  source.unset();
  for (const target of placesAt(document, operand, context, true)) target.set(value);
}

function arrayFiltersOf(value: unknown): Map<string, (element: unknown) => boolean> {
  if (value === undefined || value === null) return new Map();
  if (!Array.isArray(value) || !value.every(isDocument))
    throw badValue("arrayFilters must be an array of objects");
  return new Map(
    value.map((filter) => {
      const names = new Set(identifiers(filter));
      const [name] = names;
      if (names.size !== 1 || !name)
        throw new StoreError(9, "Expected a single top-level field name in each array filter");
      const test = elementTest({ $and: [{ [name]: { $exists: true } }] });
      const matcher = withoutPrefix(filter);
      return [
        name,
        (element: unknown) => (test({ [name]: element }) ? matcher({ [name]: element }) : false),
      ] as const;
    }),
  );
}

/** The filter itself is one of a document whose only field is the identifier. */
function withoutPrefix(filter: Document): (document: Document) => boolean {
  return elementTest({ $and: [filter] });
}

function identifiers(filter: Document): string[] {
  return Object.entries(filter).flatMap(([name, operand]) =>
    name.startsWith("$") ? filterList(name, operand).flatMap(identifiers) : [name.split(".")[0] as string],
  );
}

function checkFilters(actions: Action[], filters: ReadonlyMap<string, unknown>): void {
  for (const name of filters.keys())
    if (!actions.some(({ path }) => path.includes(`$[${name}]`)))
      throw new StoreError(9, `The array filter for identifier '${name}' was not used in the update`);
}

/** The document an upsert begins with: what the filter demands by equality. */
function upsertBase(filter: Document): Document {
  const base: Document = {};
  const context: PathContext = { trace: {}, arrayFilters: new Map(), usedFilters: new Set() };
  const collect = (conditions: Document): void => {
    for (const [name, operand] of Object.entries(conditions)) {
      if (name === "$and") filterList(name, operand).forEach(collect);
      if (name === "$or" && Array.isArray(operand) && operand.length === 1) collect(operand[0] as Document);
      if (name.startsWith("$")) continue;
      const value = equalityOf(operand);
      if (value !== undefined) for (const place of placesAt(base, name, context, true)) place.set(value);
    }
  };
  collect(filter);
  return base;
}

function equalityOf(operand: unknown): unknown {
  if (!isOperators(operand)) return isRegex(operand) ? undefined : operand;
  if (Object.hasOwn(operand, "$eq")) return operand.$eq;
  for (const name of ["$in", "$all"]) {
    const list: unknown = operand[name];
    if (Array.isArray(list) && list.length === 1 && !isOperators(list[0]) && !isRegex(list[0]))
      return list[0];
  }
  return undefined;
}

const isRegex = (value: unknown) => (value as { _bsontype?: string } | null)?._bsontype === "BSONRegExp";

/** The document an upsert inserts, with an _id of its own where neither filter nor update gives one. */
export function upserted(update: Update, filter: Document): Document {
  const base = upsertBase(filter);
  const document = update.apply(base, {}, true);
  return field(document, "_id") === undefined ? { _id: new ObjectId(), ...document } : document;
}
