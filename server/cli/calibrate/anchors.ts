import type { Anchor, ModelName } from "../../../psychometrics/index.js";
import { chosenLines } from "../files/chosen-lines.js";
import { rowsInGroup } from "../files/group-names.js";
import { anchorsIn, readAnchorRows } from "../files/item-rows.js";

/**
 * The anchors of a calibration; of an item that differs between the groups of its earlier one, as it is in the reference group.
 *
 * @param model of rows that name none.
 * @param tell says which items differ.
 * @throws {InputError} as `readAnchorRows`.
 */
export async function anchorsFrom(
  path: string,
  items: readonly string[],
  model: ModelName,
  tell: (sentence: string) => void,
): Promise<Anchor[]> {
  const found = await readAnchorRows(path, items, model);
  const group = found.groups[0] ?? null;
  for (const line of chosenLines(path, { group, ...rowsInGroup(found.rows, group), skipped: [] })) tell(line);
  return anchorsIn(found);
}
