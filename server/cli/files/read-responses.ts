import { basename } from "node:path";
import {
  notPresented,
  responseDataOf,
  scoreMax,
  senateWeights,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { inGroupOrder } from "./group-names.js";
import { InputError, place, refusalOf } from "./input-error.js";
import { CellNumbers } from "./cell-numbers.js";
import { missingCodeIn } from "./missing-codes.js";
import { readCsv } from "./read-csv.js";

/** Which columns of a response table are no items, and what an empty cell means. */
export interface ResponseColumns {
  id?: string;
  group?: string;
  weight?: string;
  /** Groups whose weights are brought to one sum. */
  senate?: string;
  /** The booklet that each test taker had. */
  booklet?: string;
  ignore: readonly string[];
  /** Columns with a number for every test taker that abilities are regressed on. */
  regressors?: readonly string[];
  missing: "omit" | "wrong";
  /** What stands in an item's cell for a missing response, such as 9 or NA: not presented, whatever `missing` says. */
  missingCodes?: readonly string[];
  /** What named the columns, for messages: options of the command (left out), or the fields of an analysis file. */
  namedBy?: "options" | "fields";
}

/** A table of responses as read: cells of items still as written. */
export interface ResponseTable {
  path: string;
  items: string[];
  ids: string[];
  groups: string[] | null;
  weights: number[] | null;
  /** For each row its group of `senate`; empty for a test taker who is to have no weight. */
  senate: string[] | null;
  booklets: string[] | null;
  /** For each row its regressors, in the order asked for. */
  regressors: number[][];
  /** For each row its cells in the order of the items, null where one has a code for missing, and its line in the file. */
  cells: (string | null)[][];
  lines: number[];
  /** How the file's cells are read as numbers. */
  numbers: CellNumbers;
}

/**
 * Reads the responses.
 *
 * @throws {InputError} when a column named by an option is not there, a weight is no number of 0 or more, a group or booklet
 * is empty, a regressor is no number, or there are no items or no rows.
 */
export async function readResponses(path: string, columns: ResponseColumns): Promise<ResponseTable> {
  const file = basename(path);
  const table: ResponseTable = {
    path,
    items: [],
    ids: [],
    groups: columns.group === undefined ? null : [],
    weights: columns.weight === undefined ? null : [],
    senate: columns.senate === undefined ? null : [],
    booklets: columns.booklet === undefined ? null : [],
    regressors: [],
    cells: [],
    lines: [],
    numbers: new CellNumbers(file, ","),
  };
  await readCsv(path, (header, numbers) => {
    table.numbers = numbers;
    const column = (name: string | undefined, field: string) => {
      const option = columns.namedBy === "fields" || field === "regressors" ? `"${field}"` : `--${field}`;
      const at = name === undefined ? -1 : header.indexOf(name);
      if (name !== undefined && at < 0) {
        throw new InputError("responses.noColumn", { place: place(file, 1), column: name, option });
      }
      return at;
    };
    const id = column(columns.id, "id");
    const group = column(columns.group, "group");
    const weight = column(columns.weight, "weight");
    const senate = column(columns.senate, "senate");
    const booklet = column(columns.booklet, "booklet");
    const named = columns.regressors ?? [];
    const regressors = named.map((name) => column(name, "regressors"));
    const ignored = columns.ignore.map((name) => column(name, "ignore"));
    const others = new Set([id, group, weight, senate, booklet, ...ignored, ...regressors]);
    const isMissing = missingCodeIn(columns.missingCodes ?? [], numbers);
    const places = header.flatMap((_, n) => (others.has(n) ? [] : [n]));
    table.items = places.map((n) => header[n] ?? "");
    if (table.items.length === 0) throw new InputError("responses.noItems", { place: place(file, 1) });
    return (cells, line) => {
      table.ids.push(id < 0 ? String(table.ids.length + 1) : (cells[id] ?? ""));
      if (table.groups) table.groups.push(groupIn(file, line, columns.group ?? "", cells[group] ?? ""));
      if (table.weights)
        table.weights.push(weightIn(file, numbers, line, columns.weight ?? "", cells[weight] ?? ""));
      table.senate?.push(cells[senate] ?? "");
      if (table.booklets)
        table.booklets.push(bookletIn(file, line, columns.booklet ?? "", cells[booklet] ?? ""));
      table.regressors.push(
        regressors.map((at, j) => regressorIn(file, numbers, line, named[j] ?? "", cells[at] ?? "")),
      );
      table.cells.push(
        places.map((n) => {
          const cell = cells[n] ?? "";
          return isMissing(cell) ? null : cell;
        }),
      );
      table.lines.push(line);
    };
  });
  if (table.cells.length === 0) throw new InputError("responses.noRows", { file });
  return table;
}

function groupIn(file: string, line: number, column: string, cell: string): string {
  if (cell !== "") return cell;
  throw new InputError("responses.noGroup", { place: place(file, line, column) });
}

function bookletIn(file: string, line: number, column: string, cell: string): string {
  if (cell !== "") return cell;
  throw new InputError("responses.noBooklet", { place: place(file, line, column) });
}

function weightIn(file: string, numbers: CellNumbers, line: number, column: string, cell: string): number {
  const weight = numbers.read(cell, line, column);
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new InputError("responses.noWeight", { place: place(file, line, column), cell });
}

function regressorIn(file: string, numbers: CellNumbers, line: number, column: string, cell: string): number {
  const value = numbers.read(cell, line, column);
  if (Number.isFinite(value)) return value;
  throw new InputError("responses.noRegressor", { place: place(file, line, column), cell });
}

/**
 * Scores the cells: against the key where an item has one, else as the score that is written there.
 *
 * @param reference the group that comes first; by number or name without one.
 * @throws {InputError} naming the line and column of a cell that is no score, or a reference that is no group.
 */
export function scoreTable(
  table: ResponseTable,
  keys: ReadonlyMap<string, string> | null,
  missing: ResponseColumns["missing"],
  reference?: string,
): ResponseData {
  const { items, numbers } = table;
  const file = basename(table.path);
  if (reference !== undefined && !table.groups?.includes(reference)) {
    const groups = inGroupOrder(table.groups ?? []).join(", ");
    throw new InputError("responses.noReference", { file, group: reference, groups });
  }
  const empty = missing === "wrong" ? 0 : notPresented;
  const scores = new Int8Array(table.cells.length * items.length);
  const itemKeys = items.map((item) => keys?.get(item));
  table.cells.forEach((cells, p) => {
    items.forEach((item, i) => {
      const cell = cells[i] ?? null;
      const key = itemKeys[i];
      let score = cell === null ? notPresented : empty;
      if (cell)
        score =
          key === undefined ? scoreIn(file, table.lines[p] ?? 0, item, cell, numbers) : Number(cell === key);
      scores[p * items.length + i] = score;
    });
  });
  return responseDataOf({
    items,
    personCount: table.cells.length,
    scores,
    maxScores: undefined,
    weights: weightsOf(table),
    groups: table.groups ?? undefined,
    // Sorted, so that which group is the reference does not depend on the order of the rows.
    groupNames: table.groups ? inGroupOrder(table.groups, reference) : undefined,
  });
}

/** The weights of a table; undefined where all count as one. */
function weightsOf({ path, weights, senate, cells }: ResponseTable): Float64Array | undefined {
  if (!senate) return weights ? rescaled(weights) : undefined;
  try {
    return rescaled(senateWeights(weights ?? cells.map(() => 1), senate));
  } catch (error) {
    throw refusalOf(error, "calibrate.refused", { file: basename(path) });
  }
}

/**
 * Sampling weights scaled to sum to the number of test takers who have one above zero, so that the log-likelihood,
 * the information criteria and the standard errors are those of the sample and not of the population it stands for.
 */
function rescaled(source: ArrayLike<number>): Float64Array {
  const weights = Float64Array.from(source);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const count = weights.filter((weight) => weight > 0).length;
  return Float64Array.from(weights, (weight) => (total > 0 ? (weight * count) / total : 0));
}

function scoreIn(file: string, line: number, item: string, cell: string, numbers: CellNumbers): number {
  const withPoint = numbers.withPoint(cell);
  const score = Number(withPoint);
  // Spreadsheets and data frames write 1.0 where a column has empty cells.
  if (/^\d+(\.0+)?$/.test(withPoint) && score <= scoreMax) return score;
  throw new InputError("responses.noScore", { place: place(file, line, item), cell, max: scoreMax });
}
