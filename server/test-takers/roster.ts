// A school's list as schools keep it: Excel or CSV, a title above the header, columns in any order, Vietnamese or English.
import type { AddTestTakersBody, RosterAnswer } from "../contract/studies.js";
import type { Language } from "../contract/common.js";
import { Problem } from "../problem.js";
import { columnsOf, type RosterColumns } from "./roster-header.js";
import { readSheet, type Cell } from "./roster-sheet.js";

export const rosterBytesMax = 2_000_000;

/** What browsers call these files; Windows calls a CSV by the name of the program that opens it. */
export const rosterTypes = [
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "text/csv",
  "text/plain",
  "application/csv",
  "application/vnd.ms-excel",
  "application/octet-stream",
];

type Person = AddTestTakersBody["testTakers"][number];

/** The header stands in one of the first rows, below the school's name and the list's title. */
const headerWithin = 30;
const rowsMax = 1000;
const nameLengthMax = 120;
const wordLengthMax = 40;

/**
 * Reads a school's list: who is on it, and the rows that cannot be taken with the reason in the caller's language. Rows are
 * counted as the spreadsheet shows them, from 1.
 *
 * @throws {Problem} `roster-unreadable`, `roster-header-missing`, `roster-too-long`.
 */
export async function readRoster(
  bytes: Buffer,
  language: Language,
): Promise<Pick<RosterAnswer, "testTakers" | "problems">> {
  const sheet = await readSheet(bytes);
  const { columns, headerRow } = findHeader(sheet);
  const body = sheet.slice(headerRow + 1);
  if (body.length > rowsMax + headerWithin) throw new Problem("roster-too-long", { max: rowsMax });
  const testTakers: Person[] = [];
  const problems: RosterAnswer["problems"] = [];
  const rowOfNumber = new Map<string, number>();
  body.forEach((cells, index) => {
    const row = headerRow + index + 2;
    const person = personOf(cells, columns);
    // Empty rows and the sum at the foot of a list say nothing of a person.
    if (!person.name && !person.schoolNumber && !person.group) return;
    const fault = faultOf(person, rowOfNumber);
    if (fault) {
      problems.push({ row, message: fault[language] });
      return;
    }
    if (person.schoolNumber) rowOfNumber.set(person.schoolNumber, row);
    testTakers.push(person);
  });
  if (testTakers.length > rowsMax) throw new Problem("roster-too-long", { max: rowsMax });
  return { testTakers, problems };
}

function findHeader(sheet: Cell[][]): { columns: RosterColumns; headerRow: number } {
  for (const [headerRow, cells] of sheet.slice(0, headerWithin).entries()) {
    const columns = columnsOf(cells.map(textOf));
    if (columns) return { columns, headerRow };
  }
  throw new Problem("roster-header-missing", { rows: headerWithin });
}

function personOf(cells: Cell[], columns: RosterColumns): Person {
  const at = (column: number | undefined): string =>
    column === undefined ? "" : textOf(cells[column] ?? null);
  const name = columns.name.map(at).filter(Boolean).join(" ");
  return { name, schoolNumber: at(columns.schoolNumber), group: at(columns.group) };
}

function faultOf(
  { name, schoolNumber, group }: Person,
  rowOfNumber: ReadonlyMap<string, number>,
): Record<Language, string> | null {
  if (!name) return { vi: "thiếu họ và tên", en: "the name is missing" };
  if (name.length > nameLengthMax) {
    return {
      vi: `họ và tên dài quá ${nameLengthMax} ký tự`,
      en: `the name is longer than ${nameLengthMax} characters`,
    };
  }
  if (schoolNumber.length > wordLengthMax || group.length > wordLengthMax) {
    return {
      vi: `mã học sinh hoặc lớp dài quá ${wordLengthMax} ký tự`,
      en: `the school number or the class is longer than ${wordLengthMax} characters`,
    };
  }
  const before = schoolNumber ? rowOfNumber.get(schoolNumber) : undefined;
  if (before === undefined) return null;
  return {
    vi: `mã học sinh “${schoolNumber}” đã có ở dòng ${before}`,
    en: `the school number “${schoolNumber}” is in row ${before} already`,
  };
}

/** A cell's words: composed letters, single spaces. A number keeps its digits; dates do not occur in these columns. */
function textOf(cell: Cell): string {
  if (cell === null) return "";
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}
