import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { CalibratedForm, FormItem, ModelName } from "../../../psychometrics/index.js";
import { groupNamesIn, groupsIn, inGroupOrder, partChecker, rowsInGroup } from "./group-names.js";
import { InputError } from "./input-error.js";
import { itemsTableAt, tableName } from "./items-table.js";
import { readRecords, type CsvRecord } from "./read-csv.js";
import { readItemRow } from "./item-rows.js";
import { readCovariance } from "./read-covariance.js";

/** A row of `items.csv` that has parameters. */
export interface FormRow {
  item: string;
  /** The groups whose parameters these are; null for all. */
  groups: string[] | null;
  parameters: FormItem;
  /** The dimension that it measures; null where the table does not say. */
  dimension: string | null;
  /** Whether the data had a higher score than the steps lead to: a score between did not occur, and no column says which. */
  hasGap: boolean;
  /** The standard errors of slope and difficulties as the file has them. */
  errors: { a: number | null; b: (number | null)[] };
}

/** A calibration as its files tell it. */
export interface FormFiles {
  /** The path of the table of items, in the folder or by itself. */
  table: string;
  /** One row of each item, those that hold in `group`. */
  form: CalibratedForm;
  /** Every row with parameters. */
  rows: FormRow[];
  /** The group whose parameters count where items differ between groups; null where none does. */
  group: string | null;
  /** Every group that it knows, the reference group first. */
  groupNames: string[];
  /** The items that differ between groups and were taken as they are in `group`. */
  differing: string[];
  /** The items that have parameters in other groups only, and those that have none at all. */
  elsewhere: string[];
  skipped: string[];
  /** The folder's persons.csv and groups.csv, where it has them. */
  persons: string | null;
  groups: string | null;
}

/**
 * Reads a calibration from its folder, or from a table in the form of `items.csv`.
 *
 * @param model of rows that name none.
 * @param wanted the group whose parameters count where items differ between groups; the reference group by default.
 * @throws {InputError} naming file, line and column; also for a group that the calibration does not have.
 */
export async function readForm(path: string, model: ModelName, wanted?: string): Promise<FormFiles> {
  const table = await itemsTableAt(path);
  const isFolder = table !== path;
  const beside = async (name: string) => {
    const file = join(path, name);
    return isFolder && (await stat(file).catch(() => null)) ? file : null;
  };
  const named = isFolder ? await groupNamesIn(path) : [];
  const { rows, skipped } = await readRows(table, model, named);
  if (rows.length === 0) throw new InputError("link.noItems", { file: tableName(table) });
  const known = named.length > 0 ? named : inGroupOrder(rows.flatMap(({ groups }) => groups ?? []));
  if (wanted !== undefined && !known.includes(wanted)) {
    const values = { file: tableName(table), group: wanted, groups: known.join(", ") };
    throw new InputError(known.length > 0 ? "link.noGroup" : "link.noGroups", values);
  }
  const group = wanted ?? known[0] ?? null;
  const { rows: taken, differing, elsewhere } = rowsInGroup(rows, group);
  if (taken.length === 0) throw new InputError("link.noItems", { file: tableName(table) });
  return {
    table,
    form: {
      items: taken.map(({ parameters }) => parameters),
      covariance: await readCovariance(await beside("covariance.json"), taken),
    },
    rows,
    group: rows.some(({ groups }) => groups !== null) ? group : null,
    groupNames: known,
    differing,
    elsewhere,
    skipped,
    persons: await beside("persons.csv"),
    groups: await beside("groups.csv"),
  };
}

/**
 * The only dimension of a calibration, for what knows one ability: one transformation of a scale, one true score, one curve of
 * information.
 *
 * @param calibration as the caller named it.
 * @returns null where the table names none.
 * @throws {InputError} where there are several.
 */
export function onlyDimension(
  calibration: string,
  { rows }: { rows: readonly Pick<FormRow, "dimension">[] },
): string | null {
  const found = [...new Set(rows.flatMap(({ dimension }) => dimension ?? []))];
  if (found.length > 1)
    throw new InputError("link.dimensions", { calibration, dimensions: found.join(", ") });
  return found[0] ?? null;
}

/** The rows of a table, and the items of rows that have no parameters. */
async function readRows(
  table: string,
  model: ModelName,
  known: readonly string[],
): Promise<{ rows: FormRow[]; skipped: string[] }> {
  const rows: FormRow[] = [];
  const skipped: string[] = [];
  const check = partChecker(table);
  for (const record of await readRecords(table, ["item"])) {
    const { cells, line } = record;
    const item = cells.item ?? "";
    const groups = groupsIn(cells.groups, known);
    check(item, groups, line);
    const parameters = readItemRow(table, record, model);
    if (parameters === null) skipped.push(item);
    else {
      const hasGap = record.number("max_score") > (parameters.scoreValues.at(-1) ?? 0);
      const dimension = cells.dimension ? cells.dimension : null;
      rows.push({ item, groups, parameters, dimension, hasGap, errors: errorsIn(record, parameters) });
    }
  }
  return { rows, skipped };
}

function errorsIn({ number }: CsvRecord, { scoreValues }: FormItem): FormRow["errors"] {
  const numberOrNull = (column: string) => (Number.isFinite(number(column)) ? number(column) : null);
  return {
    a: numberOrNull("se_a"),
    b: scoreValues.slice(1).map((_, k) => numberOrNull(`se_b${k + 1}`)),
  };
}
