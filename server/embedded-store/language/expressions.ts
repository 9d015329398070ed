// Aggregation expressions: field paths, constants, documents of them, $literal, $eq and $cond.
import { badValue, unsupported } from "../errors.js";
import { valuesAt } from "./paths.js";
import { compareValues, field, isDocument, isTrue } from "./values.js";
import type { Document } from "./values.js";

export type Expression = (document: Document) => unknown;

/** Compiles an aggregation expression. Values keep their numeric types. @throws CommandNotSupported for other operators. */
export function expressionOf(expression: unknown): Expression {
  if (typeof expression === "string" && expression.startsWith("$")) return pathExpression(expression);
  if (Array.isArray(expression)) throw unsupported("an array as an expression");
  if (!isDocument(expression)) return () => expression;
  const name = Object.keys(expression)[0];
  if (!name?.startsWith("$")) return documentExpression(expression);
  const operand: unknown = expression[name];
  switch (name) {
    case "$literal":
      return () => operand;
    case "$eq": {
      const [left, right] = operandsOf(name, operand, 2) as [Expression, Expression];
      return (document) => isEqual(left(document), right(document));
    }
    case "$cond": {
      const [test, then, otherwise] = operandsOf(name, operand, 3) as [Expression, Expression, Expression];
      return (document) => (isTrue(test(document)) ? then : otherwise)(document);
    }
    default:
      throw unsupported(`the expression ${name}`);
  }
}

function operandsOf(name: string, operand: unknown, count: number): Expression[] {
  if (isDocument(operand)) throw unsupported(`${name} with named arguments`);
  if (!Array.isArray(operand) || operand.length !== count) throw badValue(`${name} takes ${count} arguments`);
  return operand.map(expressionOf);
}

/** In expressions a missing field equals nothing but another missing one. */
function isEqual(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right;
  return compareValues(left, right) === 0;
}

function documentExpression(expression: Document): Expression {
  const parts = Object.entries(expression).map(([name, part]) => ({ name, evaluate: expressionOf(part) }));
  return (document) => {
    const values = parts.map(({ name, evaluate }): [string, unknown] => [name, evaluate(document)]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
}

/** `$a.b`: one value, or the list of values where an array is on the way. */
function pathExpression(expression: string): Expression {
  if (expression.startsWith("$$")) throw unsupported(`the variable ${expression}`);
  const parts = expression.slice(1).split(".");
  return (document) => {
    let value: unknown = document;
    for (const [i, part] of parts.entries()) {
      if (Array.isArray(value)) {
        const rest = parts.slice(i).join(".");
        return value.flatMap((element) => (isDocument(element) ? valuesAt(element, rest) : []));
      }
      if (!isDocument(value)) return undefined;
      value = field(value, part);
    }
    return value;
  };
}
