import { createHash, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { listLabel } from "../../item-bank/text/list-label.js";
import { record } from "../audit/audit.service.js";
import type { AnalysisBody, RunRow } from "../contract/research.js";
import type { RunResult } from "../contract/run-result.js";
import { cancelled, changeOpenJob, keepFile, keptFile, openJobIds } from "../jobs/job-records.js";
import { programVersion } from "../package-root.js";
import { Problem } from "../problem.js";
import { studyPackage } from "../studies/studies.service.js";
import type { AnalysisInput } from "./analysis-input.js";
import type { AnalysisOutput } from "./analysis-output.js";
import { matrixCsv, plannedInput } from "./run-input.service.js";
import { RunInputModel, RunModel, RunOutputModel, type RunRecord } from "./runs.model.js";

export type { RunRecord } from "./runs.model.js";

/** Told to this process: a run is wanted, is to be stopped, or went on. */
export const runNotices = new EventEmitter<{
  wanted: [runId: string];
  cancelled: [runId: string];
  changed: [studyId: string, run: RunRow];
}>();

/** The runs of a study, newest first. */
export async function runsOfStudy(studyId: string): Promise<RunRow[]> {
  return (await RunModel.find({ studyId }).sort({ createdAt: -1 }).lean<RunRecord[]>()).map(row);
}

/**
 * Ask for a calibration. The data are read now and kept with the run: what comes later does not change it, and it can be
 * made again from what is kept.
 *
 * @throws {Problem} as `plannedInput`.
 */
export async function addRun(studyId: string, options: AnalysisBody, login: string): Promise<RunRow> {
  const { input, group } = await plannedInput(studyId, options);
  const runId = `R${randomBytes(6).toString("hex")}`;
  await keepFile(RunInputModel, runId, input);
  const run: RunRecord = {
    _id: runId,
    studyId,
    title: options.title,
    state: "queued",
    progress: 0,
    step: { vi: "Đang chờ đến lượt", en: "Waiting for its turn" },
    options,
    group,
    createdAt: new Date(),
    startedAt: null,
    finishedAt: null,
    seconds: null,
    programVersion,
    dataHash: createHash("sha256").update(matrixCsv(input)).digest("hex"),
    error: null,
    createdBy: login,
    attempts: 0,
  };
  await RunModel.create(run);
  await record(login, "calibration-asked", runId, { studyId, model: options.model });
  runNotices.emit("wanted", runId);
  runNotices.emit("changed", studyId, row(run));
  return row(run);
}

/** Stop a run that waits or is under way. @throws {Problem} `run-not-found`, `run-over`. */
export async function cancelRun(runId: string, login: string): Promise<RunRow> {
  const changed = await changeOpenJob(RunModel, runId, cancelled());
  if (!changed) {
    await findRun(runId);
    throw new Problem("run-over");
  }
  await record(login, "calibration-cancelled", runId, { studyId: changed.studyId });
  runNotices.emit("cancelled", runId);
  runNotices.emit("changed", changed.studyId, row(changed));
  return row(changed);
}

/** The result of a finished run. @throws {Problem} `run-not-found`, `run-not-done`. */
export async function runResult(runId: string): Promise<RunResult> {
  const run = await findRun(runId);
  const [{ result }, pkg] = await Promise.all([runOutput(run), studyPackage(run.studyId)]);
  // How an item's words are written may have changed since the run was made; its numbers have not.
  const items = result.items.map((item) => {
    const known = pkg.items[item.itemId];
    return known ? { ...item, summary: listLabel(known.stem) } : item;
  });
  // What an earlier version made has no fit of its own.
  const { fit = null } = result as Partial<RunResult>;
  return { studyId: run.studyId, run: row(run), ...result, items, fit };
}

/** A finished run with all its tables. @throws {Problem} `run-not-found`, `run-not-done`. */
export async function finishedRun(runId: string): Promise<{ run: RunRecord; output: AnalysisOutput }> {
  const run = await findRun(runId);
  return { run, output: await runOutput(run) };
}

/** The finished runs of all studies, newest first. */
export function finishedRuns(): Promise<RunRecord[]> {
  return RunModel.find({ state: "done" }).sort({ finishedAt: -1 }).lean<RunRecord[]>();
}

/** The run of a study that was finished last, or null. */
export async function newestRunId(studyId: string): Promise<string | null> {
  const found = await RunModel.findOne({ studyId, state: "done" }, { _id: 1 })
    .sort({ finishedAt: -1 })
    .lean<{ _id: string }>();
  return found?._id ?? null;
}

/** @throws {Problem} `run-not-found`. */
export async function findRun(runId: string): Promise<RunRecord> {
  const run = await RunModel.findById(runId).lean<RunRecord>();
  if (!run) throw new Problem("run-not-found");
  return run;
}

async function runOutput(run: RunRecord): Promise<AnalysisOutput> {
  const output = run.state === "done" ? await keptFile<AnalysisOutput>(RunOutputModel, run._id) : null;
  if (!output) throw new Problem("run-not-done", { title: run.title });
  return output;
}

/** What a run reads. */
export async function runInput(runId: string): Promise<AnalysisInput> {
  const input = await keptFile<AnalysisInput>(RunInputModel, runId);
  if (!input) throw new Error(`run ${runId} has no input`);
  return input;
}

/** The runs that are not over: those that wait, and those whose server may have ended. */
export const openRunIds = (): Promise<string[]> => openJobIds(RunModel);

/** Change a run that is under way, and tell who watches. @returns null where it is over. */
export async function changeRun(runId: string, change: Partial<RunRecord>): Promise<RunRecord | null> {
  const changed = await changeOpenJob(RunModel, runId, change);
  if (changed) runNotices.emit("changed", changed.studyId, row(changed));
  return changed;
}

/** Keep what a run made; doing it again writes the same. */
export const keepOutput = (runId: string, output: AnalysisOutput): Promise<void> =>
  keepFile(RunOutputModel, runId, output);

function row(run: RunRecord): RunRow {
  return {
    id: run._id,
    title: run.title,
    state: run.state,
    progress: run.progress,
    step: run.step,
    options: run.options,
    group: run.group ?? null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    seconds: run.seconds,
    programVersion: run.programVersion,
    dataHash: run.dataHash,
    error: run.error,
  };
}
