import { basename } from "node:path";
import type { Sentence } from "../../terminal/words.js";
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

/** A column of numbers, and one of words, as they fill while the file is read. */
type Numbers = { name: string; at: number; numbers: number[] };
type Words = { at: number; words: string[] };

/** The columns that were asked for; null for those that were not. */
interface Columns {
  values: Numbers[];
  replicates: Numbers[];
  predictors: Numbers[];
  weight: Numbers;
  zone: Words | null;
  half: Numbers | null;
  units: Words | null;
  strata: Words | null;
  senate: Words | null;
  scaleBy: Words | null;
  by: Words[];
}

/**
 * Reads the table that `khao survey` analyses. Rows without any plausible value are left out and counted; a row with some of
 * them is an error.
 *
 * @throws {InputError} for a column that is not there, a cell that is no number, a half that is neither 0 nor 1, a zone, unit or
 * stratum that is empty, or columns of values that are not those of one variable.
 */
export async function readSurvey(path: string, columns: SurveyColumns): Promise<SurveyTable> {
  const file = basename(path);
  const lines: number[] = [];
  let found = null as Columns | null;
  let withoutValues = 0;
  await readCsv(path, (header, numbers) => {
    const own = (found = columnsIn(header, columns, file));
    return (cells, line) => {
      if (own.values.every(({ at }) => (cells[at] ?? "") === "")) {
        withoutValues++;
        return;
      }
      const placeOf = (at: number) => place(file, line, header[at]);
      takeRow(own, cells, placeOf, (cell, at) => numbers.read(cell, line, header[at] ?? ""));
      lines.push(line);
    };
  });
  if (found === null || lines.length === 0) throw new InputError("survey.nobody", { file });
  return { ...tableOf(found, lines.length), lines, withoutValues };
}

/** Finds the columns in a header. @throws {InputError} for one that is not there, or values of two variables. */
function columnsIn(header: readonly string[], asked: SurveyColumns, file: string): Columns {
  const find = (name: string, option: string): number => {
    const at = header.indexOf(name);
    if (at < 0) throw new InputError("responses.noColumn", { place: place(file, 1), column: name, option });
    return at;
  };
  const numbers = (name: string, option: string): Numbers => ({ name, at: find(name, option), numbers: [] });
  const all = (names: readonly string[], option: string): Numbers[] =>
    names
      .flatMap((name) => (name.includes("*") ? matching(header, name, file, option) : [name]))
      .map((name) => numbers(name, option));
  const words = (name: string | undefined, option: string): Words | null =>
    name === undefined ? null : { at: find(name, option), words: [] };
  const values = all(asked.values, "--values");
  checkOneVariable(
    values.map(({ name }) => name),
    file,
  );
  return {
    values,
    replicates: asked.replicates === undefined ? [] : all([asked.replicates], "--replicates"),
    predictors: all(asked.predictors, "--predictors"),
    weight: numbers(asked.weight, "--weight"),
    zone: words(asked.zone, "--zone"),
    half: asked.half === undefined ? null : numbers(asked.half, "--half"),
    units: words(asked.units, "--units"),
    strata: words(asked.strata, "--strata"),
    senate: words(asked.senate, "--senate"),
    scaleBy: words(asked.scaleBy, "--scale-by"),
    by: asked.by.map((name) => ({ at: find(name, "--by"), words: [] })),
  };
}

/** Takes the cells of a row into the columns. @throws {InputError} for a cell that its column cannot have. */
function takeRow(
  columns: Columns,
  cells: readonly string[],
  placeOf: (at: number) => Sentence,
  numberIn: (cell: string, at: number) => number,
): void {
  const number = ({ at }: Numbers, emptyIs: number | null = null): number => {
    const cell = cells[at] ?? "";
    if (cell === "" && emptyIs !== null) return emptyIs;
    const read = numberIn(cell, at);
    if (!Number.isFinite(read)) throw new InputError("survey.notNumber", { place: placeOf(at), cell });
    return read;
  };
  const { weight, half, zone, units, strata, senate, scaleBy } = columns;
  for (const column of columns.values) column.numbers.push(number(column));
  for (const column of columns.replicates) column.numbers.push(number(column));
  for (const column of columns.predictors) column.numbers.push(number(column, NaN));
  const own = number(weight);
  if (own < 0) throw new InputError("survey.negativeWeight", { place: placeOf(weight.at), weight: own });
  weight.numbers.push(own);
  if (half) {
    const which = number(half);
    if (which !== 0 && which !== 1)
      throw new InputError("survey.half", { place: placeOf(half.at), half: which });
    half.numbers.push(which);
  }
  for (const column of [zone, units, strata]) column?.words.push(filled(cells, column.at, placeOf));
  for (const column of [senate, scaleBy, ...columns.by]) column?.words.push(cells[column.at] ?? "");
}

/** Nobody knows where a person of no zone was sampled; those of none together would count as sampled together. */
function filled(cells: readonly string[], at: number, placeOf: (at: number) => Sentence): string {
  const cell = cells[at] ?? "";
  if (cell === "") throw new InputError("survey.emptyCell", { place: placeOf(at) });
  return cell;
}

/**
 * Plausible values of one variable have names that differ in their numbers alone. Of two variables, such as PV1MATH and PV1READ,
 * they would be averaged into one that nobody has measured.
 */
function checkOneVariable(names: readonly string[], file: string): void {
  const [first = ""] = names;
  const stem = (name: string) => name.replace(/\d+/gu, "*");
  const other = names.find((name) => stem(name) !== stem(first));
  if (other !== undefined)
    throw new InputError("survey.twoVariables", { place: place(file, 1), first, other });
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined)
    throw new InputError("survey.valueTwice", { place: place(file, 1), column: twice });
}

/** What was read, column by column; `by` row by row. */
function tableOf(columns: Columns, rowCount: number): Omit<SurveyTable, "lines" | "withoutValues"> {
  const arrays = (of: readonly Numbers[]) => of.map(({ numbers }) => Float64Array.from(numbers));
  return {
    values: columns.values.map(({ name, numbers }) => ({ name, numbers: Float64Array.from(numbers) })),
    weights: Float64Array.from(columns.weight.numbers),
    replicates: arrays(columns.replicates),
    zones: columns.zone?.words ?? [],
    halves: Float64Array.from(columns.half?.numbers ?? []),
    by: Array.from({ length: rowCount }, (_, p) => columns.by.map(({ words }) => words[p] ?? "")),
    predictors: arrays(columns.predictors),
    units: columns.units?.words ?? null,
    strata: columns.strata?.words ?? null,
    senate: columns.senate?.words ?? null,
    scaleBy: columns.scaleBy?.words ?? null,
  };
}

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
