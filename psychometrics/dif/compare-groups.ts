import type { ResponseData } from "../data.js";
import type { MatchingOptions } from "./matching.js";
import { purified } from "./purify.js";
import { comparedGroups, onlyCompared, type ComparedGroups } from "./tables.js";

/** How to compare two groups item by item. */
export interface DifOptions extends MatchingOptions {
  /** The groups' names; by default the first is the reference and the second the focal group. */
  reference?: string;
  focal?: string;
  /** Take items that differ out of the matching items, and again, until no more do; false by default. */
  purify?: boolean;
  /** What counts as differing in purification, and where a test is called significant; 0.05 by default. */
  significance?: number;
}

/** A way to compare two groups on every item. */
export interface GroupComparison<Row> {
  /** Compare all items; the data weigh the two groups alone. */
  compare: (
    data: ResponseData,
    groups: ComparedGroups,
    isMatching: readonly boolean[],
    significance: number,
  ) => Row[];
  /** Whether an item is taken out of the matching items where these are purified. */
  differs: (row: Row, significance: number) => boolean;
}

/**
 * Two groups compared item by item, matching items purified where that is asked for, with how it was done.
 *
 * @throws {RangeError} when there are not two groups, or as the comparison.
 */
export function compareGroups<Row>(
  data: ResponseData,
  options: DifOptions,
  { compare, differs }: GroupComparison<Row>,
) {
  const groups = comparedGroups(data, options);
  const weighted = { ...data, weights: onlyCompared(data, groups) };
  const significance = options.significance ?? 0.05;
  const { rows, rounds, converged } = purified(
    data.items.length,
    (isMatching) => compare(weighted, groups, isMatching, significance),
    options.purify ? (row) => differs(row, significance) : null,
  );
  const match = options.match ?? "score";
  return {
    reference: data.groupNames[groups.reference],
    focal: data.groupNames[groups.focal],
    match: typeof match === "string" ? match : ("values" as const),
    items: rows,
    rounds,
    converged,
  };
}
