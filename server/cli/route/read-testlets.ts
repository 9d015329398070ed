import { basename } from "node:path";
import type { ModelName, TestletItem } from "../../../psychometrics/index.js";
import { InputError, place } from "../files/input-error.js";
import { readRecords } from "../files/read-csv.js";
import { chosenLines } from "../files/chosen-lines.js";
import { onlyDimension, readForm } from "../files/read-form.js";
import type { RouteFile } from "./design-schema.js";

/**
 * The items of each testlet with their parameters.
 *
 * @param path a calibration's folder, or a table in the form of items.csv; with a column `testlet` where the design names none.
 * @param file the design's name, for errors.
 * @param tell says which items count as in one group, where they differ between groups.
 * @throws {InputError} when an item has no parameters, or nothing says which items a testlet has.
 */
export async function readTestlets(
  path: string,
  model: ModelName,
  { testlets, humanCoded = [] }: RouteFile,
  file: string,
  tell: (sentence: string) => void,
): Promise<Map<string, TestletItem[]>> {
  const files = await readForm(path, model);
  onlyDimension(path, files);
  // An item without parameters is refused below where a testlet has it.
  for (const line of chosenLines(path, { ...files, skipped: [] })) tell(line);
  const known = new Map(files.form.items.map((item) => [item.item, item]));
  const itemOf = (item: string, testlet: string): TestletItem => {
    const found = known.get(item);
    if (!found) throw new InputError("route.noParameters", { file, item, testlet });
    return { ...found, isHumanCoded: humanCoded.includes(item) };
  };
  const stray = humanCoded.find((item) => !known.has(item));
  if (stray !== undefined) throw new InputError("route.noItem", { file, item: stray });
  const named = testlets ? Object.entries(testlets) : [...(await columnOf(files.table))];
  return new Map(named.map(([testlet, items]) => [testlet, items.map((item) => itemOf(item, testlet))]));
}

/** The column `testlet` of a table. */
async function columnOf(table: string): Promise<Map<string, string[]>> {
  const testlets = new Map<string, Set<string>>();
  for (const { cells, line } of await readRecords(table, ["item"])) {
    if (cells.testlet === undefined)
      throw new InputError("route.noTestlets", { place: place(basename(table), 1) });
    if (cells.testlet === "") continue;
    // An item that differs between groups has a row for each part.
    testlets.set(cells.testlet, (testlets.get(cells.testlet) ?? new Set()).add(cells.item ?? String(line)));
  }
  return new Map([...testlets].map(([testlet, items]) => [testlet, [...items]]));
}
