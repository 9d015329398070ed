import type { ModelName, PoolItem } from "../../../psychometrics/index.js";
import { InputError } from "../files/input-error.js";
import { readRecords } from "../files/read-csv.js";
import { chosenLines } from "../files/chosen-lines.js";
import { onlyDimension, readForm } from "../files/read-form.js";
import type { AdaptiveFile } from "./design-schema.js";

/**
 * The pool of an adaptive test: calibrated items with their content areas and enemies.
 *
 * @param path a calibration's folder, or a table in the form of items.csv, with a column `area` where the design names none.
 * @param file the design's name, for errors.
 * @param tell says which items count as in one group, where they differ between groups.
 * @throws {InputError} when the design names an item that has no parameters.
 */
export async function readAdaptivePool(
  path: string,
  model: ModelName,
  { areas, enemies = [] }: AdaptiveFile,
  file: string,
  tell: (sentence: string) => void,
): Promise<PoolItem[]> {
  const found = await readForm(path, model);
  onlyDimension(path, found);
  for (const line of chosenLines(path, found)) tell(line);
  const known = new Set(found.form.items.map(({ item }) => item));
  const stray = [...Object.values(areas ?? {}), ...enemies].flat().find((item) => !known.has(item));
  if (stray !== undefined) throw new InputError("simulateAdaptive.noItem", { file, item: stray });
  const areaOf = areas
    ? new Map(Object.entries(areas).flatMap(([area, items]) => items.map((item) => [item, area] as const)))
    : await areaColumn(found.table);
  return found.form.items.map((item) => ({
    ...item,
    area: areaOf.get(item.item),
    enemies: enemies
      .filter((set) => set.includes(item.item))
      .flatMap((set) => set.filter((one) => one !== item.item)),
  }));
}

/** The column `area` of a table; nothing where it has none. */
async function areaColumn(table: string): Promise<Map<string, string>> {
  const rows = await readRecords(table, ["item"]);
  return new Map(rows.flatMap(({ cells }) => (cells.area ? [[cells.item ?? "", cells.area] as const] : [])));
}
