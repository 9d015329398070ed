import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** The table of the items that a folder of `khao calibrate` has. */
const inFolder = "items.csv";

/** Where the items of a calibration stand: in its folder's `items.csv` where a folder is named, else in the table itself. */
export async function itemsTableAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ? join(path, inFolder) : path;
}

/** A table of items by name for a message: `items.csv`, which every calibration has, together with its folder. */
export function tableName(path: string): string {
  const name = basename(path);
  const folder = basename(dirname(path));
  return name === inFolder && folder !== "" && folder !== "." ? join(folder, name) : name;
}
