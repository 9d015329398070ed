// The operators of updates, each on one place of a document.
import { Double, Int32, Long } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";
import { refusal } from "../refusals.js";
import type { Place } from "./update-paths.js";
import { isDocument, isNumber, numeric, typeName } from "./values.js";

export type Operator = (place: Place, operand: unknown, path: string) => void;

const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copy);
  if (isDocument(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(inner)]));
  return value;
};

const set: Operator = (place, operand) => place.set(copy(operand));

const isLong = (value: unknown) => value instanceof Long || typeof value === "bigint";

const isDouble = (value: unknown) =>
  value instanceof Double || (typeof value === "number" && !Number.isInteger(value));

/** Adds as MongoDB does: int32 grows to int64, and any double makes a double. @throws BadValue beyond int64. */
const increment: Operator = (place, operand, path) => {
  if (operand === null || !isNumber(operand))
    throw new StoreError(
      14,
      `Cannot increment with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`,
    );
  const value = place.get();
  if (value === undefined) return place.set(operand);
  if (!isNumber(value))
    throw new StoreError(
      14,
      `Cannot apply $inc to a value of non-numeric type: the field '${path}' is of type ${typeName(value)}`,
    );
  if (isDouble(value) || isDouble(operand))
    return place.set(new Double(Number(numeric(value)) + Number(numeric(operand))));
  const sum = BigInt(numeric(value)) + BigInt(numeric(operand));
  if (BigInt.asIntN(64, sum) !== sum)
    throw badValue(`increment of '${path}' leaves the range of a 64-bit integer`);
  const isSmall = !isLong(value) && !isLong(operand) && BigInt.asIntN(32, sum) === sum;
  place.set(isSmall ? new Int32(Number(sum)) : Long.fromBigInt(sum));
};

const push: Operator = (place, operand, path) => {
  const array = place.get() ?? [];
  if (!Array.isArray(array))
    throw badValue(`The field '${path}' must be an array but is of type ${typeName(array)} ($push)`);
  place.set([...(array as unknown[]), ...pushed(operand).map(copy)]);
};

/** The values that $push adds. @throws CommandNotSupported for modifiers other than $each. */
export function pushed(operand: unknown): unknown[] {
  if (!isDocument(operand) || !Object.hasOwn(operand, "$each")) return [operand];
  const modifier = Object.keys(operand).find((name) => name !== "$each");
  if (modifier) throw unsupported(`the modifier ${modifier} of $push`);
  if (!Array.isArray(operand.$each)) throw badValue("The argument to $each must be an array");
  return operand.$each as unknown[];
}

const operators: Record<string, Operator> = {
  $set: set,
  $setOnInsert: set,
  $unset: (place) => place.unset(),
  $inc: increment,
  $push: push,
};

/** The operator of a name. @throws CommandNotSupported, or FailedToParse for one that no MongoDB server knows. */
export function operatorOf(name: string): Operator {
  const found = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!found) throw refusal("update operator", name);
  return found;
}
