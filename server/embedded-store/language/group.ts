// $group: documents counted by field paths, constants, and documents of them.
import { Int32 } from "bson";
import { StoreError, unsupported } from "../errors.js";
import { encode } from "./keys.js";
import { type Document, field, isDocument, isNumber, numeric } from "./values.js";

type Expression = (document: Document) => unknown;

/** Compiles an aggregation expression. Values keep their numeric types. @throws CommandNotSupported for operators. */
function expressionOf(expression: unknown): Expression {
  if (typeof expression === "string" && expression.startsWith("$")) return pathExpression(expression);
  if (Array.isArray(expression)) throw unsupported("an array as an expression");
  if (!isDocument(expression)) return () => expression;
  const operator = Object.keys(expression).find((name) => name.startsWith("$"));
  if (operator) throw unsupported(`the expression ${operator}`);
  const parts = Object.entries(expression).map(([name, part]) => ({ name, evaluate: expressionOf(part) }));
  return (document) => {
    const values = parts.map(({ name, evaluate }): [string, unknown] => [name, evaluate(document)]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
}

/** `$a.b`: one value, or the list of those in the documents of an array on the way. */
function pathExpression(expression: string): Expression {
  if (expression.startsWith("$$")) throw unsupported(`the variable ${expression}`);
  const parts = expression.slice(1).split(".");
  const follow = (value: unknown, at: number): unknown => {
    const part = parts[at];
    if (part === undefined) return value;
    if (!Array.isArray(value)) return isDocument(value) ? follow(field(value, part), at + 1) : undefined;
    const found = value.filter(isDocument).map((element) => follow(element, at));
    return found.filter((one) => one !== undefined);
  };
  return (document) => follow(document, 0);
}

/** @throws CommandNotSupported for every accumulator but { $sum: 1 }, which counts. */
function checkCounts(name: string, specification: unknown): void {
  const [[operator, operand] = ["of no operator"], ...others] = isDocument(specification)
    ? Object.entries(specification)
    : [];
  const isOne = isNumber(operand) && numeric(operand) === 1;
  if (operator !== "$sum" || !isOne || others.length > 0)
    throw unsupported(`the accumulator ${operator} of '${name}', which is not { $sum: 1 },`);
}

/** Compiles a $group that counts: documents in, and after the last of them the groups out. */
export function groupStage(operand: unknown) {
  if (!isDocument(operand)) throw new StoreError(15947, "a group's fields must be specified in an object");
  const { _id, ...counts } = operand;
  if (_id === undefined) throw new StoreError(15955, "a group specification must include an _id");
  const key = expressionOf(_id);
  for (const [name, specification] of Object.entries(counts)) checkCounts(name, specification);
  return function* (pages: Iterable<Document[]>): Generator<Document[], void> {
    const groups = new Map<string, { id: unknown; n: number }>();
    for (const page of pages) {
      for (const document of page) {
        const id = key(document) ?? null;
        const name = encode(id).toString("latin1");
        groups.set(name, { id, n: (groups.get(name)?.n ?? 0) + 1 });
      }
      yield [];
    }
    yield [...groups.values()].map(({ id, n }) => {
      const fields = Object.keys(counts).map((name): [string, Int32] => [name, new Int32(n)]);
      return { _id: id, ...Object.fromEntries(fields) };
    });
  };
}
