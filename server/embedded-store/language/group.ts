import { Double, Int32, Long } from "bson";
import { StoreError, unsupported } from "../errors.js";
import { expressionOf } from "./expressions.js";
import { encode } from "./keys.js";
import type { Pace } from "../pace.js";
import { compareValues, isDocument, isNumber, numeric } from "./values.js";
import type { Document } from "./values.js";

/** Gathers one field of a group: fed document by document, then asked for its value. */
interface Gatherer {
  add(value: unknown): void;
  value(): unknown;
}

const refusedAccumulators = new Set(
  "$accumulator $bottom $bottomN $firstN $lastN $maxN $median $mergeObjects $minN $percentile $stdDevPop $stdDevSamp $top $topN".split(
    " ",
  ),
);

/** A sum keeps int32 and int64 exact and becomes a double with the first double, as on a MongoDB server. */
function sum(): Gatherer {
  let integers = 0n;
  let doubles = 0;
  let isDouble = false;
  let isLong = false;
  return {
    add(value) {
      if (value === undefined || value === null || !isNumber(value)) return;
      const number = numeric(value);
      isLong ||= value instanceof Long;
      if (value instanceof Double || (typeof number === "number" && !Number.isInteger(number))) {
        isDouble = true;
        doubles += Number(number);
      } else integers += BigInt(number);
    },
    value() {
      if (isDouble) return new Double(doubles + Number(integers));
      const isSmall = !isLong && BigInt.asIntN(32, integers) === integers;
      return isSmall ? new Int32(Number(integers)) : Long.fromBigInt(integers);
    },
  };
}

function average(): Gatherer {
  let total = 0;
  let count = 0;
  return {
    add(value) {
      if (value === undefined || value === null || !isNumber(value)) return;
      total += Number(numeric(value));
      count++;
    },
    value: () => (count === 0 ? null : new Double(total / count)),
  };
}

function extreme(sign: number): Gatherer {
  let best: unknown;
  return {
    add(value) {
      if (value === undefined || value === null) return;
      if (best === undefined || compareValues(value, best) * sign > 0) best = value;
    },
    value: () => best ?? null,
  };
}

function first(): Gatherer {
  let kept: unknown;
  let isEmpty = true;
  return {
    add(value) {
      if (isEmpty) kept = value;
      isEmpty = false;
    },
    value: () => kept ?? null,
  };
}

function last(): Gatherer {
  let kept: unknown;
  return { add: (value) => (kept = value), value: () => kept ?? null };
}

function list(): Gatherer {
  const values: unknown[] = [];
  return { add: (value) => value !== undefined && values.push(value), value: () => values };
}

function set(): Gatherer {
  const values = new Map<string, unknown>();
  return {
    add: (value) => value !== undefined && values.set(encode(value).toString("latin1"), value),
    value: () => [...values.values()],
  };
}

const gatherers: Record<string, () => Gatherer> = {
  $sum: sum,
  $avg: average,
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first: first,
  $last: last,
  $push: list,
  $addToSet: set,
  $count: sum,
};

function accumulatorOf(name: string, specification: unknown) {
  const operator = isDocument(specification) ? Object.keys(specification)[0] : undefined;
  if (!isDocument(specification) || !operator || Object.keys(specification).length !== 1)
    throw new StoreError(40234, `The field '${name}' must be an accumulator object`);
  if (refusedAccumulators.has(operator)) throw unsupported(`the accumulator ${operator}`);
  const create = Object.hasOwn(gatherers, operator) ? gatherers[operator] : undefined;
  if (!create) throw new StoreError(15952, `unknown group operator '${operator}'`);
  const evaluate = operator === "$count" ? () => 1 : expressionOf(specification[operator]);
  return { name, create, evaluate };
}

/** Compiles $group. */
export function groupStage(operand: unknown) {
  if (!isDocument(operand)) throw new StoreError(15947, "a group's fields must be specified in an object");
  if (!Object.hasOwn(operand, "_id"))
    throw new StoreError(15955, "a group specification must include an _id");
  const key = keyOf(operand._id);
  const fields = Object.entries(operand)
    .filter(([name]) => name !== "_id")
    .map(([name, specification]) => accumulatorOf(name, specification));
  return async function* (rows: AsyncIterable<Document>, { pace }: { pace: Pace }): AsyncGenerator<Document> {
    const groups = new Map<string, { id: unknown; gathered: Gatherer[] }>();
    for await (const document of rows) {
      if (pace.isDue()) await pace.rest();
      const id = key(document) ?? null;
      const name = encode(id).toString("latin1");
      let group = groups.get(name);
      if (!group) {
        group = { id, gathered: fields.map(({ create }) => create()) };
        groups.set(name, group);
      }
      for (const [i, { evaluate }] of fields.entries()) group.gathered[i]?.add(evaluate(document));
    }
    for (const { id, gathered } of groups.values()) {
      const values = fields.map(({ name }, i): [string, unknown] => [name, gathered[i]?.value()]);
      yield { _id: id, ...Object.fromEntries(values) };
    }
  };
}

/** A key of plain field paths is read untouched, so that the types of its values stay. */
function keyOf(expression: unknown): (document: Document) => unknown {
  const isParts = isDocument(expression) && Object.keys(expression).every((name) => !name.startsWith("$"));
  if (!isParts) return expressionOf(expression);
  const parts = Object.entries(expression).map(([name, part]) => ({ name, evaluate: keyOf(part) }));
  return (document) => {
    const key: Document = {};
    for (const { name, evaluate } of parts) {
      const value = evaluate(document);
      if (value !== undefined) key[name] = value;
    }
    return key;
  };
}
