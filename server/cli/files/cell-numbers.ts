import { InputError, place } from "./input-error.js";

/** A number as it was met: another one that is written otherwise is told beside it. */
interface Met {
  cell: string;
  line: number;
}

/** Digits with a decimal comma; a power of ten may follow, as in 1,5E-3. */
const withComma = /^[+-]?(?:\d+,\d*|,\d+)(?:e[+-]?\d+)?$/iu;
/** Digits with commas and points, in whatever order. */
const digitsAndMarks = /^[+-]?[.,]*\d[\d.,]*$/u;
/** Digits that a mark may part into thousands. */
const grouped = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/u;

/**
 * How the cells of one CSV file are read as numbers. Spreadsheets write decimal commas where the country's language has them,
 * and then separate columns by semicolons (or tabs): there a decimal comma is as good as a decimal point. Separated by commas,
 * a file has points.
 */
export class CellNumbers {
  /** Of the numbers so far, the first with a point and with a comma, and those that may have been thousands. */
  private readonly first: Record<"." | ",", Met | null> = { ".": null, ",": null };
  private readonly firstGrouped: Record<"." | ",", Met | null> = { ".": null, ",": null };
  private readonly file: string;
  private readonly knowsCommas: boolean;

  /** @param separator of the file's columns. */
  constructor(file: string, separator: string) {
    this.file = file;
    this.knowsCommas = separator !== ",";
  }

  /**
   * The number in a cell.
   *
   * @returns NaN for a cell that is empty or no number, of which the reader says what it should have been.
   * @throws {InputError} for a number with a comma in a file separated by commas; for one that has both marks or several
   * (1.234,5), or that is either thousands or has decimals, since others in the file have the other mark (1.234 and 0,5).
   */
  read(cell: string, line: number, column: string): number {
    if (cell === "") return NaN;
    const value = Number(cell);
    if (!this.knowsCommas) {
      if (Number.isNaN(value) && cell.includes(",") && digitsAndMarks.test(cell))
        throw new InputError("csv.decimalComma", { place: place(this.file, line, column), cell });
      return value;
    }
    const mark = cell.includes(",") ? "," : ".";
    const read = withComma.test(cell) ? Number(cell.replace(",", ".")) : value;
    if (Number.isNaN(read)) {
      if (digitsAndMarks.test(cell))
        throw new InputError("csv.ambiguousNumber", { place: place(this.file, line, column), cell });
    } else if (cell.includes(mark)) this.compare(mark, { cell, line }, column);
    return read;
  }

  /** A cell that is copied, whatever it is: with a decimal point where it is a number with a decimal comma. */
  withPoint(cell: string): string {
    return this.knowsCommas && withComma.test(cell) ? cell.replace(",", ".") : cell;
  }

  /** Refuses 1.234 in a file that has 0,5 elsewhere, wherever the two stand. */
  private compare(mark: "." | ",", met: Met, column: string): void {
    const isGrouped = grouped.test(met.cell);
    const otherMark = mark === "." ? "," : ".";
    const other = (isGrouped ? this.first : this.firstGrouped)[otherMark];
    if (other)
      throw new InputError("csv.twoMarks", {
        place: place(this.file, met.line, column),
        cell: met.cell,
        other: other.cell,
        line: other.line,
      });
    this.first[mark] ??= met;
    if (isGrouped) this.firstGrouped[mark] ??= met;
  }
}
