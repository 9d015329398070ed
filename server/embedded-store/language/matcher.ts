// Filters as functions of a document, with MongoDB's rules for arrays, missing fields and types.
import { BSONRegExp } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";
import { encode } from "./keys.js";
import { valuesAt } from "./paths.js";
import {
  type Document,
  field,
  isDocument,
  isNullish,
  isNumber,
  numeric,
  order,
  typeOrder,
} from "./values.js";

export type Matcher = (document: Document) => boolean;
type Test = (value: unknown) => boolean;

/** Compiles a filter. @throws BadValue for an unknown operator, CommandNotSupported for a refused one. */
export function compileFilter(filter: Document): Matcher {
  const parts = Object.entries(filter).map(([name, operand]) =>
    name.startsWith("$") ? logical(name, operand) : atPath(name, operand),
  );
  return (document) => parts.every((part) => part(document));
}

/** A filter given to a command: absent means all. @throws TypeMismatch when it is no document. */
export function filterOf(value: unknown): Document {
  if (isNullish(value)) return {};
  if (!isDocument(value)) throw new StoreError(14, "a filter must be an object");
  return value;
}

function logical(name: string, operand: unknown): Matcher {
  if (name !== "$and" && name !== "$or") throw unsupported(`the query operator ${name}`);
  const parts = filterList(name, operand).map(compileFilter);
  if (name === "$and") return (document) => parts.every((part) => part(document));
  return (document) => parts.some((part) => part(document));
}

/** The members of $and and $or. */
function filterList(name: string, operand: unknown): Document[] {
  if (!Array.isArray(operand) || operand.length === 0) throw badValue(`${name} must be a nonempty array`);
  if (!operand.every(isDocument)) throw badValue(`${name} argument's entries must be objects`);
  return operand;
}

/** Whether a value in a filter is a document of operators such as { $gt: 3 }. */
export function isOperators(value: unknown): value is Document {
  return isDocument(value) && Object.keys(value)[0]?.startsWith("$") === true;
}

/** What must hold at one path, by operator; a bare value means $eq. */
function testsAt(operand: unknown): Document {
  return isOperators(operand) ? operand : { $eq: operand };
}

/** One test of a filter that must hold, such as ["age", "$gt", 3]. */
export type Condition = [path: string, operator: string, operand: unknown];

/** All conditions that must hold together, $and opened up. */
export function conditionsOf(filter: Document): Condition[] {
  return Object.entries(filter).flatMap(([name, operand]): Condition[] => {
    if (name === "$and") return filterList(name, operand).flatMap(conditionsOf);
    if (name.startsWith("$")) return [];
    return Object.entries(testsAt(operand)).map(([operator, value]): Condition => [name, operator, value]);
  });
}

/** The values that a condition allows, if it is an equality with one of several. */
export function allowedBy([, operator, operand]: Condition): unknown[] | undefined {
  if (operator === "$eq") return [operand];
  return operator === "$in" && Array.isArray(operand) ? operand : undefined;
}

const isArray = (value: unknown): value is unknown[] => Array.isArray(value);

/** Of the values at a path some must pass the test, or none; the elements of arrays there are tried too. */
interface Demand {
  test: Test;
  isNegated?: boolean;
}

const demands: Record<string, (operand: unknown) => Demand> = {
  $eq: (operand) => ({ test: equals(operand) }),
  $ne: (operand) => ({ test: equals(operand), isNegated: true }),
  $gt: (operand) => ({ test: compares(operand, (sign) => sign > 0) }),
  $gte: (operand) => ({ test: compares(operand, (sign) => sign >= 0) }),
  $lt: (operand) => ({ test: compares(operand, (sign) => sign < 0) }),
  $lte: (operand) => ({ test: compares(operand, (sign) => sign <= 0) }),
  $in: (operand) => ({ test: oneOf(operand) }),
};

function atPath(path: string, operand: unknown): Matcher {
  const parts = path.split(".");
  const tests = Object.entries(testsAt(operand)).map(([name, value]) => {
    const demand = field(demands, name);
    if (!demand) throw unsupported(`the query operator ${name}`);
    return demand(value);
  });
  return (document) => {
    const values = valuesAt(document, parts);
    // One level deep: the arrays themselves, and their elements.
    const withElements = [...values, ...values.filter(isArray).flat()];
    return tests.every(({ test, isNegated = false }) => withElements.some(test) !== isNegated);
  };
}

/** Equality of a value and an operand; null also equals missing. */
function equals(operand: unknown): Test {
  if (operand instanceof BSONRegExp) throw unsupported("a regular expression in a filter");
  if (isNullish(operand)) return isNullish;
  const type = typeOrder(operand);
  if (type === order.string) return (value) => value === operand;
  const key = encode(operand);
  return (value) => value !== undefined && typeOrder(value) === type && key.equals(encode(value));
}

const isNaN = (value: unknown) => isNumber(value) && Number.isNaN(numeric(value));

/** A comparison with an operand of the same type. */
function compares(operand: unknown, holds: (sign: number) => boolean): Test {
  const type = typeOrder(operand);
  if (type === order.null) return (value) => holds(0) && isNullish(value);
  const key = encode(operand);
  return (value) => {
    if (value === undefined || typeOrder(value) !== type) return false;
    const sign = Buffer.compare(encode(value), key);
    // No number is above or below NaN, although NaN has a place in the order.
    return holds(sign) && (sign === 0 || !(isNaN(value) || isNaN(operand)));
  };
}

function oneOf(operand: unknown): Test {
  if (!Array.isArray(operand)) throw badValue("$in needs an array");
  if (operand.some(isOperators)) throw badValue("cannot nest $ under $in");
  const strings = new Set<unknown>(operand.filter((value) => typeof value === "string"));
  const tests = operand.filter((value) => typeof value !== "string").map(equals);
  return (value) => strings.has(value) || tests.some((test) => test(value));
}
