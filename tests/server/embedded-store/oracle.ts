// A naive reading of MongoDB's rules for filters, written apart from the store and as slowly as is clear.
import { Binary, Double, Int32, Long, ObjectId } from "bson";

type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A number as an exact fraction of 2^1074, the unit of the smallest double. */
function exact(value: Int32 | Double | Long): bigint {
  if (value instanceof Long) return value.toBigInt() << 1074n;
  const number = value.value;
  if (Number.isInteger(number)) return BigInt(number) << 1074n;
  let scaled = number;
  let shift = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return BigInt(scaled) << (1074n - shift);
}

/** A number's place among all others, whatever its type. */
export function place(value: Int32 | Double | Long): bigint {
  const number = value instanceof Long ? 0 : value.value;
  const beyond = 1n << 4000n;
  if (Number.isNaN(number)) return -beyond * 2n;
  if (number === Infinity) return beyond;
  if (number === -Infinity) return -beyond;
  return exact(value);
}

const isTyped = (value: unknown): value is Int32 | Double | Long =>
  value instanceof Int32 || value instanceof Double || value instanceof Long;

function kind(value: unknown): number {
  if (value === null || value === undefined) return 1;
  if (typeof value === "number" || isTyped(value)) return 2;
  if (typeof value === "string") return 3;
  if (isRow(value)) return 4;
  if (Array.isArray(value)) return 5;
  if (value instanceof Binary) return 6;
  if (value instanceof ObjectId) return 7;
  if (typeof value === "boolean") return 8;
  return 9;
}

/** The order of two values by MongoDB's rules. */
export function compare(a: unknown, b: unknown): number {
  if (kind(a) !== kind(b)) return kind(a) - kind(b);
  if (isTyped(a) && isTyped(b)) return Number(place(a) > place(b)) - Number(place(a) < place(b));
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++)
      if (compare(a[i], b[i]) !== 0) return compare(a[i], b[i]);
    return a.length - b.length;
  }
  if (isRow(a) && isRow(b)) {
    const [left, right] = [Object.entries(a), Object.entries(b)];
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const difference =
        kind(left[i][1]) - kind(right[i][1]) ||
        compare(left[i][0], right[i][0]) ||
        compare(left[i][1], right[i][1]);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  }
  if (a instanceof Binary && b instanceof Binary)
    return a.length() - b.length() || Buffer.compare(a.buffer, b.buffer);
  if (a instanceof ObjectId && b instanceof ObjectId)
    return a.toHexString() < b.toHexString() ? -1 : Number(!a.equals(b));
  if (a === null || a === undefined) return 0;
  return (a as number) < (b as number) ? -1 : Number((a as number) > (b as number));
}

const missing = Symbol("missing");

/** All values at a path: arrays on the way are entered by number and element by element. */
function at(value: unknown, path: string[]): unknown[] {
  if (path.length === 0) return [value];
  const [name, ...rest] = path;
  if (Array.isArray(value)) {
    const byNumber = /^\d+$/.test(name) && Number(name) < value.length ? at(value[Number(name)], rest) : [];
    return [...byNumber, ...value.filter(isRow).flatMap((element) => at(element, path))];
  }
  if (isRow(value) && Object.hasOwn(value, name)) return at(value[name], rest);
  return [missing];
}

/** A path's values, and the elements of the arrays among them. */
const spread = (values: unknown[]) =>
  values.flatMap((value) => (Array.isArray(value) ? [value, ...(value as unknown[])] : [value]));

const equal = (value: unknown, operand: unknown) =>
  operand === null ? value === missing || value === null : value !== missing && compare(value, operand) === 0;

function test(values: unknown[], name: string, operand: unknown): boolean {
  const all = spread(values);
  const ordered = (right: (difference: number) => boolean) =>
    all.some((value) => {
      if (operand === null) return right(0) && (value === missing || value === null);
      return value !== missing && kind(value) === kind(operand) && right(compare(value, operand));
    });
  switch (name) {
    case "$eq":
      return all.some((value) => equal(value, operand));
    case "$ne":
      return !test(values, "$eq", operand);
    case "$gt":
      return ordered((difference) => difference > 0);
    case "$gte":
      return ordered((difference) => difference >= 0);
    case "$lt":
      return ordered((difference) => difference < 0);
    case "$lte":
      return ordered((difference) => difference <= 0);
    case "$in":
      return (operand as unknown[]).some((one) => test(values, "$eq", one));
    default:
      throw new Error(`the oracle does not know ${name}`);
  }
}

/** Whether a document meets a filter. */
export function matches(row: Row, filter: Row): boolean {
  return Object.entries(filter).every(([name, operand]) => {
    if (name === "$and") return (operand as Row[]).every((part) => matches(row, part));
    if (name === "$or") return (operand as Row[]).some((part) => matches(row, part));
    const values = at(row, name.split("."));
    const isTest = isRow(operand) && Object.keys(operand)[0]?.startsWith("$");
    if (!isTest) return test(values, "$eq", operand);
    return Object.entries(operand).every(([inner, value]) => test(values, inner, value));
  });
}
