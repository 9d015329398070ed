import { Double, Int32, Long } from "bson";
import { StoreError } from "../errors.js";
import { expressionOf } from "./expressions.js";
import { encode } from "./keys.js";
import type { Pace } from "../pace.js";
import { refusal } from "../refusals.js";
import { isDocument, isNumber, numeric } from "./values.js";
import type { Document } from "./values.js";

/** A sum keeps int32 and int64 exact and becomes a double with the first double, as on a MongoDB server. */
class Sum {
  #integers = 0n;
  #doubles = 0;
  #isDouble = false;
  #isLong = false;

  add(value: unknown): void {
    if (value === undefined || value === null || !isNumber(value)) return;
    const number = numeric(value);
    this.#isLong ||= value instanceof Long;
    if (value instanceof Double || (typeof number === "number" && !Number.isInteger(number))) {
      this.#isDouble = true;
      this.#doubles += Number(number);
    } else this.#integers += BigInt(number);
  }

  value(): Double | Int32 | Long {
    if (this.#isDouble) return new Double(this.#doubles + Number(this.#integers));
    const isSmall = !this.#isLong && BigInt.asIntN(32, this.#integers) === this.#integers;
    return isSmall ? new Int32(Number(this.#integers)) : Long.fromBigInt(this.#integers);
  }
}

function accumulatorOf(name: string, specification: unknown) {
  const operator = isDocument(specification) ? Object.keys(specification)[0] : undefined;
  if (!isDocument(specification) || !operator || Object.keys(specification).length !== 1)
    throw new StoreError(40234, `The field '${name}' must be an accumulator object`);
  if (operator !== "$sum") throw refusal("accumulator", operator);
  return { name, evaluate: expressionOf(specification.$sum) };
}

/** Compiles $group. */
export function groupStage(operand: unknown) {
  if (!isDocument(operand)) throw new StoreError(15947, "a group's fields must be specified in an object");
  if (!Object.hasOwn(operand, "_id"))
    throw new StoreError(15955, "a group specification must include an _id");
  const key = expressionOf(operand._id);
  const fields = Object.entries(operand)
    .filter(([name]) => name !== "_id")
    .map(([name, specification]) => accumulatorOf(name, specification));
  return async function* (rows: AsyncIterable<Document>, pace: Pace): AsyncGenerator<Document> {
    const groups = new Map<string, { id: unknown; sums: Sum[] }>();
    for await (const document of rows) {
      if (pace.isDue()) await pace.rest();
      const id = key(document) ?? null;
      const name = encode(id).toString("latin1");
      let group = groups.get(name);
      if (!group) {
        group = { id, sums: fields.map(() => new Sum()) };
        groups.set(name, group);
      }
      for (const [i, { evaluate }] of fields.entries()) group.sums[i]?.add(evaluate(document));
    }
    for (const { id, sums } of groups.values()) {
      const values = fields.map(({ name }, i): [string, unknown] => [name, sums[i]?.value()]);
      yield { _id: id, ...Object.fromEntries(values) };
    }
  };
}
