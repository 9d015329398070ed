import { createHash, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { listLabel } from "../../item-bank/text/list-label.js";
import type { Item } from "../../item-bank/types.js";
import { record } from "../audit/audit.service.js";
import type { AnalysisBody, RunResult, RunRow } from "../contract/research.js";
import { programVersion } from "../package-root.js";
import { Problem } from "../problem.js";
import { membersOf } from "../research/groupings.service.js";
import { scoredItems, scoreUnder, studyData, type StudyData } from "../research/study-data.service.js";
import { studyPackage } from "../studies/studies.service.js";
import type { AnalysisInput, AnalysisOutput } from "./analysis.js";
import { requireConnectedRun } from "./connected-run.js";
import { RunInputModel, RunModel, RunOutputModel, type RunRecord } from "./runs.model.js";

export type { RunRecord } from "./runs.model.js";

const zip = promisify(gzip);
const unzip = promisify(gunzip);

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

/**
 * Ask for a calibration. The data are read now and kept with the run: what comes later does not change it, and it can be
 * made again from what is kept.
 *
 * @throws {Problem} as `plannedInput`.
 */
export async function addRun(studyId: string, options: AnalysisBody, login: string): Promise<RunRow> {
  const { input, group } = await plannedInput(studyId, options);
  const runId = `R${randomBytes(6).toString("hex")}`;
  await RunInputModel.create({ _id: runId, json: await zip(JSON.stringify(input)) });
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
  const step = { vi: "Đã dừng theo yêu cầu", en: "Stopped on request" };
  const changed = await RunModel.findOneAndUpdate(
    { _id: runId, state: { $in: ["queued", "running"] } },
    { $set: { state: "cancelled", finishedAt: new Date(), step } },
    { returnDocument: "after" },
  ).lean<RunRecord>();
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
  const output = run.state === "done" ? await RunOutputModel.findById(run._id) : null;
  if (!output) throw new Problem("run-not-done", { title: run.title });
  return JSON.parse((await unzip(output.json)).toString()) as AnalysisOutput;
}

/** What a run reads. */
export async function runInput(runId: string): Promise<AnalysisInput> {
  const input = await RunInputModel.findById(runId);
  if (!input) throw new Error(`run ${runId} has no input`);
  return JSON.parse((await unzip(input.json)).toString()) as AnalysisInput;
}

/** The runs that are not over: those that wait, and those whose server may have ended. */
export async function openRunIds(): Promise<string[]> {
  const found = await RunModel.find({ state: { $in: ["queued", "running"] } }, { _id: 1 })
    .sort({ createdAt: 1 })
    .lean<{ _id: string }[]>();
  return found.map(({ _id }) => _id);
}

/** Change a run that is under way, and tell who watches. @returns null where it is over. */
export async function changeRun(runId: string, change: Partial<RunRecord>): Promise<RunRecord | null> {
  const changed = await RunModel.findOneAndUpdate(
    { _id: runId, state: { $in: ["queued", "running"] } },
    { $set: change },
    { returnDocument: "after" },
  ).lean<RunRecord>();
  if (changed) runNotices.emit("changed", changed.studyId, row(changed));
  return changed;
}

/** Keep what a run made; doing it again writes the same. */
export async function keepOutput(runId: string, output: AnalysisOutput): Promise<void> {
  const json = await zip(JSON.stringify(output));
  await RunOutputModel.updateOne({ _id: runId }, { $set: { json } }, { upsert: true });
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
