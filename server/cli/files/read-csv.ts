import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { CsvError, parse } from "csv-parse";
import { becauseOf, type WordKey, type Words } from "../../terminal/words.js";
import { CellNumbers } from "./cell-numbers.js";
import { InputError, place } from "./input-error.js";

/** Called for each row after the header, with the number of the line it ends on. */
export type VisitRow = (cells: string[], line: number) => void;

/**
 * Reads a CSV file row by row: UTF-8 with or without a byte order mark, quoted as RFC 4180 says, separated by commas,
 * or by the semicolons or tabs that spreadsheets write in some countries. Spaces around cells are dropped.
 *
 * @param begin is given the header, and what reads the file's cells as numbers, and returns what is to be done with each row.
 * @throws {InputError} when the file cannot be read, has no header, a column has no name or the name of another,
 * or a row has more or fewer cells than the header.
 */
export async function readCsv(
  path: string,
  begin: (header: string[], numbers: CellNumbers) => VisitRow,
): Promise<void> {
  const file = basename(path);
  let header: string[] | null = null;
  let visit: VisitRow = () => undefined;
  try {
    const options = { bom: true, info: true, trim: true, relax_column_count: true, skip_empty_lines: true };
    const delimiter = await delimiterOf(path);
    const records = parse({ ...options, delimiter });
    // What goes wrong with the file goes wrong with its records; a pipe alone would not pass it on.
    createReadStream(path)
      .on("error", (error) => records.destroy(error))
      .pipe(records);
    for await (const { record, info } of records as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header === null) {
        header = record;
        checkHeader(file, header);
        visit = begin(header, new CellNumbers(file, delimiter));
      } else if (record.length === header.length) {
        visit(record, info.lines);
      } else {
        throw new InputError("csv.cellCount", {
          place: place(file, info.lines),
          met: record.length,
          expected: header.length,
        });
      }
    }
  } catch (error) {
    throw readable(error, path);
  }
  if (header === null) throw new InputError("csv.empty", { file });
}

/** A row of a small table. */
export interface CsvRecord {
  /** By column name. */
  cells: Record<string, string>;
  line: number;
  /** The number in a column, by `CellNumbers.read`: NaN where its cell is empty or no number, or there is no such column. */
  number: (column: string) => number;
}

/** A small table as objects by column name, each with the line it is on. */
export async function readRecords(path: string, required: readonly string[]): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  await readCsv(path, (header, numbers) => {
    const missing = required.find((name) => !header.includes(name));
    if (missing !== undefined) {
      throw new InputError("csv.noColumn", {
        place: place(basename(path), 1),
        column: missing,
        columns: header.join(", "),
      });
    }
    return (row, line) => {
      const cells = Object.fromEntries(header.map((name, n) => [name, row[n] ?? ""]));
      records.push({ cells, line, number: (column) => numbers.read(cells[column] ?? "", line, column) });
    };
  });
  return records;
}

const sniffedBytes = 65_536;

/** Files of other kinds that are given for a table, by what they begin with and no header of a table does. */
const otherKinds: { is: (beginning: string) => boolean; refusal: WordKey }[] = [
  { is: (text) => /^\uFEFF?\s*(?:\{\s*"|\[\s*["{[])/u.test(text), refusal: "csv.isJson" },
  // Workbooks of today's spreadsheets are zip archives; older ones, and texts in UTF-16, begin with zeros.
  {
    is: (text) => text.startsWith("PK\u0003\u0004") || text.slice(0, 9).includes("\0"),
    refusal: "csv.isWorkbook",
  },
];

async function delimiterOf(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffedBytes), 0, sniffedBytes, 0);
    const beginning = buffer.toString("utf8", 0, bytesRead);
    const other = otherKinds.find(({ is }) => is(beginning));
    if (other) throw new InputError(other.refusal, { file: basename(path) });
    const [firstLine = ""] = beginning.split(/\r?\n/, 1);
    // A name in quotes may have any of them.
    const marks = firstLine.replace(/"[^"]*"/g, "");
    // Where semicolons separate, a name with a comma needs no quotes.
    const counts = [",", ";", "\t"].map((mark) => ({ mark, count: marks.split(mark).length }));
    return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
  } finally {
    await handle.close();
  }
}

function checkHeader(file: string, header: string[]): void {
  const empty = header.findIndex((name) => name === "");
  if (empty >= 0) throw new InputError("csv.noName", { place: place(file, 1), number: empty + 1 });
  const twice = header.find((name, n) => header.indexOf(name) !== n);
  if (twice !== undefined) throw new InputError("csv.twice", { place: place(file, 1), column: twice });
}

/** Why the parser stopped, by its code. */
const reasons: Record<string, WordKey | undefined> = {
  CSV_INVALID_CLOSING_QUOTE: "csv.afterQuote",
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: "csv.afterQuote",
  CSV_QUOTE_NOT_CLOSED: "csv.quoteNotClosed",
  INVALID_OPENING_QUOTE: "csv.quoteWithin",
};

function reasonOf({ code, message }: CsvError): Words {
  const key = reasons[code];
  return key ? { key } : becauseOf(message);
}

/** The sentence for what the file system or the parser met. */
function readable(error: unknown, path: string): unknown {
  if (error instanceof CsvError) {
    const line = typeof error.lines === "number" ? error.lines : 1;
    return new InputError("csv.broken", { place: place(basename(path), line), reason: reasonOf(error) });
  }
  if (error instanceof Error && "code" in error) {
    if (error.code === "ENOENT") return new InputError("file.missing", { path: resolve(path) });
    if (error.code === "EISDIR") return new InputError("file.folder", { path });
    if (error.code === "EACCES") return new InputError("file.unreadable", { path });
  }
  return error;
}
