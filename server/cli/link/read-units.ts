import { basename } from "node:path";
import { InputError, place } from "../files/input-error.js";
import { readRecords } from "../files/read-csv.js";

/**
 * The units of items, from a table with the columns item and unit. It may name items of other tests, and leave items out.
 *
 * @throws {InputError} for an empty unit, or an item that is there twice.
 */
export async function readUnits(path: string): Promise<Record<string, string>> {
  const units: Record<string, string> = {};
  for (const { cells, line } of await readRecords(path, ["item", "unit"])) {
    const item = cells.item ?? "";
    if (Object.hasOwn(units, item))
      throw new InputError("side.twice", { place: place(basename(path), line, "item"), item });
    if (!cells.unit) throw new InputError("link.noUnit", { place: place(basename(path), line, "unit") });
    units[item] = cells.unit;
  }
  return units;
}
