import { basename } from "node:path";
import type { Anchor } from "../../../psychometrics/index.js";
import { requireDimensionName } from "../files/dimension-name.js";
import { InputError, place } from "../files/input-error.js";
import { readRecords } from "../files/read-csv.js";
import { itemsTableAt } from "../files/items-table.js";
import { anchorsIn, readAnchorRows, type AnchorRows } from "../files/item-rows.js";

/** The items of one dimension with their known parameters, in a form that a worker thread can be handed. */
export interface DimensionTable {
  name: string;
  anchors: Anchor[];
}

/** The items of one dimension, in every group that has parameters of its own. */
export interface DimensionRows extends AnchorRows {
  name: string;
}

/** The items that rows of parameters are of. */
export const itemsOf = (rows: DimensionRows["rows"]): Set<string> => new Set(rows.map(({ item }) => item));

/** The dimensions with the parameters that hold in a group; those of the reference group where the group is unknown. */
export function dimensionsIn(dimensions: readonly DimensionRows[], group: string): DimensionTable[] {
  return dimensions.map((rows) => ({ name: rows.name, anchors: anchorsIn(rows, group) }));
}

/**
 * Items with known parameters, sorted into dimensions: by a table with the columns item and dimension where one is
 * given, else by the column `dimension` of the parameters, else all into one.
 *
 * @param calibrationPath of a table in the form of `items.csv`, or of the folder that has one.
 * @param items of the responses; parameters of others are passed over.
 * @throws {InputError} when a dimension's name would make no column name, an item stands in the table twice, or no item
 * is left.
 */
export async function readDimensions(
  calibrationPath: string,
  dimensionsPath: string | undefined,
  items: readonly string[],
  onlyName: string,
): Promise<DimensionRows[]> {
  const parametersPath = await itemsTableAt(calibrationPath);
  // A table without the models' names holds slopes and steps: the GPCM, which is the 2PL for right or wrong.
  const { rows, groups } = await readAnchorRows(parametersPath, items, "gpcm");
  const dimensionOf = await dimensionsByItem(dimensionsPath ?? parametersPath, dimensionsPath !== undefined);
  const tables = new Map<string, AnchorRows["rows"]>();
  for (const row of rows) {
    const name = dimensionOf === null ? onlyName : dimensionOf.get(row.item);
    if (name === undefined) continue;
    tables.set(name, [...(tables.get(name) ?? []), row]);
  }
  if (tables.size === 0)
    throw new InputError("pv.noDimension", { file: basename(dimensionsPath ?? parametersPath) });
  return [...tables].map(([name, own]) => ({ name, rows: own, groups }));
}

async function dimensionsByItem(path: string, isRequired: boolean): Promise<Map<string, string> | null> {
  const found = new Map<string, string>();
  const records = await readRecords(path, isRequired ? ["item", "dimension"] : ["item"]);
  for (const { cells, line } of records) {
    const { item = "", dimension } = cells;
    // A table without that column puts all items into one dimension.
    if (dimension === undefined) return null;
    if (dimension === "") continue;
    const where = place(basename(path), line, "dimension");
    requireDimensionName(dimension, where);
    // In the parameters themselves an item may stand once for each group that it differs in.
    const isTwice = isRequired ? found.has(item) : (found.get(item) ?? dimension) !== dimension;
    if (isTwice) throw new InputError("pv.itemTwice", { place: where, item });
    found.set(item, dimension);
  }
  return found;
}
