import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { record } from "../audit/audit.service.js";
import { finishedRun, newestRunId } from "../calibrations/runs.service.js";
import { codesOfStudy } from "../coding/open-responses.service.js";
import { programVersion } from "../package-root.js";
import { Problem } from "../problem.js";
import { classicalTableOf } from "../research/classical.service.js";
import { studyData, type StudyData } from "../research/study-data.service.js";
import { languagesOfStudy } from "../sittings/languages.service.js";
import { analysisFile } from "./analysis-file.js";
import { codebookTable } from "./codebook.js";
import { eventsTable, sittingEventsTable } from "./event-tables.js";
import { readme } from "./readme.js";
import { readScript } from "./read-r.js";
import {
  partsTable,
  questionnaireTable,
  rawTable,
  scoredTable,
  statusTable,
  timingsTable,
} from "./response-tables.js";
import { itemParametersTable, personEstimatesTable } from "./run-tables.js";
import { classicalFile, codesTable, designTable, distractorsFile, sittingsTable } from "./study-tables.js";
import { csvOf, type Table } from "./table.js";

type Run = Awaited<ReturnType<typeof finishedRun>>;

/** A download: its file name, and the zip's bytes as they are made. */
export interface Download {
  name: string;
  stream: Readable;
}

/**
 * The data of a study as one zip, made while it is read: responses, scores, timings, events, classical statistics, the
 * tables of a calibration (the one asked for, else the newest), codebook, README and a script for R. Only pseudonymous
 * ids; what is in a file is what its codebook says, because both are made from the same columns.
 *
 * @throws {Problem} as `studyData`; `run-not-found`, `run-not-done`, `run-of-another-study` for the run asked for.
 */
export async function downloadOfStudy(
  studyId: string,
  wantedRunId: string | null,
  login: string,
): Promise<Download> {
  const data = await studyData(studyId);
  const runId = wantedRunId ?? (await newestRunId(studyId));
  const run = runId === null ? null : await finishedRun(runId);
  if (run && run.run.studyId !== studyId) throw new Problem("run-of-another-study", { runId: run.run._id });
  const tables = await tablesOf(studyId, data, run);
  const madeAt = new Date();
  const files = [
    { name: "README.md", parts: () => [readme({ ...contentsOf(studyId, data, run), madeAt, tables })] },
    { name: "read.R", parts: () => [readScript] },
    ...(run ? [{ name: "analysis.json", parts: () => [analysisFile(run.run, run.output)] }] : []),
    ...tables.map((table) => ({ name: table.name, parts: () => csvOf(table) })),
  ];
  await record(login, "data-downloaded", studyId, { runId, sittings: data.sittings.length });
  const day = madeAt.toISOString().slice(0, 10);
  return { name: `khao-${studyId}-${day}.zip`, stream: zipOf(files, madeAt) };
}

async function tablesOf(studyId: string, data: StudyData, run: Run | null): Promise<Table[]> {
  const classical = await classicalTableOf(data);
  const questionnaire = questionnaireTable(data);
  const tables = [
    sittingsTable(data, await languagesOfStudy(data.pkg)),
    designTable(data),
    rawTable(data),
    scoredTable(data),
    statusTable(data),
    partsTable(data),
    codesTable(data, await codesOfStudy(studyId)),
    // The id and the booklet alone are no questionnaire.
    ...(questionnaire.columns.length > 2 ? [questionnaire] : []),
    timingsTable(data),
    eventsTable(data),
    sittingEventsTable(data),
    classicalFile(classical),
    distractorsFile(classical),
    ...(run ? [itemParametersTable(run.output), personEstimatesTable(run.output)] : []),
  ];
  return [...tables, codebookTable(tables)];
}

function contentsOf(studyId: string, data: StudyData, run: Run | null) {
  const cells = data.sittings.flatMap((sitting) => [...sitting.cells.values()]);
  return {
    studyId,
    title: data.pkg.title,
    programVersion,
    packageHash: data.pkg.hash,
    sittingCount: data.sittings.length,
    waitingForCoding: cells.filter(({ status }) => status === "uncoded").length,
    runTitle: run?.run.title ?? null,
  };
}

/** A file by its name, and its text in parts. */
interface FileSource {
  name: string;
  parts: () => Iterable<string> | AsyncIterable<string>;
}

/** The files one after another, each made only when its turn has come, and at the end their checksums. */
function zipOf(files: readonly FileSource[], madeAt: Date): Readable {
  const zip = new ZipFile();
  const output = new Readable().wrap(zip.outputStream);
  const checksums: string[] = [];
  const fail = (error: unknown): void => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  const add = ({ name, parts }: FileSource): void =>
    zip.addReadStreamLazy(name, { mtime: madeAt }, (opened) => {
      const source = Readable.from(hashed(parts(), (hash) => checksums.push(`${hash}  ${name}`)));
      source.on("error", fail);
      opened(null, source);
    });
  for (const file of files) add(file);
  zip.addReadStreamLazy("checksums.sha256", { mtime: madeAt }, (opened) => {
    opened(null, Readable.from([Buffer.from(`${checksums.join("\n")}\n`)]));
  });
  zip.end();
  return output;
}

async function* hashed(
  parts: Iterable<string> | AsyncIterable<string>,
  done: (hash: string) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(bytes);
    yield bytes;
  }
  done(hash.digest("hex"));
}
