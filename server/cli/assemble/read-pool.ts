import { basename } from "node:path";
import type {
  AssemblyItem,
  AssemblyPool,
  FormItem,
  ModelName,
  Stimulus,
} from "../../../psychometrics/index.js";
import { InputError, place } from "../files/input-error.js";
import { readRecords, type CsvRecord } from "../files/read-csv.js";
import { readItemRow } from "../files/item-rows.js";
import { chosenLines } from "../files/chosen-lines.js";
import { onlyDimension, readForm, type FormFiles } from "../files/read-form.js";

/** Where a pool is read from. */
export interface PoolFiles {
  /** A row per item: `item`, and where they are used `stimulus`, `enemies`, attributes, and parameters as in items.csv. */
  items: string;
  /** A calibration's folder or items.csv, where the parameters stand there. */
  parameters?: string;
  /** A row per stimulus: `stimulus`, and where they are used `items_min`, `items_max` and attributes. */
  stimuli?: string;
  /** Of rows that name no model. */
  model: ModelName;
  /** Attributes that are added up, which makes their columns numbers; all others are words. */
  totals: readonly string[];
}

/** Columns of an items table that are no attributes. */
const reserved = ["item", "stimulus", "enemies"];

/**
 * Reads a pool. Each column of the items is an attribute; `points` is the highest score of a calibrated item where there is no such
 * column. Enemies are separated by spaces.
 *
 * @param tell says which items count as in one group, where they differ between groups.
 * @throws {InputError} naming file, line and column; also where the items of the pool measure several dimensions, as information
 * and expected scores add up over the items of one ability alone.
 */
export async function readPool(files: PoolFiles, tell: (sentence: string) => void): Promise<AssemblyPool> {
  const parameters =
    files.parameters === undefined ? null : await parametersIn(files.parameters, files.model, tell);
  const items: AssemblyItem[] = [];
  const own: { dimension: string | null }[] = [];
  const seen = new Set<string>();
  for (const record of await readRecords(files.items, ["item"])) {
    const { cells, line } = record;
    const item = cells.item ?? "";
    const where = place(basename(files.items), line, "item");
    if (item === "") throw new InputError("assemble.noName", { place: where });
    if (seen.has(item)) throw new InputError("side.twice", { place: where, item });
    seen.add(item);
    const curve = parameters
      ? (parameters.curves.get(item) ?? null)
      : readItemRow(files.items, record, files.model);
    if (curve) own.push({ dimension: cells.dimension ? cells.dimension : null });
    items.push({
      item,
      curve,
      attributes: attributesOf(record, curve, files.totals),
      ...(cells.stimulus && { stimulus: cells.stimulus }),
      ...(cells.enemies && { enemies: cells.enemies.split(/\s+/u) }),
    });
  }
  // Of items whose parameters stand elsewhere a column `dimension` is an attribute like any other.
  const rows = parameters?.rows.filter(({ item }) => seen.has(item)) ?? own;
  onlyDimension(files.parameters ?? files.items, { rows });
  return {
    items,
    ...(files.stimuli !== undefined && { stimuli: await readStimuli(files.stimuli, files.totals) }),
  };
}

async function parametersIn(
  path: string,
  model: ModelName,
  tell: (sentence: string) => void,
): Promise<{ curves: Map<string, FormItem>; rows: FormFiles["rows"] }> {
  const files = await readForm(path, model);
  // Which items of the pool have no parameters is told with the forms.
  for (const line of chosenLines(path, { ...files, skipped: [] })) tell(line);
  return { curves: new Map(files.form.items.map((item) => [item.item, item])), rows: files.rows };
}

function attributesOf(
  record: CsvRecord,
  curve: FormItem | null,
  totals: readonly string[],
): Record<string, string> {
  const own = wordsAndNumbers(record, reserved, totals);
  if (curve && !("points" in record.cells)) own.points = String(curve.scoreValues.at(-1));
  return own;
}

/** The cells of a row that are attributes; what is empty is not there. */
function wordsAndNumbers(
  { cells, number }: CsvRecord,
  others: readonly string[],
  totals: readonly string[],
): Record<string, string> {
  const filled = Object.entries(cells).filter(([name, cell]) => !others.includes(name) && cell !== "");
  return Object.fromEntries(
    filled.map(([name, cell]) => {
      const value = totals.includes(name) ? number(name) : NaN;
      // What is no number is refused, by its requirement, where it is added up.
      return [name, Number.isNaN(value) ? cell : String(value)];
    }),
  );
}

/** Columns of a table of stimuli that are no attributes. */
const reservedOfStimuli = ["stimulus", "items_min", "items_max"];

async function readStimuli(path: string, totals: readonly string[]): Promise<Stimulus[]> {
  const file = basename(path);
  return (await readRecords(path, ["stimulus"])).map((record) => {
    const { cells, line } = record;
    const { stimulus = "", items_min: min = "", items_max: max = "" } = cells;
    if (stimulus === "") throw new InputError("assemble.noName", { place: place(file, line, "stimulus") });
    const count = (column: string, cell: string) => {
      const value = record.number(column);
      if (!Number.isInteger(value) || value < 0)
        throw new InputError("assemble.noCount", { place: place(file, line, column), cell });
      return value;
    };
    const limits = {
      ...(min !== "" && { min: count("items_min", min) }),
      ...(max !== "" && { max: count("items_max", max) }),
    };
    return {
      stimulus,
      attributes: wordsAndNumbers(record, reservedOfStimuli, totals),
      ...((min !== "" || max !== "") && { items: limits }),
    };
  });
}
