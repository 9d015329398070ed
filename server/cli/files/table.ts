import { stringify } from "csv-stringify/sync";
import { spokenLanguage, wordsIn, type Words } from "../../terminal/words.js";

/** A cell: numbers are written with up to ten significant digits, sentences in the language of the command, null as nothing. */
export type Cell = string | number | Words | null;

/** A table to write: the names of its columns, and its rows. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

const digits = 10;

function written(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "object") return wordsIn(spokenLanguage(), cell);
  if (cell === Infinity) return "Inf";
  if (cell === -Infinity) return "-Inf";
  return String(Number(cell.toPrecision(digits)));
}

/** A table as CSV. */
export function csvOf({ columns, rows }: Table): string {
  return stringify([columns, ...rows.map((row) => row.map(written))]);
}
