import { basename } from "node:path";
import { InputError, place } from "../files/input-error.js";
import { readCsv } from "../files/read-csv.js";

/** Which columns of a survey's table are what. A name may hold one `*`, which stands for a number: PV*MATH. */
export interface SurveyColumns {
  values: readonly string[];
  weight: string;
  replicates?: string;
  zone?: string;
  half?: string;
  by: readonly string[];
  predictors: readonly string[];
  units?: string;
  strata?: string;
  /** Groups whose weights are brought to one sum, and groups that count the same when the scale is set. */
  senate?: string;
  scaleBy?: string;
}

/** A survey's table: numbers as columns, in the order of the rows. */
export interface SurveyTable {
  values: { name: string; numbers: Float64Array }[];
  weights: Float64Array;
  replicates: Float64Array[];
  zones: string[];
  halves: Float64Array;
  /** For each row, its values of the columns in `by`. */
  by: string[][];
  /** NaN where a cell is empty. */
  predictors: Float64Array[];
  units: string[] | null;
  strata: string[] | null;
  senate: string[] | null;
  scaleBy: string[] | null;
  /** For each row its line in the file. */
  lines: number[];
  /** Rows without a plausible value, left out. */
  withoutValues: number;
}

/** Numbers gathered while the file is read. */
type Column = { name: string; at: number; numbers: number[] };

/**
 * Reads the table that `khao survey` analyses. Rows without any plausible value are left out and counted; a row with some of
 * them is an error.
 *
 * @throws {InputError} for a column that is not there, a cell that is no number, or a half that is neither 0 nor 1.
 */
export async function readSurvey(path: string, columns: SurveyColumns): Promise<SurveyTable> {
  const file = basename(path);
  let values: Column[] = [];
  let replicates: Column[] = [];
  let predictors: Column[] = [];
  const weights: number[] = [];
  const lines: number[] = [];
  const halves: number[] = [];
  const zones: string[] = [];
  const labels = { units: labelsOf(columns.units), strata: labelsOf(columns.strata) };
  const groups = { senate: labelsOf(columns.senate), scaleBy: labelsOf(columns.scaleBy) };
  const by: string[][] = [];
  let withoutValues = 0;
  await readCsv(path, (header) => {
    const find = (name: string, option: string): number => {
      const at = header.indexOf(name);
      if (at < 0) throw new InputError("responses.noColumn", { place: place(file, 1), column: name, option });
      return at;
    };
    const all = (names: readonly string[], option: string): Column[] =>
      names
        .flatMap((name) => (name.includes("*") ? matching(header, name, file, option) : [name]))
        .map((name) => ({ name, at: find(name, option), numbers: [] }));
    values = all(columns.values, "--values");
    replicates = columns.replicates === undefined ? [] : all([columns.replicates], "--replicates");
    predictors = all(columns.predictors, "--predictors");
    const weightAt = find(columns.weight, "--weight");
    const zoneAt = columns.zone === undefined ? -1 : find(columns.zone, "--zone");
    const halfAt = columns.half === undefined ? -1 : find(columns.half, "--half");
    const named = [
      ...[
        { ...labels.units, option: "--units" },
        { ...labels.strata, option: "--strata" },
      ],
      ...[
        { ...groups.senate, option: "--senate" },
        { ...groups.scaleBy, option: "--scale-by" },
      ],
    ].flatMap(({ name, cells, option }) => (name === undefined ? [] : [{ cells, at: find(name, option) }]));
    const byAt = columns.by.map((name) => find(name, "--by"));
    return (cells, line) => {
      const number = (at: number, emptyIs: number | null): number => {
        const cell = cells[at] ?? "";
        if (cell === "" && emptyIs !== null) return emptyIs;
        const read = Number(cell);
        if (cell === "" || !Number.isFinite(read)) {
          throw new InputError("survey.notNumber", { place: place(file, line, header[at]), cell });
        }
        return read;
      };
      if (values.every(({ at }) => (cells[at] ?? "") === "")) {
        withoutValues++;
        return;
      }
      for (const column of values) column.numbers.push(number(column.at, null));
      for (const column of replicates) column.numbers.push(number(column.at, null));
      for (const column of predictors) column.numbers.push(number(column.at, NaN));
      const weight = number(weightAt, null);
      if (weight < 0) {
        throw new InputError("survey.negativeWeight", { place: place(file, line, columns.weight), weight });
      }
      weights.push(weight);
      lines.push(line);
      if (halfAt >= 0) {
        const half = number(halfAt, null);
        if (half !== 0 && half !== 1) {
          throw new InputError("survey.half", { place: place(file, line, header[halfAt]), half });
        }
        halves.push(half);
      }
      if (zoneAt >= 0) zones.push(cells[zoneAt] ?? "");
      for (const { cells: own, at } of named) own.push(cells[at] ?? "");
      by.push(byAt.map((at) => cells[at] ?? ""));
    };
  });
  if (weights.length === 0) throw new InputError("survey.nobody", { file });
  return {
    values: values.map(({ name, numbers }) => ({ name, numbers: Float64Array.from(numbers) })),
    weights: Float64Array.from(weights),
    replicates: replicates.map(({ numbers }) => Float64Array.from(numbers)),
    zones,
    halves: Float64Array.from(halves),
    by,
    predictors: predictors.map(({ numbers }) => Float64Array.from(numbers)),
    units: foundIn(labels.units),
    strata: foundIn(labels.strata),
    senate: foundIn(groups.senate),
    scaleBy: foundIn(groups.scaleBy),
    lines,
    withoutValues,
  };
}

/** A column of words, and its cells as they are read; without a name there is none. */
const labelsOf = (name: string | undefined): { name?: string; cells: string[] } => ({ name, cells: [] });

const foundIn = ({ name, cells }: { name?: string; cells: string[] }): string[] | null =>
  name === undefined ? null : cells;

/** The header's names that a pattern with one `*` stands for, in the order of their numbers. */
function matching(header: readonly string[], pattern: string, file: string, option: string): string[] {
  const [before = "", after = ""] = pattern.split("*");
  const found = header
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => ({ name, digits: name.slice(before.length, name.length - after.length) }))
    .filter(({ digits }) => /^\d+$/u.test(digits))
    .sort((a, b) => Number(a.digits) - Number(b.digits));
  if (found.length === 0) {
    throw new InputError("survey.noMatch", { place: place(file, 1), pattern, option });
  }
  return found.map(({ name }) => name);
}
