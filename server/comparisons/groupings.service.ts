import { finishedRun, runInput } from "../calibrations/runs.service.js";
import type { Groupings } from "../contract/comparisons.js";
import {
  groupingsOf,
  groupSizeMin,
  openGroupings,
  type FullGrouping,
} from "../research/groupings.service.js";
import { studyData } from "../research/study-data.service.js";

/** What a finished run's test takers can be grouped by. @throws {Problem} `run-not-found`, `run-not-done`, and as `studyData`. */
export async function groupingsOfRun(runId: string): Promise<Groupings> {
  return shown(await fullGroupings(runId));
}

/** By what the test takers of a study can be chosen for a calibration. @throws {Problem} as `studyData`. */
export async function groupingsOfStudy(studyId: string): Promise<Groupings> {
  return shown(await openGroupings(await studyData(studyId)));
}

/** Groupings as a researcher sees them: without who is in which group, and without counts of small groups. */
function shown(found: readonly FullGrouping[]): Groupings {
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
