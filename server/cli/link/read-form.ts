import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  type CalibratedForm,
  type FormItem,
  type JointCovariance,
  type ModelName,
} from "../../../psychometrics/index.js";
import { InputError, place } from "../calibrate/input-error.js";
import { readRecords } from "../calibrate/read-csv.js";
import { readItemRow } from "../calibrate/side-files.js";

/** A calibration as its files tell it. */
export interface FormFiles {
  form: CalibratedForm;
  /** The items' standard errors as the file has them, by item. */
  errors: Map<string, { a: number | null; b: (number | null)[] }>;
  /** Items that were passed over: left out of the calibration, or with parameters of their own in some groups. */
  skipped: string[];
  /** The folder's persons.csv and groups.csv, where it has them. */
  persons: string | null;
  groups: string | null;
}

/**
 * Reads a calibration from its folder, or from a table in the form of `items.csv` with what stands beside it.
 *
 * @param model of rows that name none.
 * @throws {InputError} naming file, line and column.
 */
export async function readForm(path: string, model: ModelName): Promise<FormFiles> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const table = isFolder ? join(path, "items.csv") : path;
  const items: FormItem[] = [];
  const errors: FormFiles["errors"] = new Map();
  const skipped: string[] = [];
  for (const { cells, line } of await readRecords(table, ["item"])) {
    const item = cells.item ?? "";
    if (items.some((known) => known.item === item))
      throw new InputError("side.twice", { place: place(basename(table), line, "item"), item });
    const row = cells.groups ? null : readItemRow(table, line, cells, model);
    if (row === null) {
      skipped.push(item);
      continue;
    }
    items.push(row);
    const numberOrNull = (cell: string | undefined) =>
      cell && Number.isFinite(Number(cell)) ? Number(cell) : null;
    errors.set(item, {
      a: numberOrNull(cells.se_a),
      b: row.scoreValues.slice(1).map((_, k) => numberOrNull(cells[`se_b${k + 1}`])),
    });
  }
  if (items.length === 0) throw new InputError("link.noItems", { file: basename(table) });
  const beside = isFolder ? path : dirname(path);
  const there = async (name: string) => {
    const file = join(beside, name);
    return isFolder && (await stat(file).catch(() => null)) ? file : null;
  };
  return {
    form: { items, covariance: await readCovariance(join(beside, "covariance.json"), items, isFolder) },
    errors,
    skipped,
    persons: await there("persons.csv"),
    groups: await there("groups.csv"),
  };
}

/** `covariance.json` as `khao calibrate --covariance` writes it; null where there is none. */
async function readCovariance(
  file: string,
  items: readonly FormItem[],
  isFolder: boolean,
): Promise<JointCovariance | null> {
  const text = isFolder ? await readFile(file, "utf8").catch(() => null) : null;
  if (text === null) return null;
  const broken = () => new InputError("link.badCovariance", { file });
  let read: { names: string[]; places: Record<string, number[]>; values: number[] };
  try {
    read = JSON.parse(text) as typeof read;
  } catch {
    throw broken();
  }
  if (!Array.isArray(read.names) || !Array.isArray(read.values) || typeof read.places !== "object")
    throw broken();
  if (read.values.length !== read.names.length ** 2) throw broken();
  const places = items.map(({ item, parameters }) => {
    const own = read.places[item];
    if (!Array.isArray(own) || own.length !== parameters.length) throw broken();
    return own;
  });
  return { names: read.names, places, values: read.values };
}

/** The units of the common items, from a table with the columns item and unit. */
export async function readUnits(path: string): Promise<Record<string, string>> {
  const units: Record<string, string> = {};
  for (const { cells, line } of await readRecords(path, ["item", "unit"])) {
    if (!cells.unit) throw new InputError("link.noUnit", { place: place(basename(path), line, "unit") });
    units[cells.item ?? ""] = cells.unit;
  }
  return units;
}
