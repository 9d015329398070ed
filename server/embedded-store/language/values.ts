// BSON values inside the store: documents are read with promoteValues off, so that 5, 5.0 and Long(5) stay what they are.
import { Binary, deserialize, Double, Int32, Long, ObjectId, serialize } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";

/** A BSON document as it is read here. */
export type Document = Record<string, unknown>;

/** The order in which MongoDB sorts values of different types. */
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

/** Sorts where an array without elements sorts: before null. */
export const emptyArray = Symbol("empty array");

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
]);

/** Where a value's type stands in the order of types. @throws unsupported for types that are only stored, as Decimal128. */
export function typeOrder(value: unknown): number {
  switch (typeof value) {
    case "string":
      return order.string;
    case "number":
    case "bigint":
      return order.number;
    case "boolean":
      return order.boolean;
    case "symbol":
      return order.emptyArray;
    case "undefined":
      return order.null;
    default:
  }
  if (value === null) return order.null;
  const found = orderOfPrototype.get(Object.getPrototypeOf(value) as object);
  if (found !== undefined) return found;
  if (value instanceof Uint8Array) return order.binary;
  const name = (value as { _bsontype?: string })._bsontype ?? "a value of unknown type";
  throw unsupported(`comparing ${name}`);
}

export function isDocument(value: unknown): value is Document {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** A field of a document; undefined when it is missing. Own fields only: "constructor" is no field of {}. */
export function field(document: Document, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

export function isNumber(value: unknown): boolean {
  return value !== null && typeof value !== "undefined" && typeOrder(value) === order.number;
}

/** The exact numeric value: a number, or a bigint where a number would round. */
export function numeric(value: unknown): number | bigint {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  const long = value as Long;
  const rounded = long.toNumber();
  return Number.isSafeInteger(rounded) ? rounded : long.toBigInt();
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a == b) return 0;
  // One of them is NaN, which sorts below every number and equals itself.
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

/** The bytes and subtype of a binary value. */
export function binaryParts(value: unknown): { bytes: Uint8Array; subtype: number } {
  if (value instanceof Binary) return { bytes: value.value(), subtype: value.sub_type };
  return { bytes: value as Uint8Array, subtype: 0 };
}

function compareBinary(a: unknown, b: unknown): number {
  const left = binaryParts(a);
  const right = binaryParts(b);
  return (
    left.bytes.length - right.bytes.length ||
    left.subtype - right.subtype ||
    Buffer.compare(left.bytes, right.bytes)
  );
}

/** Strings compare by their UTF-8 bytes; UTF-16 units would put an emoji before some letters. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      const surrogates = left >= 0xd800 || right >= 0xd800;
      return surrogates ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : left - right;
    }
  }
  return a.length - b.length;
}

function compareDocuments(a: Document, b: Document): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [leftName, rightName] = [left[i] as string, right[i] as string];
    const difference =
      typeOrder(a[leftName]) - typeOrder(b[rightName]) ||
      compareStrings(leftName, rightName) ||
      compareValues(a[leftName], b[rightName]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareArrays(a: unknown[], b: unknown[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compareValues(a[i], b[i]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Negative, zero or positive as `a` sorts before, with or after `b`: MongoDB's order of all values. */
export function compareValues(a: unknown, b: unknown): number {
  const type = typeOrder(a);
  const difference = type - typeOrder(b);
  if (difference !== 0) return difference;
  switch (type) {
    case order.number:
      return compareNumbers(numeric(a), numeric(b));
    case order.string:
      return compareStrings(a as string, b as string);
    case order.object:
      return compareDocuments(a as Document, b as Document);
    case order.array:
      return compareArrays(a as unknown[], b as unknown[]);
    case order.binary:
      return compareBinary(a, b);
    case order.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case order.boolean:
      return Number(a) - Number(b);
    case order.date:
      return (a as Date).getTime() - (b as Date).getTime();
    default:
      return 0;
  }
}

/** Reads BSON without changing the type of any number. */
export function readDocument(raw: Uint8Array): Document {
  return deserialize(raw, {
    promoteValues: false,
    promoteLongs: false,
    promoteBuffers: false,
    bsonRegExp: true,
  });
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
    throw badValue(
      `this document cannot be stored: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (raw.length > 16 * 1024 * 1024) throw tooLarge(`${raw.length} bytes`);
  return Buffer.from(raw.buffer, raw.byteOffset, raw.length);
}

/** A whole number given to a command; `otherwise` when it is absent. @throws BadValue for anything else. */
export function wholeNumber(value: unknown, name: string, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  const number = isNumber(value) ? Number(numeric(value)) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw badValue(`${name} must be a whole number`);
  return number;
}

/** MongoDB's truth: everything but false, zero, null and missing. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumber(value) || numeric(value) != 0;
}

const typeNames = new Map<number, string>([
  [order.string, "string"],
  [order.object, "object"],
  [order.array, "array"],
  [order.binary, "binData"],
  [order.objectId, "objectId"],
  [order.boolean, "bool"],
  [order.date, "date"],
]);

/** The name of a value's type, for messages. */
export function typeName(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (value instanceof Int32) return "int";
  if (value instanceof Long || typeof value === "bigint") return "long";
  return isNumber(value) ? "double" : (typeNames.get(typeOrder(value)) ?? "unknown");
}
