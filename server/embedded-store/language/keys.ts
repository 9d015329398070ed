// One order-preserving encoding of BSON values: the bytes sort as MongoDB sorts the values, so the same bytes serve
// comparisons, sorts, index keys, unique checks and groups. Exact for int32, int64 and double.
import { Binary, type ObjectId } from "bson";
import { StoreError } from "../errors.js";
import { type Document, numeric, order, typeOrder } from "./values.js";

/** UTF-8 with a terminator below every continuation: 00 becomes 00 FF, and 00 00 ends the text. */
function text(before: string, value: string): Buffer {
  if (!value.includes("\0")) return Buffer.from(`${before}${value}\0\0`);
  const escaped = Buffer.from(value).toString("latin1").replaceAll("\0", "\0\xff");
  return Buffer.from(`${before}${escaped}\0\0`, "latin1");
}

/** Writes a double so that its bits sort as unsigned bytes; NaN, all zeros, comes first of all. */
function writeDouble(bytes: Buffer, value: number): void {
  if (Number.isNaN(value)) return;
  bytes.writeDoubleBE(value === 0 ? 0 : value, 1);
  if (value < 0) for (let at = 1; at < 9; at++) bytes[at] = ~(bytes[at] as number) & 0xff;
  else bytes[1] = (bytes[1] as number) | 0x80;
}

/** The largest double not above the number, then what is missing to it (0 to 2047: the gap between doubles near 2^63). */
function number(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(11);
  bytes[0] = order.number;
  if (typeof value === "number") {
    writeDouble(bytes, value);
    return bytes;
  }
  const magnitude = value < 0n ? -value : value;
  const bitsBeyond = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const floor = (value >> bitsBeyond) << bitsBeyond;
  writeDouble(bytes, Number(floor));
  bytes.writeUInt16BE(Number(value - floor), 9);
  return bytes;
}

function date(value: Date): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = order.date;
  writeDouble(bytes, value.getTime());
  return bytes;
}

/** Shorter binaries sort before longer ones, whatever they hold. */
function binary(value: Binary | Uint8Array): Buffer {
  const [content, subtype] = value instanceof Binary ? [value.value(), value.sub_type] : [value, 0];
  const head = Buffer.from([order.binary, 0, 0, 0, 0, subtype]);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** Of each field the type, then the name, then the rest of the value. */
function object(document: Document): Buffer {
  const fields = Object.entries(document).flatMap(([name, value]) => {
    const encoded = encode(value);
    return [text(String.fromCharCode(encoded[0] as number), name), encoded.subarray(1)];
  });
  return Buffer.concat([Buffer.from([order.object]), ...fields, end]);
}

const end = Buffer.from([0]);

/** The key of one value: a byte for its type, and bytes for the value itself. */
export function encode(value: unknown): Buffer {
  const type = typeOrder(value);
  switch (type) {
    case order.number:
      return number(numeric(value));
    case order.string:
      return text(String.fromCharCode(type), value as string);
    case order.object:
      return object(value as Document);
    case order.array:
      return Buffer.concat([Buffer.from([type]), ...(value as unknown[]).map(encode), end]);
    case order.binary:
      return binary(value as Binary | Uint8Array);
    case order.objectId:
      return Buffer.concat([Buffer.from([type]), (value as ObjectId).id]);
    case order.boolean:
      return Buffer.from([type, value === true ? 1 : 0]);
    case order.date:
      return date(value as Date);
    default:
      return Buffer.from([type]);
  }
}

/** The key of several values in order; where a direction is negative the bytes are inverted, so that they sort backwards. */
export function encodeCompound(values: readonly unknown[], directions: readonly number[]): Buffer {
  return Buffer.concat(
    values.map((value, i) => ((directions[i] ?? 1) < 0 ? inverted(encode(value)) : encode(value))),
  );
}

/** Negative, zero or positive as `a` sorts before, with or after `b`: MongoDB's order of all values. */
export function compareValues(a: unknown, b: unknown): number {
  return Buffer.compare(encode(a), encode(b));
}

/** All bits inverted: the key of the same value in a descending index. */
export function inverted(key: Buffer): Buffer {
  return Buffer.from(key.map((byte) => ~byte & 0xff));
}

/** LMDB's limit is a little above. */
export const keyBytesMax = 1900;

/** The key of a table's row: four bytes of table number, then the rest. @throws KeyTooLong above LMDB's limit. */
export function tableKey(table: number, ...parts: Uint8Array[]): Buffer {
  const prefix = Buffer.allocUnsafe(4);
  prefix.writeUInt32BE(table);
  const key = Buffer.concat([prefix, ...parts]);
  if (key.length > keyBytesMax)
    throw new StoreError(17280, `an index key of ${key.length} bytes is above the limit of ${keyBytesMax}`);
  return key;
}

/** The smallest key after all that start with `prefix`. */
export function afterPrefix(prefix: Buffer): Buffer {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === 0xff) length--;
  if (length === 0) return Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]);
  const end = Buffer.from(prefix.subarray(0, length));
  end[length - 1] = (end[length - 1] as number) + 1;
  return end;
}

/** The smallest key after this one. */
export function justAfter(key: Buffer): Buffer {
  return Buffer.concat([key, Buffer.from([0])]);
}
