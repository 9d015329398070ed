import { basename, join } from "node:path";
import { simulateStudy, type StudyPlan } from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { say } from "../../terminal/words.js";
import { InputError, refusalOf } from "../files/input-error.js";
import { csvOf } from "../files/table.js";
import { readPlan } from "./read-plan.js";
import {
  abilitiesTable,
  dimensionsTable,
  leadingColumns,
  modelsTable,
  namesOf,
  responsesTable,
  trueItemsTable,
  type LeadingColumns,
} from "./result-tables.js";

/** Every file that a result folder may hold. */
export const resultFiles = [
  "responses.csv",
  "abilities.csv",
  "true-items.csv",
  "dimensions.csv",
  "models.csv",
  "plan.json",
];

/** What simulating from a file needs to know. */
export interface SimulationRequest {
  design: string;
  seed: number;
  out: string;
}

/**
 * Reads a study, simulates it, and gives the contents of the result files.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export async function runSimulation({
  design,
  seed,
  out,
}: SimulationRequest): Promise<{ files: Record<string, string>; lines: string[] }> {
  try {
    const plan = await readPlan(design, seed);
    const study = simulateStudy(plan);
    const dimensions = plan.dimensions ?? ["theta"];
    const columns = leadingColumns(plan);
    const names = study.data.items;
    const taken = namesOf(columns).find((name) => names.includes(name));
    if (taken !== undefined)
      throw new InputError("simulateResponses.columnName", { file: basename(design), item: taken });
    const files: Record<string, string> = {
      "responses.csv": csvOf(responsesTable(study, columns)),
      "abilities.csv": csvOf(abilitiesTable(study, dimensions)),
      "true-items.csv": csvOf(trueItemsTable(plan)),
      "plan.json": `${JSON.stringify({ ...plan, version: programVersion }, null, 1)}\n`,
    };
    if (new Set(plan.items.map(({ model }) => model)).size > 1)
      files["models.csv"] = csvOf(modelsTable(plan));
    if (dimensions.length > 1) files["dimensions.csv"] = csvOf(dimensionsTable(plan, dimensions));
    const values = { persons: study.testTakers.length, items: names.length };
    return {
      files,
      lines: [
        say("simulateResponses.done", values),
        say("simulateResponses.calibrate", { command: calibrateCommand(plan, columns, out) }),
      ],
    };
  } catch (error) {
    throw refusalOf(error, "simulateResponses.refused", { file: basename(design) });
  }
}

/** The command that calibrates what was simulated. */
function calibrateCommand(plan: StudyPlan, columns: LeadingColumns, out: string): string {
  const models = new Set(plan.items.map(({ model }) => model));
  const hasDimensions = (plan.dimensions?.length ?? 1) > 1;
  const hasRegressors = columns.regressors.length > 0;
  // The command leaves tables by booklet out where there are regressors or several dimensions.
  const { group } = columns;
  const booklet = hasDimensions || hasRegressors ? null : columns.booklet;
  const ignored = [...columns.sample, ...(booklet === null ? [columns.booklet] : [])].filter(
    (name) => name !== null,
  );
  return [
    `calibrate ${join(out, "responses.csv")} --id id`,
    ...(group ? [`--group ${group}`] : []),
    ...(columns.weight ? ["--weight weight"] : []),
    ...(booklet ? [`--booklet ${booklet} --tables`] : []),
    ...(hasDimensions ? [`--dimensions ${join(out, "dimensions.csv")}`] : []),
    ...(hasRegressors ? [`--regressors ${columns.regressors.join(",")}`] : []),
    ...(ignored.length > 0 ? [`--ignore ${ignored.join(",")}`] : []),
    `--model ${[...models][0] ?? "2pl"}`,
    ...(models.size > 1 ? [`--models ${join(out, "models.csv")}`] : []),
    "--out results",
  ].join(" ");
}
