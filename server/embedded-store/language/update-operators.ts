// The operators of updates: what each makes of the value at a path, and how the value gets to its place.
import { badValue, StoreError, unsupported } from "../errors.js";
import { isPlace } from "./paths.js";
import { type Document, field, isDocument, isNumber, sumOf } from "./values.js";

/**
 * What an operator with this operand makes of a field's present value, which is undefined when it is missing;
 * undefined removes the field.
 */
export type Operator = (operand: unknown, path: string) => (value: unknown) => unknown;

const set: Operator = (operand) => () => operand;

const increment: Operator = (operand, path) => {
  if (!isNumber(operand)) throw new StoreError(14, `Cannot increment '${path}' with what is no number`);
  return (value) => {
    if (value === undefined) return operand;
    if (!isNumber(value))
      throw new StoreError(14, `Cannot apply $inc to a value of non-numeric type in the field '${path}'`);
    const sum = sumOf(value, operand);
    if (!sum) throw badValue(`increment of '${path}' leaves the range of a 64-bit integer`);
    return sum;
  };
};

/** Adds one value, or those of $each, to the end of an array. */
const push: Operator = (operand, path) => {
  const isEach = isDocument(operand) && Object.hasOwn(operand, "$each");
  const modifier = isEach && Object.keys(operand).find((name) => name !== "$each");
  if (modifier) throw unsupported(`the modifier ${modifier} of $push`);
  const added: unknown = isEach ? operand.$each : [operand];
  if (!Array.isArray(added)) throw badValue("The argument to $each must be an array");
  return (value = []) => {
    if (!Array.isArray(value)) throw badValue(`The field '${path}' must be an array for $push`);
    return [...(value as unknown[]), ...(added as unknown[])];
  };
};

const operators: Record<string, Operator> = {
  $set: set,
  $setOnInsert: set,
  $unset: () => () => undefined,
  $inc: increment,
  $push: push,
};

/** The operator of a name. @throws CommandNotSupported for others. */
export function operatorOf(name: string): Operator {
  const found = field(operators, name);
  if (!found) throw unsupported(`the update operator ${name}`);
  return found;
}

const paddingMax = 1_500_000;

/** The parts of an update's path. @throws EmptyFieldName, DollarPrefixedFieldName, CommandNotSupported for `$` and `$[]`. */
export function partsOf(path: string): string[] {
  const parts = path.split(".");
  if (parts.includes("")) throw new StoreError(56, `The update path '${path}' contains an empty field name`);
  if (parts.some((part) => part === "$" || part.startsWith("$[")))
    throw unsupported(`the positional update path '${path}'`);
  const dollar = parts.find((part) => part.startsWith("$"));
  if (dollar)
    throw new StoreError(52, `The field '${dollar}' in '${path}' begins with $ and cannot be stored`);
  return parts;
}

/**
 * Changes the value at a path inside a document or array. With `create` missing documents on the way are made; without,
 * a path that ends early leads nowhere. @throws PathNotViable when the way leads through neither document nor array.
 */
export function changeAt(
  holder: unknown,
  [name, ...rest]: string[],
  create: boolean,
  change: (value: unknown) => unknown,
): void {
  const isHolder = isDocument(holder) || (Array.isArray(holder) && isPlace(name as string));
  if (!isHolder) {
    if (!create) return;
    throw new StoreError(28, `Cannot create field '${name}' in a value that is no document`);
  }
  const value = valueIn(holder, name as string);
  if (rest.length === 0) return put(holder, name as string, change(value));
  if (value !== undefined) return changeAt(value, rest, create, change);
  if (!create) return;
  const made: Document = {};
  changeAt(made, rest, create, change);
  put(holder, name as string, made);
}

function valueIn(holder: Document | unknown[], name: string): unknown {
  return Array.isArray(holder) ? holder[Number(name)] : field(holder, name);
}

function put(holder: Document | unknown[], name: string, value: unknown): void {
  if (!Array.isArray(holder)) {
    if (value === undefined) delete holder[name];
    // Plain assignment of "__proto__" would change the prototype and not the field.
    else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  const place = Number(name);
  if (value === undefined && place >= holder.length) return;
  if (place - holder.length > paddingMax) throw badValue(`array index ${place} is too far beyond the end`);
  while (holder.length < place) holder.push(null);
  // Removing an element would move the others: it becomes null.
  holder[place] = value ?? null;
}
