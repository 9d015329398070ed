import { Binary, Double, Int32, Long } from "bson";
import { badValue } from "../errors.js";
import type { Test } from "./paths.js";
import { isNumber, numeric, order, typeOrder } from "./values.js";

const numbers: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

const numberOfOrder = new Map<number, number>([
  [order.string, 2],
  [order.object, 3],
  [order.array, 4],
  [order.binary, 5],
  [order.objectId, 7],
  [order.boolean, 8],
  [order.date, 9],
  [order.null, 10],
  [order.regex, 11],
  [order.code, 13],
  [order.timestamp, 17],
  [order.minKey, -1],
  [order.maxKey, 127],
]);

/** The BSON type number of a value. */
function bsonType(value: unknown): number {
  if (value instanceof Int32) return 16;
  if (value instanceof Long || typeof value === "bigint") return 18;
  if (value instanceof Double) return 1;
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 16 : 1;
  if (value instanceof Binary || value instanceof Uint8Array) return 5;
  return numberOfOrder.get(typeOrder(value)) ?? 0;
}

/** The name of a value's type, for messages. */
export function typeName(value: unknown): string {
  if (value === undefined) return "missing";
  const type = bsonType(value);
  return Object.keys(numbers).find((name) => numbers[name] === type) ?? "unknown";
}

/** The test of $type: a number, a name, "number", or a list of them. @throws BadValue for an unknown type. */
export function typeTest(operand: unknown): Test {
  const wanted = new Set<number>();
  for (const type of Array.isArray(operand) ? (operand as unknown[]) : [operand]) {
    if (type === "number") [1, 16, 18, 19].forEach((number) => wanted.add(number));
    else if (typeof type === "string" && Object.hasOwn(numbers, type)) wanted.add(numbers[type] as number);
    else if (type !== null && isNumber(type) && Object.values(numbers).includes(Number(numeric(type))))
      wanted.add(Number(numeric(type)));
    else throw badValue(`Unknown type name alias: ${String(type)}`);
  }
  return (value) => value !== undefined && wanted.has(bsonType(value));
}
