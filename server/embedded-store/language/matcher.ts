// Filters as functions of a document, with MongoDB's rules for arrays, missing fields and types.
import { BSONRegExp } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";
import { expressionOf } from "./expressions.js";
import { someAt } from "./paths.js";
import type { Test, Trace } from "./paths.js";
import { compiled, regexOf } from "./regex.js";
import { typeTest } from "./types.js";
import {
  compareValues,
  isDocument,
  isNumber,
  isTrue,
  numeric,
  order,
  typeOrder,
  wholeNumber,
} from "./values.js";
import type { Document } from "./values.js";

export type Matcher = (document: Document, trace?: Trace) => boolean;

/** Operators of MongoDB that this store does not know; anything else unknown is an error on any server. */
const refused = new Set(
  (
    "$where $text $jsonSchema $near $nearSphere $geoWithin $geoIntersects $within $bitsAllSet $bitsAnySet $bitsAllClear " +
    "$bitsAnyClear $encStrStartsWith $sampleRate"
  ).split(" "),
);

/** Compiles a filter. @throws BadValue for an unknown operator, CommandNotSupported for a refused one. */
export function compileFilter(filter: Document): Matcher {
  const parts = Object.entries(filter).map(([name, operand]) =>
    name.startsWith("$") ? logical(name, operand) : atPath(name, operand),
  );
  if (parts.length === 1) return parts[0] as Matcher;
  return (document, trace) => parts.every((part) => part(document, trace));
}

function logical(name: string, operand: unknown): Matcher {
  if (name === "$comment") return () => true;
  if (name === "$expr") {
    const evaluate = expressionOf(operand);
    return (document) => isTrue(evaluate(document));
  }
  if (refused.has(name)) throw unsupported(name);
  if (name !== "$and" && name !== "$or" && name !== "$nor")
    throw badValue(`unknown top level operator: ${name}`);
  const parts = filterList(name, operand).map(compileFilter);
  if (name === "$and") return (document, trace) => parts.every((part) => part(document, trace));
  if (name === "$or") return (document, trace) => parts.some((part) => part(document, trace));
  return (document) => !parts.some((part) => part(document));
}

/** The members of $and, $or and $nor. */
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
  const bind = atParts(path.split("."));
  if (!isOperators(operand)) return bind(operand instanceof BSONRegExp ? matches(operand) : equals(operand));
  const tests = Object.entries(operand).map(([name, value]) => operator(bind, name, value, operand));
  return (document, trace) => tests.every((test) => test(document, trace));
}

/** Applies a test of one value to a document: at a path, or to the document itself as an array's element. */
type Bind = (test: Test, expand?: boolean) => Matcher;

function atParts(parts: string[]): Bind {
  return (test, expand = true) =>
    (document, trace) =>
      someAt(document, parts, 0, test, expand, trace);
}

/** An element stands alone: an array inside an array is not entered. */
const onElement: Bind = (test) => (element) => test(element);

const not =
  (matcher: Matcher): Matcher =>
  (document) =>
    !matcher(document);

function operator(bind: Bind, name: string, operand: unknown, siblings: Document): Matcher {
  switch (name) {
    case "$eq":
      return bind(equals(operand));
    case "$ne":
      if (operand instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.");
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
    case "$type":
      return bind(typeTest(operand));
    case "$regex":
      return bind(matches(regexOf(operand, siblings.$options)));
    case "$options":
      if (!Object.hasOwn(siblings, "$regex")) throw badValue("$options needs a $regex");
      return () => true;
    case "$not":
      return not(negated(bind, operand));
    case "$size": {
      const size = wholeNumber(operand, "$size", 0);
      if (size < 0) throw badValue("$size may not be negative");
      return bind((value) => Array.isArray(value) && value.length === size, false);
    }
    case "$mod":
      return bind(remainder(operand));
    case "$elemMatch":
      return bind(elementMatches(operand), false);
    case "$all":
      return all(bind, operand);
    case "$comment":
      return () => true;
    default:
      throw refused.has(name) ? unsupported(name) : badValue(`unknown operator: ${name}`);
  }
}

function negated(bind: Bind, operand: unknown): Matcher {
  if (operand instanceof BSONRegExp) return bind(matches(operand));
  if (!isOperators(operand)) throw badValue("$not needs a regex or a document of operators");
  const tests = Object.entries(operand).map(([name, value]) => operator(bind, name, value, operand));
  return (document) => tests.every((test) => test(document));
}

/** Equality of a value and an operand; null also equals missing. */
export function equals(operand: unknown): Test {
  if (operand === null || operand === undefined) return (value) => value === undefined || value === null;
  const type = typeOrder(operand);
  if (type === order.string && typeof operand === "string") return (value) => value === operand;
  return (value) => value !== undefined && typeOrder(value) === type && compareValues(value, operand) === 0;
}

function compares(name: string, operand: unknown): Test {
  if (operand instanceof BSONRegExp)
    throw badValue(`Can't have RegEx as arg to predicate over field with ${name}`);
  const mayBeEqual = name.endsWith("e");
  const type = typeOrder(operand);
  if (type === order.null) return (value) => mayBeEqual && (value === undefined || value === null);
  const sign = name.startsWith("$g") ? 1 : -1;
  const isNaN = type === order.number && Number.isNaN(numeric(operand));
  const everyType = type === order.minKey || type === order.maxKey;
  return (value) => {
    if (value === undefined) return false;
    if (!everyType && typeOrder(value) !== type) return false;
    const difference = compareValues(value, operand);
    if (difference === 0) return mayBeEqual;
    // No number is above or below NaN, although NaN has a place in the order.
    if (isNaN || (type === order.number && Number.isNaN(numeric(value)))) return false;
    return Math.sign(difference) === sign;
  };
}

function oneOf(name: string, operand: unknown): Test {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`);
  const strings = new Set(operand.filter((value) => typeof value === "string"));
  const tests = operand
    .filter((value) => typeof value !== "string")
    .map((value) => {
      if (isOperators(value)) throw badValue(`cannot nest $ under ${name}`);
      return value instanceof BSONRegExp ? matches(value) : equals(value);
    });
  return (value) => (typeof value === "string" && strings.has(value)) || tests.some((test) => test(value));
}

function matches(operand: BSONRegExp): Test {
  const pattern = compiled(operand);
  return (value) =>
    typeof value === "string"
      ? pattern.test(value)
      : value instanceof BSONRegExp && value.pattern === operand.pattern && value.options === operand.options;
}

function remainder(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length !== 2 || !operand.every(isNumber))
    throw badValue("malformed mod, needs to be an array of a divisor and a remainder");
  const [divisor, rest] = operand.map((value) => BigInt(Math.trunc(Number(numeric(value))))) as [
    bigint,
    bigint,
  ];
  if (divisor === 0n) throw badValue("divisor cannot be 0");
  return (value) => {
    if (value === undefined || !isNumber(value)) return false;
    const number = numeric(value);
    if (typeof number === "number" && !Number.isFinite(number)) return false;
    return (typeof number === "bigint" ? number : BigInt(Math.trunc(number))) % divisor === rest;
  };
}

function elementMatches(operand: unknown): Test {
  if (!isDocument(operand)) throw badValue("$elemMatch needs an Object");
  const test = elementTest(operand);
  return (value, trace) => {
    if (!Array.isArray(value)) return false;
    const index = value.findIndex(test);
    if (index >= 0 && trace) trace.position = index;
    return index >= 0;
  };
}

/** A test of one array element: operators apply to the element itself, fields to the document it is. */
export function elementTest(operand: Document): (element: unknown) => boolean {
  const first = Object.keys(operand)[0];
  if (isOperators(operand) && first !== "$and" && first !== "$or" && first !== "$nor" && first !== "$expr") {
    const tests = Object.entries(operand).map(([name, value]) => operator(onElement, name, value, operand));
    return (element) => tests.every((test) => test(element as Document));
  }
  const matcher = compileFilter(operand);
  return (element) => isDocument(element) && matcher(element);
}

function all(bind: Bind, operand: unknown): Matcher {
  if (!Array.isArray(operand)) throw badValue("$all needs an array");
  const tests = operand.map((value: unknown): Matcher => {
    if (isDocument(value) && Object.hasOwn(value, "$elemMatch"))
      return bind(elementMatches(value.$elemMatch), false);
    if (isOperators(value)) throw badValue("no $ expressions in $all");
    return bind(value instanceof BSONRegExp ? matches(value) : equals(value));
  });
  return (document, trace) => tests.length > 0 && tests.every((test) => test(document, trace));
}

/** A filter given to a command: absent means all. @throws TypeMismatch when it is no document. */
export function filterOf(value: unknown): Document {
  if (value === undefined || value === null) return {};
  if (!isDocument(value)) throw new StoreError(14, "a filter must be an object");
  return value;
}
