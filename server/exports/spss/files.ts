import { codebookName } from "../codebook.js";
import { csvOf, type Table } from "../table.js";
import type { FileSource } from "../zip.js";
import { hasLineBreaks, measured, withoutLineBreaks } from "./measured.js";
import { spssSyntax, type SpssFile } from "./syntax.js";

/** What test takers may have broken into lines; the other files have no texts of theirs, or have them as JSON. */
const filesWithTexts = ["responses_raw.csv", "questionnaire.csv"];

const extension = /\.csv$/;

/**
 * The tables as files of the download, and after them the syntax that reads them into SPSS, in Vietnamese and English. It
 * comes last because only a file that is written knows how wide its columns are. A file with line breaks within its texts
 * has a copy without them, `responses_raw_spss.txt`, because SPSS takes each line for a row.
 */
export async function spssFiles(tables: readonly Table[]): Promise<FileSource[]> {
  const files: FileSource[] = [];
  const read: SpssFile[] = [];
  const add = (table: Table, savedAs: string | null): void => {
    const { table: written, measures } = measured(table);
    files.push({ name: table.name, parts: () => csvOf(written) });
    if (savedAs !== null) read.push({ table, measures, savedAs });
  };
  for (const table of tables) {
    const savedAs = table.name.replace(extension, ".sav");
    const needsCopy = filesWithTexts.includes(table.name) && (await hasLineBreaks(table));
    add(table, needsCopy || table.name === codebookName ? null : savedAs);
    if (needsCopy) add(withoutLineBreaks(table, table.name.replace(extension, "_spss.txt")), savedAs);
  }
  for (const language of ["vi", "en"] as const)
    files.push({ name: `read_${language}.sps`, parts: () => spssSyntax(read, language) });
  return files;
}
