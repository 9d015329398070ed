import { isConcentrated, weightSpread } from "../../../psychometrics/index.js";
import type { Sentence } from "../../terminal/words.js";

/**
 * A sentence where a few weights carry everything, by the largest one's name; null where they do not.
 *
 * @param nameOf the person at a place, as "test taker 17".
 */
export function weightNote(weights: ArrayLike<number>, nameOf: (place: number) => Sentence): Sentence | null {
  const spread = weightSpread(weights);
  if (!isConcentrated(spread)) return null;
  const { count, effectiveSize, largest, largestShare } = spread;
  return {
    key: "note.weights-concentrated",
    values: {
      ...{ count, effective: effectiveSize.toFixed(1) },
      ...{ person: nameOf(largest), percent: (100 * largestShare).toFixed(1) },
    },
  };
}

/** The note on test takers' weights: one where a few carry everything, or none. */
export function notesOnWeights(weights: ArrayLike<number>, ids: readonly string[]): Sentence[] {
  const note = weightNote(weights, (p) => ({ key: "note.test-taker", values: { id: ids[p] ?? p + 1 } }));
  return note === null ? [] : [note];
}
