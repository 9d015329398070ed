import type { AnalysisInput } from "../calibrations/analysis-input.js";
import type { ComparisonResult, ComparisonRow } from "../contract/comparisons.js";
import { analysisOf } from "./analysis-file.js";
import { calibrationScoresTable } from "./scores-table.js";
import type { Table } from "./table.js";

/** An analysis of differential functioning, and the group of each test taker of its run. */
export interface DifAnalysis {
  comparison: ComparisonRow;
  groupOf: readonly (string | null)[];
}

/**
 * Whether `khao analyse` can be given a comparison: not where test takers are matched on ability, for which it has no match, nor by class,
 * because no file may say who is in which.
 */
export const isForCommand = ({ comparison, dif }: ComparisonResult): boolean =>
  dif?.matchedOn === "score" && comparison.grouping.id !== "class";

export const difAnalysisName = ({ id }: ComparisonRow): string => `dif_${id}.json`;
const difScoresName = ({ id }: ComparisonRow): string => `dif_${id}_scores.csv`;

/** The column of the group in the scores; no item may have its name. */
const groupColumn = "comparison_group";

/** The analysis as `khao analyse` reads it; it gives the comparison's numbers. */
export function difAnalysisFile(input: AnalysisInput, { comparison }: DifAnalysis): string {
  const { ask, groups } = comparison;
  const [reference = "", focal = ""] = groups.map(({ id }) => id);
  const asked = ask.kind === "dif" ? ask.options : null;
  const analysis = {
    ...analysisOf(input),
    responses: difScoresName(comparison),
    group: groupColumn,
    reference,
    scores: ["wle"],
    covariance: undefined,
    diagnostics: undefined,
    dif: {
      reference,
      focal,
      match: "score",
      purify: asked?.purify ?? false,
      logistic: true,
      likelihoodRatio: asked?.likelihoodRatio ?? false,
      sibtest: true,
    },
  };
  return `${JSON.stringify(analysis, null, 2)}\n`;
}

/** The scores of the test takers of both groups, with the group of each. */
export function difScoresTable(input: AnalysisInput, { comparison, groupOf }: DifAnalysis): Table {
  const groups = comparison.groups.map(({ id }) => id);
  const persons = groupOf.flatMap((group, p) => (group !== null && groups.includes(group) ? [p] : []));
  const scores = calibrationScoresTable({
    ...input,
    personIds: persons.map((p) => input.personIds[p] ?? ""),
    rows: persons.map((p) => input.rows[p] ?? []),
  });
  const [id, ...items] = scores.columns;
  return {
    name: difScoresName(comparison),
    title: {
      vi: `Điểm của hai nhóm trong phân tích DIF ${comparison.id}`,
      en: `Scores of both groups of the DIF analysis ${comparison.id}`,
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
