import { listLabel } from "../../item-bank/text/list-label.js";
import type { Item } from "../../item-bank/types.js";
import type { AnalysisBody, RunRow } from "../contract/research.js";
import { Problem } from "../problem.js";
import { membersOf } from "../research/groupings.service.js";
import { scoredItems, scoreUnder, studyData, type StudyData } from "../research/study-data.service.js";
import type { AnalysisInput } from "./analysis-input.js";
import { requireConnectedRun } from "./connected-run.js";

/**
 * What a calibration with these options would read now.
 *
 * @throws {Problem} `nothing-to-calibrate` where fewer than two items or two persons are left, `design-unconnected` where
 * no test taker connects some of the items with the others, as `membersOf` for the group asked for, and as `studyData`.
 */
export async function plannedInput(
  studyId: string,
  options: AnalysisBody,
): Promise<{ input: AnalysisInput; group: RunRow["group"] }> {
  const data = await studyData(studyId);
  const members = options.testTakers ? await membersOf(data, options.testTakers) : null;
  const input = inputOf(data, options, members?.ids ?? null);
  if (input.items.length < 2 || input.personIds.length < 2) {
    throw new Problem("nothing-to-calibrate", {
      items: input.items.length,
      persons: input.personIds.length,
    });
  }
  requireConnectedRun(input);
  return { input, group: members && { grouping: members.grouping, title: members.title } };
}

/** @param only the test takers to read; null for all. */
function inputOf(data: StudyData, options: AnalysisBody, only: ReadonlySet<string> | null): AnalysisInput {
  const without = new Set(options.withoutItems);
  const items = scoredItems(data, options.subjects).filter(({ item }) => !without.has(item.id));
  const personIds: string[] = [];
  const rows: (number | null)[][] = [];
  let waitingForCoding = 0;
  for (const { testTakerId, cells } of data.sittings) {
    if (only && !only.has(testTakerId)) continue;
    const scores = items.map(({ item }) => scoreUnder(cells.get(item.id), options));
    waitingForCoding += items.filter(({ item }) => cells.get(item.id)?.status === "uncoded").length;
    if (scores.every((score) => score === null)) continue;
    personIds.push(testTakerId);
    rows.push(scores);
  }
  return {
    options,
    items: items.map(({ item }) => ({
      itemId: item.id,
      maxScore: item.maxScore,
      subject: item.metadata.subject,
      summary: listLabel(item.stem),
      isChoice: isOneOfSeveral(item),
    })),
    personIds,
    rows,
    waitingForCoding,
  };
}

/** One of several options is right, so that somebody who knows nothing can be right too. */
function isOneOfSeveral({ interaction, maxScore }: Item): boolean {
  if (maxScore !== 1) return false;
  return interaction.kind === "choice" && interaction.maxChoices === 1;
}

/** The matrix as CSV, empty for not presented: what `dataHash` is the SHA-256 of. */
export function matrixCsv({
  items,
  personIds,
  rows,
}: Pick<AnalysisInput, "items" | "personIds" | "rows">): string {
  const header = ["id", ...items.map(({ itemId }) => itemId)].join(",");
  const lines = rows.map((row, p) => [personIds[p], ...row.map((score) => score ?? "")].join(","));
  return `${[header, ...lines].join("\n")}\n`;
}
