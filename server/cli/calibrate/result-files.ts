import {
  distractorAnalysis,
  itemFit,
  type Calibration,
  type ClassicalAnalysis,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import type { ResponseTable } from "../files/read-responses.js";
import { csvOf } from "../files/table.js";
import { bookletFiles, bookletTables } from "./booklet-tables.js";
import { covarianceFile } from "../files/covariance-file.js";
import { diagnosticFiles, diagnosticNotes, diagnosticTables } from "./diagnostics.js";
import { difFiles } from "./dif-tables.js";
import { invarianceFiles } from "./invariance-tables.js";
import type { CalibrationOutcome, CalibrationRequest } from "./request.js";
import {
  classicalTable,
  distractorsTable,
  fitTable,
  groupsTable,
  itemsTable,
  notesTable,
  personsTable,
} from "./result-tables.js";
import type { Words } from "../../terminal/words.js";

/** Every file that a result folder may hold. */
export const resultFiles = [
  "items.csv",
  "persons.csv",
  "fit.csv",
  "classical.csv",
  "distractors.csv",
  "groups.csv",
  "dimensions.csv",
  "covariances.csv",
  "regression.csv",
  "covariance.json",
  "notes.csv",
  "summary.json",
  ...diagnosticFiles,
  ...bookletFiles,
  ...invarianceFiles,
  ...difFiles,
];

/** What stands in the files beside the scores. */
export interface SideInputs {
  table: ResponseTable;
  keys: ReadonlyMap<string, string> | null;
  /** The unit of each item, for stratified alpha. */
  units: readonly string[] | null;
}

/** The contents of the result files by name, but for those of what was analysed around the calibration. */
export function filesOf(
  request: CalibrationRequest,
  { table, keys, units }: SideInputs,
  data: ResponseData,
  calibration: Calibration,
  toNote: readonly Words[],
  classical: ClassicalAnalysis,
  persons: readonly PersonScore[],
  summary: CalibrationOutcome["summary"],
): Record<string, string> {
  const fits = itemFit(calibration, data);
  const files: Record<string, string> = {
    "items.csv": csvOf(itemsTable(calibration, data)),
    "persons.csv": csvOf(personsTable(persons, table.ids, request.scores)),
    "fit.csv": csvOf(fitTable(fits)),
    "classical.csv": csvOf(classicalTable(classical)),
  };
  if (keys) {
    const chosen = table.cells.flatMap((cells) => cells.map((cell) => cell || null));
    const itemKeys = data.items.map((item) => keys.get(item) ?? null);
    const abilities = persons.map(({ estimates }) => estimates.eap?.theta ?? null);
    files["distractors.csv"] = csvOf(distractorsTable(distractorAnalysis(data, chosen, itemKeys, abilities)));
  }
  if (table.groups) files["groups.csv"] = csvOf(groupsTable(calibration));
  if (request.covariance && calibration.covariance)
    files["covariance.json"] = covarianceFile(calibration, calibration.covariance);
  const notes = notesTable(toNote, classical, fits, persons, table.ids, request.scores);
  if (request.diagnostics) {
    const found = diagnosticTables(calibration, data, persons, units, request.seed ?? 1);
    for (const [name, diagnostic] of Object.entries(found)) files[name] = csvOf(diagnostic);
    notes.rows.push(...diagnosticNotes(found["conditional-errors.csv"]));
  }
  if (request.tables) {
    const found = bookletTables(calibration, data, {
      ...{ booklets: table.booklets, units, grid: request.tables },
      responseProbability: request.responseProbability,
    });
    for (const [name, one] of Object.entries(found.tables)) files[name] = csvOf(one);
    notes.rows.push(...found.notes);
  }
  files["notes.csv"] = csvOf(notes);
  files["summary.json"] = `${JSON.stringify(summary, null, 2)}\n`;
  return files;
}
