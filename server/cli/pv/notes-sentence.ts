import { say, type Words } from "../../terminal/words.js";
import type { GroupModel } from "./result-tables.js";

/**
 * What the terminal says of `notes.csv`: how many notes there are, and the weightiest of them. That is one on a group's
 * regression, which may not be used as it is; else that test takers have no background; else the first.
 *
 * @param general notes that concern all groups.
 * @param unknown what is said of test takers without a row in the background; null where all have one.
 * @returns null where there are no notes.
 */
export function notesSentence(
  models: readonly GroupModel[],
  general: readonly Words[],
  unknown: Words | null,
): string | null {
  const ofGroups = models.flatMap(({ group, model }) =>
    model.regression.notes.map((note): Words =>
      group === "" ? note : { key: "note.of-group", values: { group, note } },
    ),
  );
  const weightiest = ofGroups[0] ?? unknown ?? general[0];
  if (weightiest === undefined) return null;
  return say("pv.notes", { count: ofGroups.length + general.length, note: weightiest });
}
