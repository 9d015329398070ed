import type { ResponseData } from "../data.js";
import { requireItemsForBias } from "./check-dif.js";
import type { DifOptions } from "./compare-groups.js";
import { purified } from "./purify.js";
import { RestScores, type ScoreComparison } from "./rest-scores.js";
import { comparedGroups } from "./tables.js";
import type { Message } from "../messages/message.js";

/** How to compare two groups by SIBTEST and its crossing variant; what is matched on is always the sum of the other matching items. */
export type SibtestOptions = Omit<DifOptions, "match" | "strataCount">;

/** What every test over rest scores says of an item. */
export interface RestScoreRow {
  item: string;
  /** Test takers of either group who responded to every item: persons, whatever their weights. */
  n: number;
  /** How many sums of the other matching items the groups are compared at. */
  scoreCount: number;
  /** True where the item was out of the matching items of the others in the end. */
  isPurified: boolean;
  /** Why there is no test; null where there is. */
  reason: Message | null;
}

/** The table of all items. */
export interface RestScoreTable<Row extends RestScoreRow> {
  reference: string;
  focal: string;
  items: Row[];
  /** Rounds of purification, and whether the last one changed nothing. */
  rounds: number;
  converged: boolean;
}

/**
 * A test of every item over the sums of the others (`RestScores`), matching items purified where that is asked for.
 *
 * @param test of one item, from its comparisons and the weight of all test takers; without comparisons it says that there is none.
 * @throws {RangeError} when there are not two groups, or fewer than three items.
 */
export function overRestScores<Found extends { p: number | null }>(
  data: ResponseData,
  options: SibtestOptions,
  test: (scores: readonly ScoreComparison[], weight: number) => Found,
): RestScoreTable<RestScoreRow & Found> {
  const groups = comparedGroups(data, options);
  requireItemsForBias(data);
  const significance = options.significance ?? 0.05;
  const compare = (isMatching: readonly boolean[]) => {
    const restScores = new RestScores(data, groups, isMatching);
    return data.items.map((item, i) => {
      const scores = restScores.compare(i);
      return {
        item,
        n: restScores.n,
        scoreCount: scores.length,
        ...test(scores, restScores.weight),
        isPurified: !isMatching[i],
        reason: restScores.reasonFor(i, scores.length),
      };
    });
  };
  const { rows, rounds, converged } = purified(
    data.items.length,
    compare,
    options.purify ? ({ p }) => p !== null && p < significance : null,
  );
  return {
    reference: data.groupNames[groups.reference],
    focal: data.groupNames[groups.focal],
    items: rows,
    rounds,
    converged,
  };
}
