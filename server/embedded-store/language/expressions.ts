// Aggregation expressions: field paths, constants, and documents of them.
import { unsupported } from "../errors.js";
import { type Document, field, isDocument } from "./values.js";

export type Expression = (document: Document) => unknown;

/** Compiles an aggregation expression. Values keep their numeric types. @throws CommandNotSupported for operators. */
export function expressionOf(expression: unknown): Expression {
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
