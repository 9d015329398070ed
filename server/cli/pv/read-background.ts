import { basename } from "node:path";
import type { BackgroundVariable } from "../../../psychometrics/index.js";
import { InputError, place } from "../files/input-error.js";
import { CellNumbers } from "../files/cell-numbers.js";
import { readCsv } from "../files/read-csv.js";

/** Which columns of a background table are what. */
export interface BackgroundColumns {
  /** The column with the test takers' ids, named as in the responses. */
  id: string;
  numeric: readonly string[];
  /** Pairs whose contrasts are multiplied. */
  interactions: readonly (readonly [string, string])[];
  /** Columns that are no variables, each with the option that says so. */
  ignore: ReadonlyMap<string, string>;
  /** The option to leave a column out by. */
  ignoreOption: string;
  /** Items that have parameters: the same file may hold responses and background. */
  items: readonly string[];
  /** The columns of groups and weights: no variables unless `numeric` or `interactions` name them. */
  roles: readonly string[];
}

/** What the background table says of the test takers in the responses. */
export interface Background {
  variables: BackgroundVariable[];
  /** Test takers whom it does not know: all their answers count as missing. */
  unknownCount: number;
  /** Rows of others, which were passed over. */
  strangerCount: number;
  /** Columns that are items or roles, and so no variables. */
  passedOver: string[];
}

/** More levels than this, and a column is numbers or names and no classification. */
const levelsMax = 60;

/**
 * Reads background variables of the test takers with the given ids. Columns are categorical unless `numeric` names them;
 * an empty cell is missing.
 *
 * @throws {InputError} when a named column is not there, one is named that is ignored, the id or an item, no variable is
 * left, an id comes twice, a numeric cell is no number, or a categorical column has more than 60 levels.
 */
export async function readBackground(
  path: string,
  columns: BackgroundColumns,
  ids: readonly string[],
): Promise<Background> {
  const file = basename(path);
  const placeOf = new Map(ids.map((id, p) => [id, p]));
  const cellsOf = new Map<string, { cells: string[]; line: number }>();
  let numbers = new CellNumbers(file, ",");
  let names: { name: string; column: number }[] = [];
  let strangerCount = 0;
  let passedOver: string[] = [];
  await readCsv(path, (header, own) => {
    numbers = own;
    const known = (name: string, option: string) => {
      if (!header.includes(name))
        throw new InputError("responses.noColumn", { place: place(file, 1), column: name, option });
      return name;
    };
    const idColumn = header.indexOf(known(columns.id, "--id"));
    columns.numeric.forEach((name) => known(name, "--numeric"));
    columns.ignore.forEach((option, name) => known(name, option));
    const left = leftOut(file, columns);
    names = header.flatMap((name, column) => (left.has(name) ? [] : [{ name, column }]));
    if (names.length === 0)
      throw new InputError("pv.noVariable", { place: place(file, 1), ignore: columns.ignoreOption });
    passedOver = header.filter((name) => left.has(name) && name !== columns.id && !columns.ignore.has(name));
    return (cells, line) => {
      const id = cells[idColumn] ?? "";
      const earlier = cellsOf.get(id);
      if (earlier)
        throw new InputError("pv.idTwice", { place: place(file, line, columns.id), id, line: earlier.line });
      cellsOf.set(id, { cells, line });
      if (!placeOf.has(id)) strangerCount++;
    };
  });
  const variables = names.map(({ name, column }): BackgroundVariable => {
    const rows = ids.map((id) => cellsOf.get(id));
    if (columns.numeric.includes(name)) {
      const values = rows.map((row) =>
        numberIn(file, numbers, name, row?.cells[column] ?? "", row?.line ?? 0),
      );
      return { name, kind: "numeric", values };
    }
    const values = rows.map((row) => row?.cells[column] || null);
    const levelCount = new Set(values).size;
    if (levelCount > levelsMax)
      throw new InputError("pv.manyLevels", {
        place: place(file, 1, name),
        count: levelCount,
        ignore: columns.ignoreOption,
      });
    return { name, kind: "categorical", values };
  });
  const unknownCount = ids.filter((id) => !cellsOf.has(id)).length;
  if (unknownCount === ids.length) throw new InputError("pv.nobody", { file, column: columns.id });
  return { variables, unknownCount, strangerCount, passedOver };
}

/** The columns that are no variables; none of them may be named as one. */
function leftOut(file: string, { id, ignore, items, roles, numeric, interactions }: BackgroundColumns) {
  const inPairs = interactions.flat();
  const own = new Set([id, ...items]);
  const refuse = (option: string, names: readonly string[]) => {
    const ignored = names.find((name) => ignore.has(name));
    if (ignored !== undefined) {
      const by = ignore.get(ignored) ?? "";
      throw new InputError("pv.nameIgnored", { file, column: ignored, option, ignore: by });
    }
    const taken = names.find((name) => own.has(name));
    if (taken !== undefined) throw new InputError("pv.nameTaken", { file, column: taken, option });
  };
  refuse("--numeric", numeric);
  refuse("--interactions", inPairs);
  const wanted = [...numeric, ...inPairs];
  return new Set([...own, ...ignore.keys(), ...roles.filter((name) => !wanted.includes(name))]);
}

function numberIn(
  file: string,
  numbers: CellNumbers,
  column: string,
  cell: string,
  line: number,
): number | null {
  if (cell === "") return null;
  const value = numbers.read(cell, line, column);
  if (Number.isFinite(value)) return value;
  throw new InputError("pv.notNumeric", { place: place(file, line, column), cell });
}
