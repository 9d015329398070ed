import { Double, Int32 } from "bson";
import { StoreError } from "../errors.js";
import { refusal } from "../refusals.js";
import { expressionOf } from "./expressions.js";
import { encode } from "./keys.js";
import { type Document, isDocument, isNumber, numeric, sumOf } from "./values.js";

/** A $sum and one more value: integers stay exact until they leave int64; what is no number counts nothing. */
function added(sum: unknown, value: unknown): unknown {
  if (!isNumber(value)) return sum;
  return sumOf(sum, value) ?? new Double(Number(numeric(sum)) + Number(numeric(value)));
}

function accumulatorOf(name: string, specification: unknown) {
  const [operator, ...others] = isDocument(specification) ? Object.keys(specification) : [];
  if (!operator || others.length > 0)
    throw new StoreError(40234, `The field '${name}' must be an accumulator object`);
  if (operator !== "$sum") throw refusal("accumulator", operator);
  return { name, evaluate: expressionOf((specification as Document).$sum) };
}

/** Compiles $group: documents in, and after the last of them the groups out. */
export function groupStage(operand: unknown) {
  if (!isDocument(operand)) throw new StoreError(15947, "a group's fields must be specified in an object");
  const { _id, ...others } = operand;
  if (_id === undefined) throw new StoreError(15955, "a group specification must include an _id");
  const key = expressionOf(_id);
  const fields = Object.entries(others).map(([name, specification]) => accumulatorOf(name, specification));
  return function* (rows: Iterable<Document | undefined>): Generator<Document | undefined> {
    const groups = new Map<string, { id: unknown; sums: unknown[] }>();
    for (const document of rows) {
      yield undefined;
      if (!document) continue;
      const id = key(document) ?? null;
      const name = encode(id).toString("latin1");
      const sums = groups.get(name)?.sums ?? fields.map(() => new Int32(0));
      groups.set(name, { id, sums: fields.map(({ evaluate }, i) => added(sums[i], evaluate(document))) });
    }
    for (const { id, sums } of groups.values())
      yield { _id: id, ...Object.fromEntries(fields.map(({ name }, i) => [name, sums[i]])) };
  };
}
