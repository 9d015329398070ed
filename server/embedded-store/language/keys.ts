// One order-preserving encoding of BSON values: the bytes sort as MongoDB sorts the values, so the same bytes serve
// comparisons, sorts, index keys, unique checks and groups. Exact for int32, int64 and double.
import { Binary, type ObjectId } from "bson";
import { StoreError } from "../errors.js";
import { type Document, numeric, order, typeOrder } from "./values.js";

const end = Buffer.from([0]);
const textEnd = Buffer.from([0, 0]);

/** UTF-8 with a terminator below every continuation: 00 becomes 00 FF, and 00 00 ends the text. */
function text(value: string): Buffer {
  const utf8 = Buffer.from(value);
  const isPlain = !utf8.includes(0);
  return Buffer.concat([
    isPlain ? utf8 : Buffer.from(utf8.toString("latin1").replaceAll("\0", "\0\xff"), "latin1"),
    textEnd,
  ]);
}

/** A double whose bits sort as unsigned bytes; NaN comes first of all. */
function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  if (Number.isNaN(value)) return bytes;
  bytes.writeDoubleBE(value === 0 ? 0 : value);
  if (value < 0) return inverted(bytes);
  bytes[0] = (bytes[0] as number) | 0x80;
  return bytes;
}

/** The largest double not above the number, then what is missing to it (0 to 2047: the gap between doubles near 2^63). */
function number(value: number | bigint): Buffer {
  if (typeof value === "number") return Buffer.concat([double(value), textEnd]);
  const magnitude = value < 0n ? -value : value;
  const bitsBeyond = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const floor = (value >> bitsBeyond) << bitsBeyond;
  const rest = Number(value - floor);
  return Buffer.concat([double(Number(floor)), Buffer.from([rest >> 8, rest & 0xff])]);
}

/** Shorter binaries sort before longer ones, whatever they hold. */
function binary(value: Binary | Uint8Array): Buffer {
  const [content, subtype] = value instanceof Binary ? [value.value(), value.sub_type] : [value, 0];
  const head = Buffer.alloc(5, subtype);
  head.writeUInt32BE(content.length);
  return Buffer.concat([head, content]);
}

function object(document: Document): Buffer {
  const fields = Object.entries(document).flatMap(([name, value]) => {
    const [type, ...payload] = parts(value);
    return [type as Buffer, text(name), ...payload];
  });
  return Buffer.concat([...fields, end]);
}

/** A byte for the type of a value, and the bytes of the value itself. */
function parts(value: unknown): Buffer[] {
  const type = typeOrder(value);
  const head = Buffer.from([type]);
  switch (type) {
    case order.number:
      return [head, number(numeric(value))];
    case order.string:
      return [head, text(value as string)];
    case order.object:
      return [head, object(value as Document)];
    case order.array:
      return [head, ...(value as unknown[]).flatMap(parts), end];
    case order.binary:
      return [head, binary(value as Binary | Uint8Array)];
    case order.objectId:
      return [head, Buffer.from((value as ObjectId).id)];
    case order.boolean:
      return [head, Buffer.from([value === true ? 1 : 0])];
    case order.date:
      return [head, double((value as Date).getTime())];
    default:
      return [head];
  }
}

/** The key of one value. */
export function encode(value: unknown): Buffer {
  return Buffer.concat(parts(value));
}

/** The key of several values in order; where a direction is negative the bytes are inverted, so that they sort backwards. */
export function encodeCompound(values: readonly unknown[], directions: readonly number[]): Buffer {
  return Buffer.concat(
    values.flatMap((value, i) => ((directions[i] ?? 1) < 0 ? parts(value).map(inverted) : parts(value))),
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
