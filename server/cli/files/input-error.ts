import { SpokenError, type Sentence } from "../../terminal/words.js";

/** Something wrong with what the caller gave: one sentence that says where and what to do. */
export class InputError extends SpokenError {}

/** A place in a table as people find it: the file, its line, the column's name. */
export function place(file: string, line: number, column?: string): Sentence {
  return column === undefined
    ? { key: "place.line", values: { file, line } }
    : { key: "place.cell", values: { file, line, column } };
}
