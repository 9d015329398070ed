import { basename } from "node:path";
import { InputError, place } from "../calibrate/input-error.js";
import { readRecords } from "../calibrate/read-csv.js";

/** The units of the common items, from a table with the columns item and unit. */
export async function readUnits(path: string): Promise<Record<string, string>> {
  const units: Record<string, string> = {};
  for (const { cells, line } of await readRecords(path, ["item", "unit"])) {
    if (!cells.unit) throw new InputError("link.noUnit", { place: place(basename(path), line, "unit") });
    units[cells.item ?? ""] = cells.unit;
  }
  return units;
}
