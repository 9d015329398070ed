import type { Words } from "../../terminal/words.js";
import type { Cell } from "./table.js";

/** The columns of a `notes.csv`. */
export const noteColumns = ["about", "name", "note", "code"];

/**
 * A row of `notes.csv`: what the note is about, by name where it is about one of several, the sentence, and its code, which
 * is the same in every language.
 *
 * @param code the note's own, unless one that it contains says more.
 */
export function noteRow(about: string, name: string, note: Words, code = codeOf(note)): Cell[] {
  return [about, name, note, code];
}

/** The code of a sentence: the library's, or the key of the terminal's without the part before the dot. */
export function codeOf(words: Words): string {
  return "code" in words ? words.code : words.key.replace(/^\w+\./u, "");
}
