import type { ResponseData } from "../data.js";
import { weightedCorrelation, weightedMean } from "../numeric/summary.js";
import { gatherCases, itemCases, type ClassicalCases } from "./cases.js";

/** One option of an item and who chose it. */
export interface Distractor {
  item: string;
  option: string;
  isKey: boolean;
  /** Test takers who chose it, and their weighted share of those presented the item. */
  n: number;
  proportion: number;
  /** Correlation of choosing it with the score on the rest of the test; null where it cannot vary. */
  pointBiserial: number | null;
  /** Weighted mean ability of those who chose it, in logits; null without abilities. */
  meanTheta: number | null;
}

/**
 * What each option of each item attracted. For the key the point-biserial is the item-rest correlation;
 * a distractor that works has a negative one. Options are sorted, the key marked.
 *
 * @param data the scored responses.
 * @param chosen what each test taker chose, persons x items row by row; null where not presented.
 * @param keys the key of each item, or null for an item without one, which is left out.
 * @param abilities of the test takers, for the mean; leave out where there are none.
 */
export function distractorAnalysis(
  data: ResponseData,
  chosen: readonly (string | null)[],
  keys: readonly (string | null)[],
  abilities?: readonly (number | null)[],
  wish?: ClassicalCases,
): Distractor[] {
  const cases = gatherCases(data, wish);
  return data.items.flatMap((item, i) => {
    const key = keys[i];
    if (key === null) return [];
    const { rests, weights, rows } = itemCases(data, cases, i);
    const choices = rows.map((p) => chosen[p * data.items.length + i]);
    const options = [...new Set([...choices.filter((choice) => choice !== null), key])].sort();
    const withRest = rests.flatMap((rest, n) => (rest === null ? [] : [n]));
    return options.map((option) => {
      const took = choices.map((choice) => (choice === option ? 1 : 0));
      const correlation = weightedCorrelation(
        withRest.map((n) => took[n]),
        withRest.map((n) => rests[n] ?? 0),
        withRest.map((n) => weights[n]),
      );
      const known = rows.flatMap((p, n) => {
        const theta = abilities?.[p] ?? null;
        return took[n] === 1 && theta !== null && Number.isFinite(theta)
          ? [{ theta, weight: weights[n] }]
          : [];
      });
      const proportion = weightedMean(took, weights);
      return {
        item,
        option,
        isKey: option === key,
        n: took.filter((one) => one === 1).length,
        proportion: Number.isFinite(proportion) ? proportion : 0,
        pointBiserial: Number.isFinite(correlation) ? correlation : null,
        meanTheta:
          known.length === 0
            ? null
            : weightedMean(
                known.map(({ theta }) => theta),
                known.map(({ weight }) => weight),
              ),
      };
    });
  });
}
