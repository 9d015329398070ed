import { notPresented, type ResponseData } from "../data.js";
import type { Anchor, ExcludedItem } from "./calibration.js";

/** An item that takes part in a calibration, and how its scores become categories without gaps. */
export interface RecodedItem {
  item: string;
  /** Its place in the data. */
  column: number;
  /** The score each category stands for, lowest first. */
  scoreValues: number[];
  /** Weighted number of responses in each category. */
  counts: number[];
}

/** Which items can be calibrated, with the reasons why the others cannot. */
export interface Recoding {
  items: RecodedItem[];
  excluded: ExcludedItem[];
  notes: string[];
}

/**
 * Find each item's categories. A score that nobody got has no maximum likelihood estimate of its step,
 * so categories are the scores that occur; an item on which everybody got the same is left out. Anchored items
 * keep all the categories of their parameters.
 */
export function findCategories(data: ResponseData, anchors: readonly Anchor[]): Recoding {
  const anchorOf = new Map(anchors.map((anchor) => [anchor.item, anchor]));
  const recoding: Recoding = { items: [], excluded: [], notes: [] };
  data.items.forEach((item, column) => {
    const tally = countScores(data, column);
    const anchor = anchorOf.get(item);
    if (anchor) {
      const scoreValues = Array.from({ length: anchor.intercepts.length + 1 }, (_, k) => k);
      const beyond = tally.length - 1;
      if (beyond >= scoreValues.length) {
        throw new RangeError(
          `item ${item}: a score of ${beyond} occurs, but its anchor has scores 0 to ${scoreValues.length - 1}`,
        );
      }
      recoding.items.push({ item, column, scoreValues, counts: scoreValues.map((k) => tally[k] ?? 0) });
      return;
    }
    const scoreValues = tally.flatMap((count, score) => (count > 0 ? [score] : []));
    if (scoreValues.length === 0) {
      recoding.excluded.push({ item, reason: "it has no responses" });
    } else if (scoreValues.length === 1) {
      recoding.excluded.push({ item, reason: `everybody who was presented it scored ${scoreValues[0]}` });
    } else {
      recoding.items.push({ item, column, scoreValues, counts: scoreValues.map((score) => tally[score]) });
      if (scoreValues.some((score, k) => score !== k)) {
        recoding.notes.push(
          `Item ${item}: only the scores ${scoreValues.join(", ")} occur; they were calibrated as categories 0 to ${scoreValues.length - 1}.`,
        );
      }
    }
  });
  for (const { item, reason } of recoding.excluded)
    recoding.notes.push(`Item ${item} was left out: ${reason}.`);
  return recoding;
}

function countScores(data: ResponseData, column: number): number[] {
  const tally: number[] = [];
  for (let p = 0; p < data.personCount; p++) {
    const score = data.scores[p * data.items.length + column];
    if (score === notPresented || data.weights[p] === 0) continue;
    while (tally.length <= score) tally.push(0);
    tally[score] += data.weights[p];
  }
  return tally;
}

/**
 * The responses to the given items as categories, persons x items row by row, -1 where not presented.
 *
 * @throws {RangeError} where a score occurs that is no category of its item.
 */
export function recodeResponses(
  data: ResponseData,
  items: readonly Pick<RecodedItem, "item" | "column" | "scoreValues">[],
): Int8Array {
  const recoded = new Int8Array(data.personCount * items.length).fill(notPresented);
  items.forEach(({ item, column, scoreValues }, i) => {
    if (column < 0) return;
    for (let p = 0; p < data.personCount; p++) {
      const score = data.scores[p * data.items.length + column];
      if (score === notPresented) continue;
      const category = scoreValues.indexOf(score);
      if (category >= 0) recoded[p * items.length + i] = category;
      else if (data.weights[p] > 0) {
        throw new RangeError(
          `item ${item}: the score ${score} of row ${p + 1} did not occur when it was calibrated`,
        );
      }
    }
  });
  return recoded;
}
