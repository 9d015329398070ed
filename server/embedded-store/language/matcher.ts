// Filters as functions of a document, with MongoDB's rules for arrays, missing fields and types.
import { BSONRegExp } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";
import { refusal } from "../refusals.js";
import { someAt } from "./paths.js";
import type { Test } from "./paths.js";
import { compareValues, isDocument, isTrue, numeric, order, typeOrder } from "./values.js";
import type { Document } from "./values.js";

export type Matcher = (document: Document) => boolean;

/** Compiles a filter. @throws BadValue for an unknown operator, CommandNotSupported for a refused one. */
export function compileFilter(filter: Document): Matcher {
  const parts = Object.entries(filter).map(([name, operand]) =>
    name.startsWith("$") ? logical(name, operand) : atPath(name, operand),
  );
  return (document) => parts.every((part) => part(document));
}

function logical(name: string, operand: unknown): Matcher {
  if (name !== "$and" && name !== "$or") throw refusal("query operator", name);
  const parts = filterList(name, operand).map(compileFilter);
  if (name === "$and") return (document) => parts.every((part) => part(document));
  return (document) => parts.some((part) => part(document));
}

/** The members of $and and $or. */
export function filterList(name: string, operand: unknown): Document[] {
  if (!Array.isArray(operand) || operand.length === 0) throw badValue(`${name} must be a nonempty array`);
  if (!operand.every(isDocument)) throw badValue(`${name} argument's entries must be objects`);
  return operand;
}

/** Whether a value in a filter is a document of operators such as { $gt: 3 }. */
export function isOperators(value: unknown): value is Document {
  return isDocument(value) && Object.keys(value)[0]?.startsWith("$") === true;
}

function atPath(path: string, operand: unknown): Matcher {
  const parts = path.split(".");
  const bind: Bind =
    (test, expand = true) =>
    (document) =>
      someAt(document, parts, 0, test, expand);
  if (!isOperators(operand)) return bind(equals(operand));
  const tests = Object.entries(operand).map(([name, value]) => operator(bind, name, value));
  return (document) => tests.every((test) => test(document));
}

/** Applies a test of one value to a document at a path; with `expand`, to the elements of an array there too. */
type Bind = (test: Test, expand?: boolean) => Matcher;

const not =
  (matcher: Matcher): Matcher =>
  (document) =>
    !matcher(document);

function operator(bind: Bind, name: string, operand: unknown): Matcher {
  switch (name) {
    case "$eq":
      return bind(equals(operand));
    case "$ne":
      return not(bind(equals(operand)));
    case "$gt":
    case "$gte":
    case "$lt":
    case "$lte":
      return bind(compares(name, operand));
    case "$in":
      return bind(oneOf(name, operand));
    case "$nin":
      return not(bind(oneOf(name, operand)));
    case "$exists": {
      const exists = bind((value) => value !== undefined, false);
      return isTrue(operand) ? exists : not(exists);
    }
    default:
      throw refusal("query operator", name);
  }
}

/** Equality of a value and an operand; null also equals missing. */
function equals(operand: unknown): Test {
  if (operand instanceof BSONRegExp) throw unsupported("a regular expression in a filter");
  if (operand === null || operand === undefined) return (value) => value === undefined || value === null;
  const type = typeOrder(operand);
  if (type === order.string) return (value) => value === operand;
  return (value) => value !== undefined && typeOrder(value) === type && compareValues(value, operand) === 0;
}

function compares(name: string, operand: unknown): Test {
  const mayBeEqual = name.endsWith("e");
  const type = typeOrder(operand);
  if (type === order.null) return (value) => mayBeEqual && (value === undefined || value === null);
  const sign = name.startsWith("$g") ? 1 : -1;
  const isNaN = type === order.number && Number.isNaN(numeric(operand));
  return (value) => {
    if (value === undefined || typeOrder(value) !== type) return false;
    const difference = compareValues(value, operand);
    if (difference === 0) return mayBeEqual;
    // No number is above or below NaN, although NaN has a place in the order.
    if (isNaN || (type === order.number && Number.isNaN(numeric(value)))) return false;
    return Math.sign(difference) === sign;
  };
}

function oneOf(name: string, operand: unknown): Test {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`);
  if (operand.some(isOperators)) throw badValue(`cannot nest $ under ${name}`);
  const strings = new Set(operand.filter((value) => typeof value === "string"));
  const tests = operand.filter((value) => typeof value !== "string").map(equals);
  return (value) => (typeof value === "string" && strings.has(value)) || tests.some((test) => test(value));
}

/** A filter given to a command: absent means all. @throws TypeMismatch when it is no document. */
export function filterOf(value: unknown): Document {
  if (value === undefined || value === null) return {};
  if (!isDocument(value)) throw new StoreError(14, "a filter must be an object");
  return value;
}
