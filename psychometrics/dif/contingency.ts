import type { ResponseData } from "../data.js";
import { mantelHaenszel, type EtsClass, type MantelHaenszel, type ChiSquareTest } from "./mantel-haenszel.js";
import { compareGroups, type DifOptions } from "./compare-groups.js";
import { Matcher, type MatchOn } from "./matching.js";
import {
  cumulativeOddsRatio,
  mantelTest,
  ordinalClass,
  scoreDeviation,
  standardisedMeanDifference,
  type CumulativeOddsRatio,
} from "./ordinal.js";
import { stratumTables, type ComparedGroups } from "./tables.js";
import { message, type Message } from "../messages/message.js";

/** The contingency-table statistics of one item. */
export interface ContingencyDif {
  item: string;
  /** Test takers of either group that were compared. */
  referenceCount: number;
  focalCount: number;
  strataCount: number;
  /** For right or wrong items; null for others. */
  mantelHaenszel: MantelHaenszel | null;
  /** Mantel's test, the standardised mean difference (in points) and the cumulative odds ratio, for all items. */
  mantel: ChiSquareTest | null;
  standardisedMeanDifference: number | null;
  cumulative: CumulativeOddsRatio | null;
  /** Of the item's score over those compared: what the mean difference is held against. */
  scoreDeviation: number | null;
  /** By Mantel-Haenszel for right or wrong items, by the standardised mean difference for others (`ordinalClass`). */
  effectClass: EtsClass | null;
  /** True where the item was out of the matching items of the others in the end. */
  isPurified: boolean;
  /** Why there are no statistics; null where there are. */
  reason: Message | null;
}

/** The table of all items, and how they were matched. */
export interface ContingencyDifTable {
  reference: string;
  focal: string;
  match: "score" | "share" | "values";
  items: ContingencyDif[];
  /** Rounds of purification, and whether the last one changed nothing. */
  rounds: number;
  converged: boolean;
}

export type { EtsClass, MatchOn };

/**
 * Differential item functioning between two groups by contingency tables: Mantel-Haenszel with ETS classes for right or
 * wrong items; Mantel's test, the standardised mean difference and Liu & Agresti's odds ratio for all.
 *
 * Test takers are matched as `MatchOn` says, the studied item always included. Weights are scaled to sum to the number
 * of test takers and then counted as frequencies; the tests know nothing of clusters. With `purify`, items that differ
 * significantly (Mantel-Haenszel with the correction, or Mantel's test) leave the matching items of the others.
 *
 * @throws {RangeError} when there are not two groups, or as `Matcher`.
 */
export function contingencyDif(data: ResponseData, options: DifOptions = {}): ContingencyDifTable {
  return compareGroups(data, options, {
    compare: (weighted, groups, isMatching) => compareAll(weighted, options, groups, isMatching),
    differs,
  });
}

function compareAll(
  data: ResponseData,
  options: DifOptions,
  groups: ComparedGroups,
  isMatching: readonly boolean[],
): ContingencyDif[] {
  const matcher = new Matcher(data, options, isMatching);
  return data.items.map((item, i) => {
    const matching = matcher.matchOn(i);
    const strata = stratumTables(data, i, matching, groups);
    const countOf = (group: number) => matching.persons.filter((p) => data.groups[p] === group).length;
    const mantel = mantelTest(strata);
    const ofTwo = data.maxScores[i] === 1 ? mantelHaenszel(strata) : null;
    const difference = standardisedMeanDifference(strata);
    const deviation = scoreDeviation(strata);
    return {
      item,
      referenceCount: countOf(groups.reference),
      focalCount: countOf(groups.focal),
      strataCount: strata.length,
      mantelHaenszel: ofTwo,
      mantel,
      standardisedMeanDifference: difference,
      cumulative: cumulativeOddsRatio(strata),
      scoreDeviation: deviation,
      effectClass:
        data.maxScores[i] === 1 ? (ofTwo?.etsClass ?? null) : ordinalClass(difference, deviation, mantel),
      isPurified: !isMatching[i],
      reason: reasonFor(strata.length, mantel),
    };
  });
}

function reasonFor(strataCount: number, mantel: ChiSquareTest | null): Message | null {
  if (strataCount === 0) return message("no-common-stratum");
  return mantel ? null : message("scores-alike-in-strata");
}

function differs(item: ContingencyDif, significance: number): boolean {
  const test = item.mantelHaenszel ? item.mantelHaenszel.corrected : item.mantel;
  return test !== null && test.p < significance;
}
