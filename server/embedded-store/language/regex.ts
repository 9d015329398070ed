import { BSONRegExp } from "bson";
import { badValue, StoreError, unsupported } from "../errors.js";
import { isDocument } from "./values.js";

const compiledPatterns = new WeakMap<BSONRegExp, RegExp>();

/**
 * A regular expression from what a query gives: a pattern as text or a regex value, and its options.
 * @throws BadValue when it is neither.
 */
export function regexOf(operand: unknown, options: unknown): BSONRegExp {
  if (typeof operand !== "string" && !(operand instanceof BSONRegExp))
    throw badValue("$regex has to be a string");
  if (options !== undefined && typeof options !== "string") throw badValue("$options has to be a string");
  const given = operand instanceof BSONRegExp ? operand : new BSONRegExp(operand, "");
  return options === undefined ? given : new BSONRegExp(given.pattern, options);
}

/**
 * The JavaScript form, with the options i, m, s and u; a leading (?i) is understood.
 * @throws unsupported for x, and error 51091 where the pattern is none for JavaScript.
 */
export function compiled(regex: BSONRegExp): RegExp {
  let pattern = compiledPatterns.get(regex);
  if (!pattern) {
    pattern = compile(regex.pattern, regex.options);
    compiledPatterns.set(regex, pattern);
  }
  return pattern;
}

function compile(pattern: string, options: string): RegExp {
  for (const option of options) {
    if (option === "x") throw unsupported("the regular expression option x");
    if (!"imsul".includes(option)) throw badValue(`invalid flag in regex options: ${option}`);
  }
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const flags = new Set([...options, ...(inline?.[1] ?? "")].filter((flag) => "ims".includes(flag)));
  try {
    return new RegExp(inline ? pattern.slice(inline[0].length) : pattern, [...flags].join(""));
  } catch (error) {
    throw new StoreError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/**
 * The text every match must begin with, for bounds on an index: only for a case-sensitive pattern that starts with ^
 * and has no alternatives. Empty when there is none.
 */
export function literalPrefix(operand: unknown): string {
  const source: unknown = isDocument(operand) ? operand.$regex : operand;
  const options = isDocument(operand) ? operand.$options : undefined;
  const pattern = source instanceof BSONRegExp ? source.pattern : source;
  const flags =
    (source instanceof BSONRegExp ? source.options : "") + (typeof options === "string" ? options : "");
  if (typeof pattern !== "string" || flags !== "" || pattern.includes("|")) return "";
  const found = /^\^([\w \-:/@#]*)(.?)/u.exec(pattern);
  if (!found) return "";
  // A quantifier belongs to the last character before it.
  return "?*{".includes(found[2] || "\0") ? (found[1] as string).slice(0, -1) : (found[1] as string);
}
