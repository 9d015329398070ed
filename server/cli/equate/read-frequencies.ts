import { basename } from "node:path";
import { InputError, place } from "../files/input-error.js";
import { readCsv, readRecords } from "../files/read-csv.js";

/** One line of a table of frequencies. */
export interface Frequency {
  score: number;
  /** Null where the table has no anchor. */
  anchor: number | null;
  count: number;
}

const frequencyColumns = ["score", "count", "anchor"];

/** The names of a file's columns. */
export async function headerOf(path: string): Promise<string[]> {
  let names: string[] = [];
  await readCsv(path, (header) => {
    names = header;
    return () => undefined;
  });
  return names;
}

/** Whether columns are those of a table of frequencies: score and count, and anchor where there is one. */
export function isFrequencies(header: readonly string[]): boolean {
  return (
    ["score", "count"].every((name) => header.includes(name)) &&
    header.every((name) => frequencyColumns.includes(name))
  );
}

/**
 * Reads a table of frequencies.
 *
 * @throws {InputError} for a score that is no whole number of 0 or more, a count that is no number of 0 or more (with an
 * anchor a whole one), a score that is there twice, or a table without a test taker.
 */
export async function readFrequencies(path: string): Promise<Frequency[]> {
  const file = basename(path);
  const found: Frequency[] = [];
  const seen = new Set<string>();
  for (const { cells, line, number } of await readRecords(path, ["score", "count"])) {
    const whole = (column: "score" | "anchor" | "count"): number => {
      const cell = cells[column] ?? "";
      const value = number(column);
      if (Number.isInteger(value) && value >= 0 && value <= scoreHighest) return value;
      throw new InputError("equate.badScore", { place: place(file, line, column), cell, max: scoreHighest });
    };
    const score = whole("score");
    const anchor = cells.anchor === undefined ? null : whole("anchor");
    const count = anchor === null ? number("count") : whole("count");
    if (!(count >= 0) || !Number.isFinite(count))
      throw new InputError("equate.badCount", { place: place(file, line, "count"), cell: cells.count ?? "" });
    const key = `${score} ${anchor ?? ""}`;
    if (seen.has(key)) throw new InputError("side.twice", { place: place(file, line), item: key.trim() });
    seen.add(key);
    found.push({ score, anchor, count });
  }
  if (!found.some(({ count }) => count > 0)) throw new InputError("equate.nobody", { file });
  return found;
}

/** As many points, or test takers in a cell, as a table may have. */
const scoreHighest = 1_000_000;
