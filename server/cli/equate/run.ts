import { irtEquatingMethods, scoreEquatingMethods } from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { refusalOf } from "../files/input-error.js";
import { csvOf } from "../files/table.js";
import { conversionTable, type Equated } from "./equated.js";
import { equateItems } from "./equate-items.js";
import { equateScores } from "./equate-scores.js";
import type { EquateRequest } from "./request.js";
import { noteColumns } from "../files/note-row.js";

/** Every file that a result folder may hold. */
export const resultFiles = [
  ...["conversion.csv", "distributions.csv", "moments.csv", "smoothing.csv", "common-items.csv"],
  ...["notes.csv", "equate.json"],
];

/**
 * Reads two forms, equates the scores of the first to those of the second, and gives the contents of the result files.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export async function runEquating(
  request: EquateRequest,
): Promise<{ files: Record<string, string>; lines: string[] }> {
  const { conversions, tables, summary, notes, lines } = await equated(request);
  const files: Record<string, string> = { "conversion.csv": csvOf(conversionTable(conversions)) };
  for (const [name, table] of Object.entries(tables)) files[name] = csvOf(table);
  files["notes.csv"] = csvOf({ columns: noteColumns, rows: notes });
  const { from, to, methods } = request;
  const written = { from, to, methods, ...summary, version: programVersion };
  files["equate.json"] = `${JSON.stringify(written, null, 2)}\n`;
  return { files, lines };
}

async function equated(request: EquateRequest): Promise<Equated> {
  const byScores = scoreEquatingMethods.filter((method) => request.methods.includes(method));
  const byItems = irtEquatingMethods.filter((method) => request.methods.includes(method));
  try {
    return byScores.length > 0 ? await equateScores(request, byScores) : await equateItems(request, byItems);
  } catch (error) {
    throw refusalOf(error, "equate.refused");
  }
}
