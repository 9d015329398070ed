import { newestRunId, runResult } from "../calibrations/runs.service.js";
import type { ItemRow } from "../contract/bank.js";
import { classicalTable } from "../research/classical.service.js";
import { sittingCounts } from "../sittings/counts.service.js";

type Statistics = NonNullable<ItemRow["statistics"]>;

/** Below so many responses a proportion says little about an item. */
const responsesMin = 30;

/**
 * What was found for each study. It is found again when there are more sittings or a newer calibration, but no sooner than
 * after ten minutes: while a study runs, its table changes with every submission, and takes seconds for a large one.
 */
const known = new Map<
  string,
  { submitted: number; runId: string | null; until: number; statistics: Map<string, Statistics> }
>();
const keepMs = 600_000;

/**
 * What data say of each item, from the study with the most submitted sittings that it was in: its classical statistics, and
 * the difficulty of that study's newest calibration. Items with fewer than 30 responses have none.
 */
export async function itemStatistics(): Promise<Map<string, Statistics>> {
  const submitted = new Map<string, number>();
  for (const count of await sittingCounts()) {
    submitted.set(count.studyId, (submitted.get(count.studyId) ?? 0) + count.submitted);
  }
  const all = new Map<string, Statistics>();
  const bySize = [...submitted].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  for (const [studyId, count] of bySize) {
    for (const [itemId, statistics] of await statisticsOfStudy(studyId, count)) {
      if (!all.has(itemId)) all.set(itemId, statistics);
    }
  }
  return all;
}

async function statisticsOfStudy(studyId: string, submitted: number): Promise<Map<string, Statistics>> {
  const runId = await newestRunId(studyId);
  const before = known.get(studyId);
  if (before?.runId === runId && (before.submitted === submitted || before.until > Date.now())) {
    return before.statistics;
  }
  const [table, run] = await Promise.all([classicalTable(studyId), runId ? runResult(runId) : null]);
  const difficulties = new Map((run?.items ?? []).map(({ itemId, difficulty }) => [itemId, difficulty]));
  const statistics = new Map(
    table.items
      .filter(({ n }) => n >= responsesMin)
      .map(({ itemId, proportionCorrect, itemRest }): [string, Statistics] => [
        itemId,
        {
          proportionCorrect,
          itemRestCorrelation: itemRest,
          difficulty: difficulties.get(itemId) ?? null,
        },
      ]),
  );
  known.set(studyId, { submitted, runId, until: Date.now() + keepMs, statistics });
  return statistics;
}
