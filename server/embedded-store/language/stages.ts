// Aggregation stages that make one document of one.
import { badValue } from "../errors.js";
import { expressionOf } from "./expressions.js";
import { compileProjection } from "./projection.js";
import { placesAt } from "./update-paths.js";
import type { PathContext } from "./update-paths.js";
import { field, isDocument } from "./values.js";
import type { Document } from "./values.js";

/** Compiles $project, $addFields, $set or $unset. */
export function documentStage(name: string, operand: unknown): (document: Document) => Document {
  switch (name) {
    case "$project":
      if (!isDocument(operand) || Object.keys(operand).length === 0)
        throw badValue("Invalid $project: the specification must have at least one field");
      return compileProjection(operand);
    case "$set":
    case "$addFields":
      if (!isDocument(operand)) throw badValue(`${name} specification must be an object`);
      return addFields(operand);
    default: {
      const paths = Array.isArray(operand) ? (operand as unknown[]) : [operand];
      if (!paths.every((path) => typeof path === "string")) throw badValue("$unset needs strings");
      return compileProjection(Object.fromEntries(paths.map((path) => [path, false])));
    }
  }
}

function addFields(fields: Document): (document: Document) => Document {
  const parts = Object.entries(fields).map(([path, expression]) => ({
    path,
    evaluate: expressionOf(expression),
  }));
  return (document) => {
    const computed = parts.map(({ path, evaluate }) => ({ path, value: evaluate(document) }));
    const changed: Document = structure(document);
    for (const { path, value } of computed) setEverywhere(changed, path, value);
    return changed;
  };
}

/** A copy of the documents and arrays, sharing the values in them. */
function structure<T>(value: T): T {
  if (Array.isArray(value)) return value.map(structure) as T;
  if (!isDocument(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, structure(inner)])) as T;
}

/** Unlike an update, a stage replaces a scalar on the way and enters every element of an array. */
function setEverywhere(document: Document, path: string, value: unknown): void {
  const [head, ...rest] = path.split(".") as [string, ...string[]];
  const context: PathContext = { trace: {}, arrayFilters: new Map(), usedFilters: new Set() };
  if (rest.length === 0) {
    for (const place of placesAt(document, head, context, true)) {
      if (value === undefined) place.unset();
      else place.set(value);
    }
    return;
  }
  // Own fields only: "__proto__" must not lead out of the document.
  const inner = field(document, head);
  if (Array.isArray(inner)) {
    document[head] = inner.map((element: unknown) => {
      const target = isDocument(element) ? element : {};
      setEverywhere(target, rest.join("."), value);
      return target;
    });
    return;
  }
  const target = isDocument(inner) ? inner : {};
  setEverywhere(target, rest.join("."), value);
  Object.defineProperty(document, head, {
    value: target,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
