import type { Readable } from "node:stream";
import { record } from "../audit/audit.service.js";
import type { AnalysisInput } from "../calibrations/analysis-input.js";
import { plannedInput } from "../calibrations/run-input.service.js";
import { finishedRun, newestRunId, runInput } from "../calibrations/runs.service.js";
import { codesOfStudy } from "../coding/open-responses.service.js";
import type { ComparisonResult } from "../contract/comparisons.js";
import type { AnalysisBody } from "../contract/research.js";
import { groupsOfComparison, resultsOfRun } from "../comparisons/comparisons.service.js";
import { keptLinks } from "../linking/linking.service.js";
import { programVersion } from "../package-root.js";
import { Problem } from "../problem.js";
import { classicalTableOf } from "../research/classical.service.js";
import { studyData, type StudyData } from "../research/study-data.service.js";
import { languagesOfStudy } from "../sittings/languages.service.js";
import { analysisFile } from "./analysis-file.js";
import { codebookTable } from "./codebook.js";
import { comparisonTables } from "./comparison-tables.js";
import {
  comparisonAnalysisFile,
  comparisonAnalysisName,
  comparisonScoresTable,
  isForCommand,
  type ComparisonAnalysis,
} from "./comparison-analysis.js";
import { eventsTable, sittingEventsTable } from "./event-tables.js";
import { fitTables } from "./fit-tables.js";
import { linkTables } from "./link-tables.js";
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
import { runFile } from "./run-file.js";
import { calibrationScoresTable } from "./scores-table.js";
import { spssFiles } from "./spss/files.js";
import { csvOf, type Table } from "./table.js";
import { zipOf } from "./zip.js";

type Run = Awaited<ReturnType<typeof finishedRun>> & { input: AnalysisInput };

/** A download: its file name, and the zip's bytes as they are made. */
export interface Download {
  name: string;
  stream: Readable;
}

/**
 * The data of a study as one zip, made while it is read: responses, scores, timings, events, classical statistics, the
 * tables of a calibration (the one asked for, else the newest), codebook, README, a script for R and syntax for SPSS. Only pseudonymous
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
  const run: Run | null =
    runId === null ? null : { ...(await finishedRun(runId)), input: await runInput(runId) };
  if (run && run.run.studyId !== studyId) throw new Problem("run-of-another-study", { runId: run.run._id });
  const results = run ? await resultsOfRun(run.run._id) : [];
  const analyses = await Promise.all(
    results
      .filter(isForCommand)
      .map(async ({ comparison }) => ({ comparison, groupOf: await groupsOfComparison(comparison.id) })),
  );
  const tables = await tablesOf(studyId, data, run, results, analyses);
  const madeAt = new Date();
  const files = [
    { name: "README.md", parts: () => [readme({ ...contentsOf(studyId, data, run), madeAt, tables })] },
    { name: "read.R", parts: () => [readScript] },
    ...(run
      ? [
          { name: "run.json", parts: () => [runFile(run.run, run.output)] },
          { name: "analysis.json", parts: () => [analysisFile(run.input)] },
          ...analyses.map(({ comparison }) => ({
            name: comparisonAnalysisName(comparison),
            parts: () => [comparisonAnalysisFile(run.input, comparison)],
          })),
        ]
      : []),
    ...(await spssFiles(tables)),
  ];
  await record(login, "data-downloaded", studyId, { runId, sittings: data.sittings.length });
  const day = madeAt.toISOString().slice(0, 10);
  return { name: `khao-${studyId}-${day}.zip`, stream: zipOf(files, madeAt) };
}

async function tablesOf(
  studyId: string,
  data: StudyData,
  run: Run | null,
  results: ComparisonResult[],
  analyses: ComparisonAnalysis[],
): Promise<Table[]> {
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
    ...(run
      ? [
          calibrationScoresTable(run.input, data.pkg.items),
          itemParametersTable(run.output),
          personEstimatesTable(run.output),
          ...fitTables(run.output.result.fit),
          ...comparisonTables(results),
          ...analyses.map((each) => comparisonScoresTable(run.input, each)),
          ...linkTables(await keptLinks(run.run._id)),
        ]
      : []),
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

/**
 * A calibration that was not asked for, as `khao analyse` does it: the analysis file and the scores as they are now.
 *
 * @throws {Problem} as `plannedInput`.
 */
export async function analysisOfStudy(
  studyId: string,
  options: AnalysisBody,
  login: string,
): Promise<Download> {
  const { input } = await plannedInput(studyId, options);
  await record(login, "analysis-saved", studyId, { items: input.items.length });
  const scores = calibrationScoresTable(input);
  const files = [
    { name: "analysis.json", parts: () => [analysisFile(input)] },
    { name: scores.name, parts: () => csvOf(scores) },
  ];
  return { name: `khao-${studyId}-analysis.zip`, stream: zipOf(files, new Date()) };
}
