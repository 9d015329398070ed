import type { ResponseData } from "../../../psychometrics/index.js";
import type { Sentence } from "../../terminal/words.js";
import { InputError } from "../files/input-error.js";
import type { CalibrationRequest } from "./request.js";

/** A reference group of fewer test takers makes everybody's scale rest on a few. */
const personsFew = 30;

/** The reference group and its size; null where there is one group, or anchors hold the scale. */
export function referenceGroup(
  data: Pick<ResponseData, "groupNames" | "groups" | "weights">,
  hasAnchors: boolean,
): { name: string; persons: number } | null {
  const [name] = data.groupNames;
  if (name === undefined || data.groupNames.length < 2 || hasAnchors) return null;
  const persons = data.weights.reduce(
    (count, weight, p) => count + Number(weight > 0 && data.groups[p] === 0),
    0,
  );
  return { name, persons };
}

/** The note on a small reference group: one, or none. */
export function notesOnReference(reference: ReturnType<typeof referenceGroup>): Sentence[] {
  if (!reference || reference.persons >= personsFew) return [];
  return [{ key: "note.small-reference", values: reference }];
}

/** @throws {InputError} where a reference is named and there are no groups to take it from. */
export function checkReference({ reference, group }: CalibrationRequest): void {
  if (reference !== undefined && group === undefined)
    throw new InputError("calibrate.referenceAlone", { group: reference });
}
