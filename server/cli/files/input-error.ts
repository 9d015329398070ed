import { reasonOf } from "../../library-words/reason-of.js";
import { becauseOf, SpokenError, type Sentence, type Values, type WordKey } from "../../terminal/words.js";

/** Something wrong with what the caller gave: one sentence that says where and what to do. */
export class InputError extends SpokenError {}

/**
 * What is to be thrown for an error that came up while the library worked. What it refuses is in the caller's files or
 * options, and its words name the item, group or step: it becomes one sentence, which has them as `reason`. Every other
 * error is a mistake of ours, and stays what it is.
 */
export function refusalOf(error: unknown, key: WordKey, values?: Values): unknown {
  if (!(error instanceof RangeError)) return error;
  return new InputError(key, { ...values, reason: becauseOf(reasonOf(error)) });
}

/** A place in a table as people find it: the file, its line, the column's name. */
export function place(file: string, line: number, column?: string): Sentence {
  return column === undefined
    ? { key: "place.line", values: { file, line } }
    : { key: "place.cell", values: { file, line, column } };
}
