import type { AnalysisInput } from "../calibrations/analysis-input.js";
import type { ComparisonResult, ComparisonRow } from "../contract/comparisons.js";
import { analysisOf } from "./analysis-file.js";
import { calibrationScoresTable } from "./scores-table.js";
import type { Table } from "./table.js";

/** A comparison of groups, and the group of each test taker of its run. */
export interface ComparisonAnalysis {
  comparison: ComparisonRow;
  groupOf: readonly (string | null)[];
}

/**
 * Whether `khao analyse` can be given a comparison: not where test takers are matched on ability, for which it has no match, nor by class,
 * because no file may say who is in which.
 */
export const isForCommand = ({ comparison, dif }: ComparisonResult): boolean =>
  comparison.grouping.id !== "class" && (dif === null || dif.matchedOn === "score");

const baseName = ({ id, ask }: ComparisonRow): string => `${ask.kind}_${id}`;
export const comparisonAnalysisName = (comparison: ComparisonRow): string => `${baseName(comparison)}.json`;
const scoresName = (comparison: ComparisonRow): string => `${baseName(comparison)}_scores.csv`;

/** The column of the group in the scores; no item may have its name. */
const groupColumn = "comparison_group";

/** The comparison as `khao analyse` reads it; the command gives the same numbers. */
export function comparisonAnalysisFile(input: AnalysisInput, comparison: ComparisonRow): string {
  const { covariance: _, diagnostics: __, ...calibration } = analysisOf(input);
  const [reference = "", focal = ""] = comparison.groups.map(({ id }) => id);
  const analysis = {
    ...calibration,
    responses: scoresName(comparison),
    group: groupColumn,
    reference,
    scores: ["wle"],
    ...asked(comparison.ask, reference, focal),
  };
  return `${JSON.stringify(analysis, null, 2)}\n`;
}

function asked({ kind, options }: ComparisonRow["ask"], reference: string, focal: string) {
  if (kind === "invariance") {
    const { threshold, freePerRound, responsesMin } = options;
    return { invariance: { threshold, freePerRound, responsesMin } };
  }
  const { purify, likelihoodRatio } = options;
  return {
    dif: { reference, focal, match: "score", purify, logistic: true, likelihoodRatio, sibtest: true },
  };
}

/** The scores of the test takers of the groups, with the group of each. */
export function comparisonScoresTable(
  input: AnalysisInput,
  { comparison, groupOf }: ComparisonAnalysis,
): Table {
  const groups = comparison.groups.map(({ id }) => id);
  const persons = groupOf.flatMap((group, p) => (group !== null && groups.includes(group) ? [p] : []));
  const scores = calibrationScoresTable({
    ...input,
    personIds: persons.map((p) => input.personIds[p] ?? ""),
    rows: persons.map((p) => input.rows[p] ?? []),
  });
  const [id, ...items] = scores.columns;
  return {
    name: scoresName(comparison),
    title: {
      vi: `Điểm và nhóm của thí sinh trong lần so sánh ${comparison.id}`,
      en: `Scores and groups of the test takers in the comparison ${comparison.id}`,
    },
    columns: [
      ...(id ? [id] : []),
      {
        name: groupColumn,
        label: { vi: "Nhóm trong lần so sánh", en: "Group in the comparison" },
        type: "id",
        source: { vi: "comparison_groups.csv", en: "comparison_groups.csv" },
      },
      ...items,
    ],
    async *rows() {
      let n = 0;
      for await (const [person = null, ...row] of scores.rows())
        yield [person, groupOf[persons[n++] ?? -1] ?? null, ...row];
    },
  };
}
