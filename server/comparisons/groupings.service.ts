import { finishedRun, runInput } from "../calibrations/runs.service.js";
import type { Groupings } from "../contract/comparisons.js";
import { groupingsOf, groupSizeMin, type FullGrouping } from "../research/groupings.service.js";
import { studyData } from "../research/study-data.service.js";

/** What a finished run's test takers can be grouped by. @throws {Problem} `run-not-found`, `run-not-done`, and as `studyData`. */
export async function groupingsOfRun(runId: string): Promise<Groupings> {
  const found = await fullGroupings(runId);
  return {
    groupSizeMin,
    groupings: found.map(({ id, kind, title, groups }) => ({
      id,
      kind,
      title,
      groups: groups.map((group) => ({ ...group, n: group.n < groupSizeMin ? null : group.n })),
    })),
  };
}

/** The groupings of a run, with the group of each of its test takers in the run's order. */
export async function fullGroupings(runId: string): Promise<FullGrouping[]> {
  const { run } = await finishedRun(runId);
  const [data, { personIds }] = await Promise.all([studyData(run.studyId), runInput(runId)]);
  return groupingsOf(data, personIds);
}
