import { isConcentrated, weightSpread, type Calibration } from "../../../psychometrics/index.js";

/**
 * A sentence where a few weights carry everything, by the largest one's name; null where they do not.
 *
 * @param nameOf the person at a place, as "test taker 17".
 */
export function weightNote(weights: ArrayLike<number>, nameOf: (place: number) => string): string | null {
  const spread = weightSpread(weights);
  if (!isConcentrated(spread)) return null;
  const { count, effectiveSize, largest, largestShare } = spread;
  return (
    `The weights of ${count} persons are worth ${effectiveSize.toFixed(1)} persons of equal weight (Kish's effective size), and ` +
    `${nameOf(largest)} alone has ${(100 * largestShare).toFixed(1)} % of all weights: results rest on a few persons; check the weights.`
  );
}

/** A calibration with a note where a few test takers' weights carry everything. */
export function notedWeights<C extends Pick<Calibration, "notes">>(
  calibration: C,
  weights: ArrayLike<number>,
  ids: readonly string[],
): C {
  const note = weightNote(weights, (p) => `test taker ${ids[p] ?? p + 1}`);
  return note === null ? calibration : { ...calibration, notes: [...calibration.notes, note] };
}
