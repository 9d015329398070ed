import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { record } from "../audit/audit.service.js";
import { finishedRun, runInput } from "../calibrations/runs.service.js";
import type { ComparisonResult, ComparisonRow, DifBody, InvarianceBody } from "../contract/comparisons.js";
import { cancelled, changeOpenJob, keepFile, keptFile, openJobIds } from "../jobs/job-records.js";
import { programVersion } from "../package-root.js";
import { Problem } from "../problem.js";
import type { ComparisonInput } from "./comparison-input.js";
import type { ComparisonOutput } from "./compare.js";
import {
  ComparisonInputModel,
  ComparisonModel,
  ComparisonOutputModel,
  type ComparisonRecord,
} from "./comparisons.model.js";
import { groupingNamed, largeGroup } from "../research/groupings.service.js";
import { fullGroupings } from "./groupings.service.js";

/** Who is in which group, as when the comparison was asked for. */
type KeptGroups = Pick<ComparisonInput, "groupOf">;

/** Told to this process: a comparison is wanted, or is to be stopped. */
export const comparisonNotices = new EventEmitter<{ wanted: [id: string]; cancelled: [id: string] }>();

/** The comparisons that follow a run, newest first. */
export async function comparisonsOfRun(runId: string): Promise<ComparisonRow[]> {
  return (await ComparisonModel.find({ runId }).sort({ createdAt: -1 }).lean<ComparisonRecord[]>()).map(row);
}

/**
 * Ask for an analysis of differential item functioning. Who is in which group is read now and kept.
 *
 * @throws {Problem} `run-not-found`, `run-not-done`, `grouping-not-found`, `group-too-small`, `groups-alike`.
 */
export async function addDif(runId: string, options: DifBody, login: string): Promise<ComparisonRow> {
  if (options.reference === options.focal) throw new Problem("groups-alike");
  return add(runId, options.grouping, [options.reference, options.focal], { kind: "dif", options }, login);
}

/**
 * Ask for partial invariance over groups. Who is in which group is read now and kept.
 *
 * @throws {Problem} `run-not-found`, `run-not-done`, `grouping-not-found`, `group-too-small`.
 */
export function addInvariance(runId: string, options: InvarianceBody, login: string): Promise<ComparisonRow> {
  return add(runId, options.grouping, options.groups, { kind: "invariance", options }, login);
}

async function add(
  runId: string,
  groupingId: string,
  groupIds: readonly string[],
  ask: ComparisonRow["ask"],
  login: string,
): Promise<ComparisonRow> {
  const { run } = await finishedRun(runId);
  const grouping = groupingNamed(await fullGroupings(runId), groupingId);
  const groups = groupIds.map((id) => largeGroup(grouping, id));
  const id = `G${randomBytes(6).toString("hex")}`;
  const kept: KeptGroups = { groupOf: grouping.groupOf };
  await keepFile(ComparisonInputModel, id, kept);
  const comparison: ComparisonRecord = {
    _id: id,
    runId,
    studyId: run.studyId,
    state: "queued",
    progress: 0,
    step: { vi: "Đang chờ đến lượt", en: "Waiting for its turn" },
    createdAt: new Date(),
    startedAt: null,
    finishedAt: null,
    seconds: null,
    programVersion,
    error: null,
    grouping: { id: grouping.id, title: grouping.title },
    groups,
    ask,
    createdBy: login,
    attempts: 0,
  };
  await ComparisonModel.create(comparison);
  await record(login, "comparison-asked", id, { runId, kind: ask.kind, grouping: grouping.id });
  comparisonNotices.emit("wanted", id);
  return row(comparison);
}

/** Stop a comparison that waits or is under way. @throws {Problem} `comparison-not-found`, `run-over`. */
export async function cancelComparison(id: string, login: string): Promise<ComparisonRow> {
  const changed = await changeOpenJob(ComparisonModel, id, cancelled());
  if (!changed) {
    await findComparison(id);
    throw new Problem("run-over");
  }
  await record(login, "comparison-cancelled", id, { runId: changed.runId });
  comparisonNotices.emit("cancelled", id);
  return row(changed);
}

/** The result of a finished comparison. @throws {Problem} `comparison-not-found`, `comparison-not-done`. */
export async function comparisonResult(id: string): Promise<ComparisonResult> {
  const comparison = await findComparison(id);
  const made =
    comparison.state === "done" ? await keptFile<ComparisonOutput>(ComparisonOutputModel, id) : null;
  if (!made) throw new Problem("comparison-not-done");
  return { comparison: row(comparison), ...made };
}

/** The results of the finished comparisons of a run, the one asked for first in front. */
export async function resultsOfRun(runId: string): Promise<ComparisonResult[]> {
  const done = await ComparisonModel.find({ runId, state: "done" }, { _id: 1 })
    .sort({ createdAt: 1 })
    .lean<{ _id: string }[]>();
  return Promise.all(done.map(({ _id }) => comparisonResult(_id)));
}

/** The group of each test taker of the run, in its order, as when the comparison was asked for; null for none. */
export async function groupsOfComparison(id: string): Promise<(string | null)[]> {
  const kept = await keptFile<KeptGroups>(ComparisonInputModel, id);
  if (!kept) throw new Error(`comparison ${id} has no input`);
  return kept.groupOf;
}

/** @throws {Problem} `comparison-not-found`. */
export async function findComparison(id: string): Promise<ComparisonRecord> {
  const found = await ComparisonModel.findById(id).lean<ComparisonRecord>();
  if (!found) throw new Problem("comparison-not-found");
  return found;
}

/** What a comparison reads: the groups kept with it, and the run's input and abilities. */
export async function comparisonInput(id: string): Promise<ComparisonInput> {
  const { runId, ask, groups } = await findComparison(id);
  const [groupOf, run, { output }] = await Promise.all([
    groupsOfComparison(id),
    runInput(runId),
    finishedRun(runId),
  ]);
  const abilities = new Map(output.persons.map((person) => [person.id, person.wle]));
  return {
    ask,
    run,
    abilities: run.personIds.map((person) => abilities.get(person) ?? null),
    groups: groups.map((group) => ({ id: group.id, n: group.n })),
    groupOf,
  };
}

/** The comparisons that are not over: those that wait, and those whose server may have ended. */
export const openComparisonIds = (): Promise<string[]> => openJobIds(ComparisonModel);

/** Change a comparison that is under way. @returns null where it is over. */
export const changeComparison = (
  id: string,
  change: Partial<ComparisonRecord>,
): Promise<ComparisonRecord | null> => changeOpenJob(ComparisonModel, id, change);

/** Keep what a comparison made; doing it again writes the same. */
export const keepComparison = (id: string, output: ComparisonOutput): Promise<void> =>
  keepFile(ComparisonOutputModel, id, output);

function row(comparison: ComparisonRecord): ComparisonRow {
  const { _id: id, createdAt, finishedAt, startedAt: _, createdBy: __, attempts: ___, ...rest } = comparison;
  return {
    ...rest,
    id,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
