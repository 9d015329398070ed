// One order-preserving encoding of BSON values: the bytes sort as the values do, so the same bytes serve index keys,
// unique checks, groups and distinct. Exact for int32, int64 and double.
import type { ObjectId } from "bson";
import { StoreError } from "../errors.js";
import { binaryParts, numeric, order, typeOrder } from "./values.js";
import type { Document } from "./values.js";

let bytes = Buffer.allocUnsafe(4096);
let length = 0;

function reserve(count: number): void {
  if (length + count <= bytes.length) return;
  const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + count));
  bytes.copy(larger, 0, 0, length);
  bytes = larger;
}

function writeByte(value: number): void {
  reserve(1);
  bytes[length++] = value;
}

/** UTF-8 with a terminator below every continuation: 00 becomes 00 FF, and 00 00 ends the text. */
function writeText(text: string): void {
  reserve(text.length * 6 + 2);
  const written = bytes.write(text, length, "utf8");
  if (text.includes("\0")) {
    for (const value of Buffer.from(bytes.subarray(length, length + written))) {
      bytes[length++] = value;
      if (value === 0) bytes[length++] = 0xff;
    }
  } else {
    length += written;
  }
  bytes[length++] = 0;
  bytes[length++] = 0;
}

/** A double whose bits sort as unsigned bytes; NaN comes first of all. */
function writeDouble(value: number): void {
  reserve(8);
  if (Number.isNaN(value)) {
    bytes.fill(0, length, length + 8);
  } else {
    bytes.writeDoubleBE(value === 0 ? 0 : value, length);
    const negative = ((bytes[length] as number) & 0x80) !== 0;
    if (negative) for (let i = length; i < length + 8; i++) bytes[i] = ~(bytes[i] as number) & 0xff;
    else bytes[length] = (bytes[length] as number) | 0x80;
  }
  length += 8;
}

/** The next smaller double of a finite number other than zero. */
function nextBelow(value: number): number {
  const scratch = Buffer.alloc(8);
  scratch.writeDoubleBE(value);
  const bits = scratch.readBigInt64BE();
  scratch.writeBigInt64BE(value > 0 ? bits - 1n : bits + 1n);
  return scratch.readDoubleBE();
}

/** The largest double not above the number, then what is missing to it (0 to 2047: the gap between doubles near 2^63). */
function writeNumber(value: number | bigint): void {
  let rest = 0;
  if (typeof value === "bigint") {
    let floor = Number(value);
    if (BigInt(floor) > value) floor = nextBelow(floor);
    rest = Number(value - BigInt(floor));
    writeDouble(floor);
  } else {
    writeDouble(value);
  }
  writeByte(rest >> 8);
  writeByte(rest & 0xff);
}

function writeBinary(value: unknown): void {
  const { bytes: content, subtype } = binaryParts(value);
  reserve(content.length + 5);
  length = bytes.writeUInt32BE(content.length, length);
  bytes[length++] = subtype;
  bytes.set(content, length);
  length += content.length;
}

function writeObject(document: Document): void {
  for (const name of Object.keys(document)) {
    writeByte(typeOrder(document[name]));
    writeText(name);
    writePayload(document[name]);
  }
  writeByte(0);
}

function writePayload(value: unknown): void {
  switch (typeOrder(value)) {
    case order.number:
      return writeNumber(numeric(value));
    case order.string:
      return writeText(value as string);
    case order.object:
      return writeObject(value as Document);
    case order.array:
      for (const element of value as unknown[]) writeValue(element);
      return writeByte(0);
    case order.binary:
      return writeBinary(value);
    case order.objectId:
      reserve(12);
      bytes.set((value as ObjectId).id, length);
      length += 12;
      return;
    case order.boolean:
      return writeByte(value === true ? 1 : 0);
    case order.date:
      return writeDouble((value as Date).getTime());
    default:
  }
}

function writeValue(value: unknown): void {
  writeByte(typeOrder(value));
  writePayload(value);
}

/** The key of one value. */
export function encode(value: unknown): Buffer {
  length = 0;
  writeValue(value);
  return Buffer.from(bytes.subarray(0, length));
}

/** The key of several values in order; where a direction is negative the bytes are inverted, so that they sort backwards. */
export function encodeCompound(values: readonly unknown[], directions: readonly number[]): Buffer {
  length = 0;
  values.forEach((value, i) => {
    const start = length;
    writeValue(value);
    if ((directions[i] ?? 1) < 0)
      for (let at = start; at < length; at++) bytes[at] = ~(bytes[at] as number) & 0xff;
  });
  return Buffer.from(bytes.subarray(0, length));
}

/** All bits inverted: the key of the same value in a descending index. */
export function inverted(key: Buffer): Buffer {
  return Buffer.from(key.map((value) => ~value & 0xff));
}

/** The key of a table's entry: four bytes of table number, then the rest. @throws KeyTooLong above LMDB's limit. */
export function tableKey(table: number, ...parts: Uint8Array[]): Buffer {
  const prefix = Buffer.allocUnsafe(4);
  prefix.writeUInt32BE(table);
  const key = Buffer.concat([prefix, ...parts]);
  if (key.length > 1900)
    throw new StoreError(17280, `an index key of ${key.length} bytes is longer than the limit of 1900 bytes`);
  return key;
}

/** The smallest key after all that start with `prefix`. */
export function afterPrefix(prefix: Buffer): Buffer {
  const end = Buffer.from(prefix);
  for (let i = end.length - 1; i >= 0; i--) {
    if (end[i] !== 0xff) {
      end[i] = (end[i] as number) + 1;
      return end.subarray(0, i + 1);
    }
  }
  return Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]);
}
