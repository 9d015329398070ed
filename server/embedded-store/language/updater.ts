// Updates as functions of a document: operators or replacement.
import { ObjectId } from "bson";
import { StoreError, unsupported } from "../errors.js";
import { filterList, isOperators } from "./matcher.js";
import { operatorOf, pushed } from "./update-operators.js";
import type { Operator } from "./update-operators.js";
import { partsOf, placeAt } from "./update-paths.js";
import { compareValues, field, isDocument } from "./values.js";
import type { Document } from "./values.js";

/** A compiled update. `apply` changes the document it is given, or returns another one. */
export interface Update {
  isReplacement: boolean;
  apply(document: Document, isInsert: boolean): Document;
}

interface Action {
  name: string;
  path: string;
  operand: unknown;
  operator: Operator;
}

/** Compiles an update. @throws as a MongoDB server does for unknown operators and conflicting paths. */
export function compileUpdate(update: unknown): Update {
  if (Array.isArray(update)) throw unsupported("an update by pipeline");
  if (!isDocument(update)) throw new StoreError(9, "an update must be a document");
  if (!isOperators(update)) return replacement(update);
  const actions = Object.entries(update).flatMap(([name, fields]) => actionsOf(name, fields));
  checkConflicts(actions);
  actions.sort((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
  return {
    isReplacement: false,
    apply(document, isInsert) {
      const id = field(document, "_id");
      for (const { name, path, operand, operator } of actions) {
        if (name === "$setOnInsert" && !isInsert) continue;
        const place = placeAt(document, path, name !== "$unset");
        if (place) operator(place, operand, path);
      }
      if (id !== undefined) checkId(id, field(document, "_id"));
      return document;
    },
  };
}

function replacement(update: Document): Update {
  const operator = Object.keys(update).find((name) => name.startsWith("$"));
  if (operator)
    throw new StoreError(52, `The dollar ($) prefixed field '${operator}' is not allowed in a replacement`);
  return { isReplacement: true, apply: (document) => keepId(document, update) };
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
  const operator = operatorOf(name);
  return Object.entries(fields).map(([path, operand]) => {
    partsOf(path);
    if (name === "$push") pushed(operand);
    return { name, path, operand, operator };
  });
}

function checkConflicts(actions: Action[]): void {
  const sorted = actions.map(({ path }) => `${path}.`).sort();
  sorted.forEach((path, i) => {
    const next = sorted[i + 1];
    if (next?.startsWith(path))
      throw new StoreError(
        40,
        `Updating the path '${next.slice(0, -1)}' would create a conflict at '${path.slice(0, -1)}'`,
      );
  });
}

/** The document an upsert begins with: what the filter demands by equality. */
function upsertBase(filter: Document): Document {
  const base: Document = {};
  const collect = (conditions: Document): void => {
    for (const [name, operand] of Object.entries(conditions)) {
      if (name === "$and") filterList(name, operand).forEach(collect);
      if (name.startsWith("$")) continue;
      const value = equalityOf(operand);
      if (value !== undefined) placeAt(base, name, true)?.set(value);
    }
  };
  collect(filter);
  return base;
}

function equalityOf(operand: unknown): unknown {
  if (!isOperators(operand)) return operand;
  if (Object.hasOwn(operand, "$eq")) return operand.$eq;
  const list: unknown = operand.$in;
  return Array.isArray(list) && list.length === 1 ? list[0] : undefined;
}

/** The document an upsert inserts, with an _id of its own where neither filter nor update gives one. */
export function upserted(update: Update, filter: Document): Document {
  const document = update.apply(upsertBase(filter), true);
  return field(document, "_id") === undefined ? { _id: new ObjectId(), ...document } : document;
}
