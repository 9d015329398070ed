// BSON values inside the store: documents are read with promoteValues off, so that 5, 5.0 and Long(5) stay what they are.
import { Binary, deserialize, Double, Int32, Long, ObjectId, serialize } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";

/** A BSON document as it is read here. */
export type Document = Record<string, unknown>;

/** The order in which MongoDB sorts values of different types; an array without elements sorts before null. */
export const order = {
  emptyArray: 3,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
} as const;

/** What an index holds for an array without elements. */
export const emptyArray = Symbol("empty array");

const orderOfPrimitive: Record<string, number> = {
  string: order.string,
  number: order.number,
  boolean: order.boolean,
  symbol: order.emptyArray,
  undefined: order.null,
};

// By prototype and not by `_bsontype` or `constructor`: a stored document may have fields of those names.
const orderOfPrototype = new Map<object | null, number>([
  [Object.prototype, order.object],
  [null, order.object],
  [Array.prototype, order.array],
  [Date.prototype, order.date],
  [Int32.prototype, order.number],
  [Double.prototype, order.number],
  [Long.prototype, order.number],
  [ObjectId.prototype, order.objectId],
  [Binary.prototype, order.binary],
  [Buffer.prototype, order.binary],
]);

/** Where a value's type stands in the order of types. @throws unsupported for types that are only stored, as Decimal128. */
export function typeOrder(value: unknown): number {
  if (value === null) return order.null;
  const found =
    typeof value === "object"
      ? orderOfPrototype.get(Object.getPrototypeOf(value) as object)
      : orderOfPrimitive[typeof value];
  if (found !== undefined) return found;
  throw unsupported(`comparing ${(value as { _bsontype?: string })._bsontype ?? "a value of unknown type"}`);
}

export function isDocument(value: unknown): value is Document {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** A field of a document or a table; undefined when it is missing. Own fields only: "constructor" is no field of {}. */
export function field<T>(document: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

export function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

export function isNumber(value: unknown): boolean {
  return (
    typeof value === "number" || value instanceof Int32 || value instanceof Double || value instanceof Long
  );
}

/** The exact numeric value: a number, or a bigint where a number would round. */
export function numeric(value: unknown): number | bigint {
  if (typeof value === "number") return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  const long = value as Long;
  const rounded = long.toNumber();
  return Number.isSafeInteger(rounded) ? rounded : long.toBigInt();
}

const isDouble = (value: unknown) =>
  value instanceof Double || (typeof value === "number" && !Number.isInteger(value));

/** A sum as MongoDB makes it: int32 grows to int64, and any double makes a double. Undefined beyond int64. */
export function sumOf(a: unknown, b: unknown): Double | Int32 | Long | undefined {
  const [left, right] = [numeric(a), numeric(b)];
  if (isDouble(a) || isDouble(b)) return new Double(Number(left) + Number(right));
  const sum = BigInt(left) + BigInt(right);
  if (BigInt.asIntN(64, sum) !== sum) return undefined;
  const isLong = a instanceof Long || b instanceof Long || BigInt.asIntN(32, sum) !== sum;
  return isLong ? Long.fromBigInt(sum) : new Int32(Number(sum));
}

/** A whole number given to a command; `otherwise` when it is absent. @throws BadValue for anything else. */
export function wholeNumber(value: unknown, name: string, otherwise: number): number {
  if (isNullish(value)) return otherwise;
  const number = isNumber(value) ? Number(numeric(value)) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw badValue(`${name} must be a whole number`);
  return number;
}

/** MongoDB's truth: everything but false, zero, null and missing. */
export function isTrue(value: unknown): boolean {
  if (isNullish(value) || value === false) return false;
  return !isNumber(value) || numeric(value) != 0;
}

/** Reads BSON without changing the type of any number. */
export function readDocument(raw: Uint8Array): Document {
  return deserialize(raw, { promoteValues: false, promoteLongs: false, bsonRegExp: true });
}

const tooLarge = (size: string) =>
  new StoreError(10334, `BSONObj of ${size} is larger than the limit of 16 MB`);

/** A document's BSON bytes. @throws BSONObjectTooLarge above 16 MB. */
export function writeDocument(document: Document): Buffer {
  let raw: Uint8Array;
  try {
    raw = serialize(document, { ignoreUndefined: true, checkKeys: false });
  } catch (error) {
    // The serializer's buffer ends a little above the limit of a document.
    if (error instanceof RangeError) throw tooLarge("more than 16 MB");
    throw badValue(`this document cannot be stored: ${(error as Error).message}`);
  }
  if (raw.length > 16 * 1024 * 1024) throw tooLarge(`${raw.length} bytes`);
  return Buffer.from(raw.buffer, raw.byteOffset, raw.length);
}
