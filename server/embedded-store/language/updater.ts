// Updates as functions of a document: operators or replacement.
import { ObjectId } from "bson";
import { StoreError, unsupported } from "../errors.js";
import { compareValues } from "./keys.js";
import { allowedBy, conditionsOf, isOperators } from "./matcher.js";
import { changeAt, operatorOf, partsOf } from "./update-operators.js";
import { type Document, field, isDocument, readDocument, writeDocument } from "./values.js";

/** A compiled update. `apply` changes the document it is given, or returns another one. */
export interface Update {
  isReplacement: boolean;
  apply(document: Document, isInsert: boolean): Document;
}

interface Action {
  name: string;
  path: string;
  parts: string[];
  change: (value: unknown) => unknown;
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
      for (const { name, parts, change } of actions) {
        if (name === "$setOnInsert" && !isInsert) continue;
        changeAt(document, parts, name !== "$unset", change);
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
  return {
    isReplacement: true,
    apply(document) {
      const id = field(document, "_id");
      if (id === undefined) return { ...update };
      if (field(update, "_id") !== undefined) checkId(id, update._id);
      return { ...update, _id: id };
    },
  };
}

function checkId(before: unknown, after: unknown): void {
  if (after === undefined || compareValues(before, after) !== 0)
    throw new StoreError(66, "An update would modify the immutable field '_id'");
}

function actionsOf(name: string, fields: unknown): Action[] {
  if (!isDocument(fields))
    throw new StoreError(9, `Modifiers operate on fields but we found another type for ${name}`);
  const operator = operatorOf(name);
  return Object.entries(fields).map(([path, operand]) => {
    return { name, path, parts: partsOf(path), change: operator(operand, path) };
  });
}

function checkConflicts(actions: Action[]): void {
  const sorted = actions.map(({ path }) => `${path}.`).sort();
  sorted.forEach((path, i) => {
    const next = sorted[i + 1];
    if (next?.startsWith(path))
      throw new StoreError(40, `Updating '${next.slice(0, -1)}' would conflict at '${path.slice(0, -1)}'`);
  });
}

/** The document an upsert inserts: what the filter demands by equality, updated, with an _id of its own if it has none. */
export function upserted(update: Update, filter: Document): Document {
  const base: Document = {};
  for (const condition of conditionsOf(filter)) {
    const allowed = allowedBy(condition);
    if (allowed?.length === 1) changeAt(base, partsOf(condition[0]), true, () => allowed[0]);
  }
  // A copy: the update changes it, and the filter may be asked again.
  const document = update.apply(readDocument(writeDocument(base)), true);
  return field(document, "_id") === undefined ? { _id: new ObjectId(), ...document } : document;
}
