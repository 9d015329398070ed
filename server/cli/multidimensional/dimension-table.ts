import { basename } from "node:path";
import type { MeasuredDimension } from "../../../psychometrics/index.js";
import { requireDimensionName } from "../files/dimension-name.js";
import { InputError, place } from "../files/input-error.js";
import { readRecords } from "../files/read-csv.js";

/**
 * Dimensions from a table with the columns item and dimension, in order of first appearance.
 *
 * @throws {InputError} when a dimension's name would make no column name, or an item stands there twice.
 */
export async function dimensionTable(path: string): Promise<MeasuredDimension[]> {
  const items = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { cells, line } of await readRecords(path, ["item", "dimension"])) {
    const { item = "", dimension = "" } = cells;
    const where = place(basename(path), line, "dimension");
    requireDimensionName(dimension, where);
    if (seen.has(item)) throw new InputError("pv.itemTwice", { place: where, item });
    seen.add(item);
    items.set(dimension, [...(items.get(dimension) ?? []), item]);
  }
  return [...items].map(([name, own]) => ({ name, items: own }));
}
