import { basename } from "node:path";
import type { ModelName } from "../../../psychometrics/index.js";
import { InputError, place } from "./input-error.js";
import { modelIn } from "./item-rows.js";
import { readRecords } from "./read-csv.js";

/** Refuses an item that is named twice or that the responses do not have. */
function itemChecker(path: string, items: readonly string[]) {
  const seen = new Set<string>();
  return (item: string, line: number) => {
    const where = place(basename(path), line, "item");
    if (!items.includes(item)) throw new InputError("side.noItem", { place: where, item });
    if (seen.has(item)) throw new InputError("side.twice", { place: where, item });
    seen.add(item);
  };
}

/** The keys by item. */
export async function readKeys(path: string, items: readonly string[]): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  const check = itemChecker(path, items);
  for (const { cells, line } of await readRecords(path, ["item", "key"])) {
    check(cells.item ?? "", line);
    if (!cells.key) throw new InputError("side.noKey", { place: place(basename(path), line, "key") });
    keys.set(cells.item ?? "", cells.key);
  }
  return keys;
}

/** The models by item, and the rating scales by item where the file has a column `scale`. */
export async function readModels(
  path: string,
  items: readonly string[],
): Promise<{ models: Record<string, ModelName>; ratingScales: Record<string, string> }> {
  const models: Record<string, ModelName> = {};
  const ratingScales: Record<string, string> = {};
  const check = itemChecker(path, items);
  for (const { cells, line } of await readRecords(path, ["item", "model"])) {
    check(cells.item ?? "", line);
    models[cells.item ?? ""] = modelIn(path, line, cells.model ?? "");
    if (cells.scale) ratingScales[cells.item ?? ""] = cells.scale;
  }
  return { models, ratingScales };
}

/**
 * The unit of each item, from a table with the columns item and unit. Items that the table does not name are units by
 * themselves; those that the responses do not have are passed over, for a table of units may serve several tests.
 */
export async function readItemUnits(path: string, items: readonly string[]): Promise<string[]> {
  const units = new Map<string, string>();
  for (const { cells, line } of await readRecords(path, ["item", "unit"])) {
    const item = cells.item ?? "";
    if (units.has(item))
      throw new InputError("side.twice", { place: place(basename(path), line, "item"), item });
    if (!cells.unit) throw new InputError("link.noUnit", { place: place(basename(path), line, "unit") });
    units.set(item, cells.unit);
  }
  if (!items.some((item) => units.has(item))) throw new InputError("side.noUnits", { file: basename(path) });
  return items.map((item) => units.get(item) ?? `\u0000${item}`);
}
