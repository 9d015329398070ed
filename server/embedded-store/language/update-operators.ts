// The operators of updates, each on one place of a document.
import { Double, Int32, Long, Timestamp } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";
import { compileFilter, elementTest, equals, isOperators } from "./matcher.js";
import { comparator, sortOf } from "./sort.js";
import { typeName } from "./types.js";
import type { Place } from "./update-paths.js";
import { compareValues, isDocument, isNumber, numeric, wholeNumber } from "./values.js";

export type Operator = (place: Place, operand: unknown, path: string) => void;

/** Operators that make what is missing on their path; the others leave a document alone that lacks it. */
export const creating = new Set([
  "$set",
  "$setOnInsert",
  "$inc",
  "$mul",
  "$min",
  "$max",
  "$currentDate",
  "$push",
  "$addToSet",
  "$bit",
  "$rename",
]);

const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copy);
  if (isDocument(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(inner)]));
  return value;
};

const set: Operator = (place, operand) => place.set(copy(operand));

function isLong(value: unknown): boolean {
  return value instanceof Long || typeof value === "bigint";
}

function isDouble(value: unknown): boolean {
  return value instanceof Double || (typeof value === "number" && !Number.isInteger(value));
}

/** Adds or multiplies as MongoDB does: int32 grows to int64, and any double makes a double. @throws BadValue beyond int64. */
function arithmetic(
  name: string,
  onNumbers: (a: number, b: number) => number,
  onIntegers: (a: bigint, b: bigint) => bigint,
): Operator {
  return (place, operand, path) => {
    if (operand === null || !isNumber(operand)) {
      const shown = `{${path}: ${JSON.stringify(operand)}}`;
      throw new StoreError(14, `Cannot ${name} with non-numeric argument: ${shown}`);
    }
    const value = place.get();
    if (value === undefined) return place.set(name === "increment" ? operand : zeroLike(operand));
    if (value === null || !isNumber(value))
      throw new StoreError(
        14,
        `Cannot apply $${name === "increment" ? "inc" : "mul"} to a value of non-numeric type: ` +
          `the field '${path}' is of type ${typeName(value)}`,
      );
    if (isDouble(value) || isDouble(operand))
      return place.set(new Double(onNumbers(Number(numeric(value)), Number(numeric(operand)))));
    const result = onIntegers(BigInt(numeric(value)), BigInt(numeric(operand)));
    if (BigInt.asIntN(64, result) !== result)
      throw badValue(`${name} of '${path}' leaves the range of a 64-bit integer`);
    const isSmall = !isLong(value) && !isLong(operand) && BigInt.asIntN(32, result) === result;
    place.set(isSmall ? new Int32(Number(result)) : Long.fromBigInt(result));
  };
}

function zeroLike(operand: unknown): unknown {
  if (isLong(operand)) return Long.ZERO;
  return isDouble(operand) ? new Double(0) : new Int32(0);
}

function extreme(sign: number): Operator {
  return (place, operand) => {
    const value = place.get();
    if (value === undefined || compareValues(operand, value) * sign > 0) place.set(copy(operand));
  };
}

const currentDate: Operator = (place, operand) => {
  const type = isDocument(operand) ? operand.$type : operand;
  if (type === "timestamp") return place.set(new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }));
  if (type !== true && type !== "date")
    throw badValue("$currentDate needs true, or a $type of 'date' or 'timestamp'");
  place.set(new Date());
};

const bit: Operator = (place, operand, path) => {
  if (!isDocument(operand)) throw badValue(`$bit of '${path}' needs a document of and, or or xor`);
  for (const [name, mask] of Object.entries(operand)) {
    const value = place.get() ?? zeroLike(mask);
    if (!isNumber(mask) || isDouble(mask) || !isNumber(value) || isDouble(value))
      throw badValue(`Cannot apply $bit to a value of non-integral type: '${path}'`);
    const [left, right] = [BigInt(numeric(value)), BigInt(numeric(mask))];
    if (name !== "and" && name !== "or" && name !== "xor") throw badValue(`unknown $bit operation: ${name}`);
    const result = name === "and" ? left & right : name === "or" ? left | right : left ^ right;
    place.set(isLong(value) || isLong(mask) ? Long.fromBigInt(result) : new Int32(Number(result)));
  }
};

/** The array at a place, for changing; undefined when the field is missing. @throws BadValue for anything else. */
function arrayAt(place: Place, name: string, path: string): unknown[] | undefined {
  const value = place.get();
  if (value === undefined) return undefined;
  if (!Array.isArray(value))
    throw badValue(`The field '${path}' must be an array but is of type ${typeName(value)} (${name})`);
  return [...(value as unknown[])];
}

function eachOf(operand: unknown): unknown[] | undefined {
  if (!isDocument(operand) || !Object.hasOwn(operand, "$each")) return undefined;
  if (!Array.isArray(operand.$each)) throw badValue("The argument to $each must be an array");
  return operand.$each as unknown[];
}

const push: Operator = (place, operand, path) => {
  const array = arrayAt(place, "$push", path) ?? [];
  const each = eachOf(operand);
  if (!each) return place.set([...array, copy(operand)]);
  const modifiers = operand as Record<string, unknown>;
  const unknown = Object.keys(modifiers).find(
    (name) => !["$each", "$position", "$sort", "$slice"].includes(name),
  );
  if (unknown) throw badValue(`Unrecognized clause in $push: ${unknown}`);
  const position = wholeNumber(modifiers.$position, "$position", array.length);
  array.splice(position < 0 ? Math.max(0, array.length + position) : position, 0, ...each.map(copy));
  const sorted = modifiers.$sort === undefined ? array : sortElements(array, modifiers.$sort);
  const slice = wholeNumber(modifiers.$slice, "$slice", sorted.length);
  place.set(slice < 0 ? sorted.slice(slice) : sorted.slice(0, slice));
};

function sortElements(array: unknown[], order: unknown): unknown[] {
  if (isNumber(order))
    return [...array].sort((a, b) => compareValues(a, b) * Math.sign(Number(numeric(order))));
  const compare = comparator(sortOf(order));
  return [...array].sort((a, b) => compare(isDocument(a) ? a : { "": a }, isDocument(b) ? b : { "": b }));
}

const addToSet: Operator = (place, operand, path) => {
  const array = arrayAt(place, "$addToSet", path) ?? [];
  for (const value of eachOf(operand) ?? [operand])
    if (!array.some((element) => compareValues(element, value) === 0)) array.push(copy(value));
  place.set(array);
};

const pull: Operator = (place, operand, path) => {
  const array = arrayAt(place, "$pull", path);
  if (!array) return;
  const test = isDocument(operand) ? pullTest(operand) : equalsOrMatches(operand);
  place.set(array.filter((element) => !test(element)));
};

function pullTest(operand: Record<string, unknown>): (element: unknown) => boolean {
  if (isOperators(operand)) return elementTest(operand);
  const matcher = compileFilter(operand);
  return (element) => isDocument(element) && matcher(element);
}

function equalsOrMatches(operand: unknown): (element: unknown) => boolean {
  const matcher = compileFilter({ element: operand });
  return Array.isArray(operand)
    ? equals(operand)
    : (element) => !Array.isArray(element) && matcher({ element });
}

const pullAll: Operator = (place, operand, path) => {
  if (!Array.isArray(operand)) throw badValue("$pullAll requires an array argument");
  const array = arrayAt(place, "$pullAll", path);
  if (!array) return;
  place.set(array.filter((element) => !operand.some((value) => compareValues(element, value) === 0)));
};

const pop: Operator = (place, operand, path) => {
  const end = isNumber(operand) ? Number(numeric(operand)) : 0;
  if (end !== 1 && end !== -1) throw new StoreError(9, "$pop expects 1 or -1");
  const value = place.get();
  if (value !== undefined && !Array.isArray(value))
    throw new StoreError(14, `Path '${path}' contains an element of non-array type '${typeName(value)}'`);
  if (value !== undefined) place.set(end === 1 ? value.slice(0, -1) : value.slice(1));
};

/** Every operator but $rename, which needs two places. */
export const operators: Record<string, Operator> = {
  $set: set,
  $setOnInsert: set,
  $unset: (place) => place.unset(),
  $inc: arithmetic(
    "increment",
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  $mul: arithmetic(
    "multiply",
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  $min: extreme(-1),
  $max: extreme(1),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $bit: bit,
};

/** The operator of a name. @throws FailedToParse for one that no MongoDB server knows. */
export function operatorOf(name: string): Operator {
  if (name === "$pushAll") throw unsupported("$pushAll");
  const found = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!found)
    throw new StoreError(
      9,
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update`,
    );
  return found;
}
