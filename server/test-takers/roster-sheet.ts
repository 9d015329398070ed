import { parse } from "csv-parse/sync";
import readExcel from "read-excel-file/node";
import { Problem } from "../problem.js";

/** One cell as the spreadsheet has it. */
export type Cell = string | number | boolean | Date | null;

/** An .xlsx is a zip of a few small files; one that unpacks to more than this is not a roster. */
const unpackedBytesMax = 60_000_000;
const entriesMax = 500;

/** The first sheet of an .xlsx file, or the rows of a CSV file. @throws {Problem} `roster-unreadable`. */
export async function readSheet(bytes: Buffer): Promise<Cell[][]> {
  try {
    return isZip(bytes) ? await excelRows(bytes) : csvRows(textOf(bytes));
  } catch {
    throw new Problem("roster-unreadable");
  }
}

const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004"));

async function excelRows(bytes: Buffer): Promise<Cell[][]> {
  requireModestZip(bytes);
  const sheets = await readExcel(bytes);
  return (sheets[0]?.data ?? []) as Cell[][];
}

/**
 * Reads the list of contents at the end of a zip before anything is unpacked (PKWARE's APPNOTE 4.3.12 and 4.3.16): how many
 * entries, and how large they say they are.
 */
function requireModestZip(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  if (end < 0) throw new RangeError("no end of the zip's list of contents");
  const count = bytes.readUInt16LE(end + 10);
  if (count > entriesMax) throw new RangeError("too many entries");
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  for (let entry = 0; entry < count; entry++) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new RangeError("not an entry of a zip");
    total += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (total > unpackedBytesMax) throw new RangeError("unpacks to too much");
}

/** UTF-8, or the UTF-16 that Excel writes as "Unicode text". */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  if (text.includes("\u0000")) throw new RangeError("not a text");
  return text;
}

function csvRows(text: string): Cell[][] {
  return parse(text, {
    bom: true,
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
  });
}

/** The separator that occurs most often in the first lines: comma, semicolon (Excel in Vietnam) or tab. */
function separatorOf(text: string): string {
  const head = text.split(/\r?\n/, 30).join("\n");
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: head.split(sign).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}
