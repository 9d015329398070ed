// Aggregation expressions ($add, $cond, $dateToString …) are computed by mingo, on copies with ordinary numbers.
// Only the operators listed here are let through; mingo's matching, sorting and updating are never used.
import { Context, evalExpr } from "mingo/core";
import * as operators from "mingo/operators/expression";
import { StoreError, unsupported } from "../errors.js";
import { valuesAt } from "./paths.js";
import { field, isDocument, plain } from "./values.js";
import type { Document } from "./values.js";

const allowed = new Set(
  (
    "$abs $add $ceil $divide $exp $floor $ln $log $log10 $mod $multiply $pow $round $sqrt $subtract $trunc " +
    "$arrayElemAt $arrayToObject $concatArrays $filter $first $in $indexOfArray $isArray $last $map $range $reduce " +
    "$reverseArray $size $slice $sortArray $zip $and $not $or $cmp $eq $gt $gte $lt $lte $ne $cond $ifNull $switch " +
    "$dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString $dateTrunc $dayOfMonth " +
    "$dayOfWeek $dayOfYear $hour $isoDayOfWeek $isoWeek $isoWeekYear $millisecond $minute $month $second $week $year " +
    "$getField $mergeObjects $objectToArray $setField $unsetField $allElementsTrue $anyElementTrue $setDifference " +
    "$setEquals $setIntersection $setIsSubset $setUnion $concat $indexOfBytes $ltrim $regexFind $regexFindAll " +
    "$regexMatch $replaceAll $replaceOne $rtrim $split $strLenBytes $strLenCP $strcasecmp $substr $substrBytes " +
    "$substrCP $toLower $toUpper $trim $isNumber $toBool $toDate $toDouble $toInt $toLong $toString $type $let $literal"
  ).split(" "),
);

type ExpressionOps = Parameters<ReturnType<typeof Context.init>["addExpressionOps"]>[0];

const context = Context.init().addExpressionOps(
  Object.fromEntries(Object.entries(operators).filter(([name]) => allowed.has(name))) as ExpressionOps,
);

const options = {
  context,
  useStrictMode: true,
  scriptEnabled: false,
  failOnError: true,
} as Parameters<typeof evalExpr>[2];
const plainCopies = new WeakMap<Document, Document>();

export type Expression = (document: Document) => unknown;

/**
 * Compiles an aggregation expression. A bare field path gives the stored value untouched, numeric type and all.
 * @throws CommandNotSupported for an operator that is not in the list above.
 */
export function expressionOf(expression: unknown): Expression {
  if (typeof expression === "string" && /^\$[^$]/.test(expression))
    return pathExpression(expression.slice(1));
  if (expression === "$$ROOT") return (document) => document;
  const plainExpression = plain(expression);
  check(plainExpression);
  if (!isComputed(plainExpression)) return () => literalOf(expression);
  return (document) => {
    try {
      return evalExpr(plainOf(document), plainExpression, options);
    } catch (error) {
      throw new StoreError(
        2,
        `an expression failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
}

function plainOf(document: Document): Document {
  let copy = plainCopies.get(document);
  if (!copy) {
    copy = plain(document) as Document;
    plainCopies.set(document, copy);
  }
  return copy;
}

/** `$a.b`: one value, or the list of values where an array is on the way. */
function pathExpression(path: string): Expression {
  const parts = path.split(".");
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

function literalOf(expression: unknown): unknown {
  return isDocument(expression) && Object.hasOwn(expression, "$literal") ? expression.$literal : expression;
}

function isComputed(expression: unknown): boolean {
  if (typeof expression === "string") return expression.startsWith("$");
  if (Array.isArray(expression)) return expression.some(isComputed);
  if (!isDocument(expression)) return false;
  if (Object.hasOwn(expression, "$literal")) return false;
  return Object.entries(expression).some(([name, value]) => name.startsWith("$") || isComputed(value));
}

function check(expression: unknown): void {
  if (Array.isArray(expression)) return expression.forEach(check);
  if (!isDocument(expression)) return;
  for (const [name, value] of Object.entries(expression)) {
    if (name === "$literal") continue;
    if (name.startsWith("$") && !allowed.has(name)) throw unsupported(`the expression ${name}`);
    check(value);
  }
}
