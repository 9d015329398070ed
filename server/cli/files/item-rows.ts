import { dirname } from "node:path";
import {
  interceptsOf,
  isModelName,
  modelNames,
  namedModel,
  parametersOf,
  type Anchor,
  type FormItem,
  type ModelName,
} from "../../../psychometrics/index.js";
import { groupNamesIn, groupsIn, inGroupOrder, partChecker, rowsInGroup } from "./group-names.js";
import { InputError, place } from "./input-error.js";
import { tableName } from "./items-table.js";
import { readRecords, type CsvRecord } from "./read-csv.js";

/** A row of `items.csv` as given parameters. */
export interface AnchorRow {
  item: string;
  /** The groups whose parameters these are; null for all. */
  groups: string[] | null;
  anchor: Anchor;
}

/** The rows of the items of some responses, and the groups of the calibration, the reference group first. */
export interface AnchorRows {
  rows: AnchorRow[];
  groups: string[];
}

/**
 * Items whose parameters are given, from a table in the form of `items.csv`: slope and intercepts where it has those
 * columns, else a and b1 to bm; nominal items need slope1 to slopem too; 'scores' names what the categories stand for where that is not 0 to m. Items that the responses do not have are passed
 * over, for an old item pool is larger than one test; so are rows without parameters, of items that were left out when they
 * were calibrated.
 *
 * @throws {InputError} naming the place of what does not fit, or when no item is left.
 */
export async function readAnchorRows(
  path: string,
  items: readonly string[],
  model: ModelName,
): Promise<AnchorRows> {
  const records = await readRecords(path, ["item"]);
  const named = records.some(({ cells }) => cells.groups) ? await groupNamesIn(dirname(path)) : [];
  const check = partChecker(path);
  const rows: AnchorRow[] = [];
  for (const record of records) {
    const { cells, line } = record;
    const item = cells.item ?? "";
    if (!items.includes(item)) continue;
    const groups = groupsIn(cells.groups, named);
    check(item, groups, line);
    const anchor = readAnchorRow(path, record, model);
    if (anchor) rows.push({ item, groups, anchor });
  }
  if (rows.length === 0) throw new InputError("side.noAnchors", { file: tableName(path) });
  const groups = named.length > 0 ? named : inGroupOrder(rows.flatMap((row) => row.groups ?? []));
  return { rows, groups };
}

/**
 * The parameters that hold in a group.
 *
 * @param group the reference group by default, and where the calibration does not know the group.
 */
export function anchorsIn({ rows, groups }: AnchorRows, group?: string): Anchor[] {
  const known = group !== undefined && groups.includes(group) ? group : (groups[0] ?? null);
  return rowsInGroup(rows, known).rows.map(({ anchor }) => anchor);
}

/** One row; null where it has no parameters. */
function readAnchorRow(path: string, record: CsvRecord, model: ModelName): Anchor | null {
  const { cells, line } = record;
  const item = cells.item ?? "";
  const own = cells.model ? modelIn(path, line, cells.model) : model;
  const hasSlope = (cells.slope ?? "") !== "";
  if (!hasSlope && (cells.a ?? "") === "") return null;
  const slope = numberIn(path, hasSlope ? "slope" : "a", record);
  const values = numbered(path, hasSlope ? "intercept" : "b", record);
  if (values.length === 0) {
    const wanted = hasSlope ? "intercept1" : "b1";
    throw new InputError("side.noParameter", { place: place(tableName(path), line), item, wanted });
  }
  const slopes = own === "nominal" ? numbered(path, "slope", record) : [];
  const categorySlopes = slopes.length === values.length ? slopes : undefined;
  if (own === "nominal" && !categorySlopes) {
    throw new InputError("side.noCategorySlopes", {
      place: place(tableName(path), line),
      item,
      last: values.length,
    });
  }
  const intercepts = hasSlope
    ? values
    : interceptsOf(namedModel(own).itemModel.difficultyForm, slope, values, categorySlopes);
  return {
    ...{ item, model: own, slope, intercepts, categorySlopes },
    lowerAsymptote: asymptoteIn(path, record, own),
    ...(cells.scores && { scoreValues: scoresIn(path, line, cells.scores, values.length + 1) }),
  };
}

/** The lower asymptote; one that the model does not know is no detail to pass over. */
function asymptoteIn(path: string, record: CsvRecord, model: ModelName): number | undefined {
  const { cells, line } = record;
  if (!cells.c) return undefined;
  const asymptote = numberIn(path, "c", record);
  const where = place(tableName(path), line, "c");
  if (!(asymptote >= 0 && asymptote < 1))
    throw new InputError("side.badAsymptote", { place: where, cell: cells.c });
  if (namedModel(model).itemModel.hasLowerAsymptote) return asymptote;
  if (asymptote > 0)
    throw new InputError("side.noAsymptote", { place: where, item: cells.item ?? "", model, asymptote });
  return undefined;
}

/** The scores that an item's categories stand for, separated by spaces, rising. */
function scoresIn(path: string, line: number, cell: string, count: number): number[] {
  const scores = cell.split(/\s+/u).map(Number);
  const isRising = scores.every(
    (score, k) => Number.isInteger(score) && score >= 0 && score > (scores[k - 1] ?? -1),
  );
  if (scores.length === count && isRising) return scores;
  throw new InputError("side.badScores", { place: place(tableName(path), line, "scores"), cell, count });
}

/** One row of a table in the form of `items.csv` as an item to link; null where it has no parameters. */
export function readItemRow(path: string, record: CsvRecord, model: ModelName): FormItem | null {
  const anchor = readAnchorRow(path, record, model);
  if (!anchor) return null;
  const { itemModel } = namedModel(anchor.model);
  return {
    item: anchor.item,
    model: anchor.model,
    scoreValues: anchor.scoreValues
      ? [...anchor.scoreValues]
      : [0, ...anchor.intercepts.map((_, k) => k + 1)],
    parameters: Array.from(parametersOf(itemModel, anchor)),
  };
}

/** The numbers of stem1, stem2 and so on up to the last column that is not empty: one missing before it is refused. */
function numbered(path: string, stem: string, record: CsvRecord): number[] {
  const last = Object.entries(record.cells).reduce((highest, [column, cell]) => {
    const number = column.startsWith(stem) && cell !== "" ? column.slice(stem.length) : "";
    return /^[1-9]\d*$/u.test(number) ? Math.max(highest, Number(number)) : highest;
  }, 0);
  return Array.from({ length: last }, (_, k) => numberIn(path, `${stem}${k + 1}`, record));
}

function numberIn(path: string, column: string, { cells, line, number }: CsvRecord): number {
  const value = number(column);
  if (Number.isFinite(value)) return value;
  throw new InputError("side.noNumber", {
    place: place(tableName(path), line, column),
    cell: cells[column] ?? "",
  });
}

/** The model that a cell names. */
export function modelIn(path: string, line: number, word: string): ModelName {
  if (isModelName(word)) return word;
  throw new InputError("side.noModel", {
    place: place(tableName(path), line, "model"),
    word,
    models: modelNames.join(", "),
  });
}
