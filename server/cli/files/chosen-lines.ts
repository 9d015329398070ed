import { say, type WordKey } from "../../terminal/words.js";
import type { FormFiles } from "./read-form.js";

/**
 * What was done with the items of a calibration that do not simply have parameters, by name: those that differ between
 * groups count as in one group, or have no parameters there, or none at all.
 */
export function chosenLines(
  calibration: string,
  { group, differing, elsewhere, skipped }: Pick<FormFiles, "group" | "differing" | "elsewhere" | "skipped">,
): string[] {
  const line = (key: WordKey, items: readonly string[]) =>
    items.length > 0 ? [say(key, { calibration, group: group ?? "", items: items.join(", ") })] : [];
  return [
    ...line("link.asInGroup", differing),
    ...line("link.elsewhere", elsewhere),
    ...line("link.skipped", skipped),
  ];
}
