import { responseData, type ResponseData } from "../../psychometrics/index.js";
import type { AnalysisInput } from "../calibrations/analysis-input.js";
import type { ComparisonRow } from "../contract/comparisons.js";

/** What a comparison reads: plain values, so that a worker thread can be given it. */
export interface ComparisonInput {
  ask: ComparisonRow["ask"];
  /** The input of the run that it follows. */
  run: AnalysisInput;
  /** The run's WLE of each test taker, in the run's order. */
  abilities: (number | null)[];
  /** The groups to compare, the reference group first. */
  groups: { id: string; n: number }[];
  /** The group of each test taker; null for those who take no part. */
  groupOf: (string | null)[];
}

/** How far a comparison is: a share from 0 to 1, and in words. */
export interface ComparisonProgress {
  share: number;
  step: { vi: string; en: string };
}

/** The run's responses of the test takers in the groups, with their groups and abilities. */
export function groupedData({ run, groups, groupOf, abilities }: ComparisonInput): {
  data: ResponseData;
  abilities: (number | null)[];
} {
  const names = groups.map(({ id }) => id);
  const persons = groupOf.flatMap((group, p) => (group !== null && names.includes(group) ? [p] : []));
  return {
    data: responseData({
      items: run.items.map(({ itemId }) => itemId),
      rows: persons.map((p) => run.rows[p] ?? []),
      maxScores: run.items.map(({ maxScore }) => maxScore),
      groups: persons.map((p) => groupOf[p] ?? ""),
      groupNames: names,
    }),
    abilities: persons.map((p) => abilities[p] ?? null),
  };
}
