import type { CellValue, Table } from "../table.js";

/** What SPSS has to be told of a file before it reads it, and only its rows can tell. */
export interface Measures {
  rowCount: number;
  /** By column, the longest cell in bytes of UTF-8; 0 where all are empty. */
  widths: number[];
}

/** The table, which measures itself while its rows are written; `measures` is whole once they are. */
export function measured(table: Table): { table: Table; measures: Measures } {
  const measures: Measures = { rowCount: 0, widths: table.columns.map(() => 0) };
  async function* rows(): AsyncGenerator<CellValue[]> {
    measures.rowCount = 0;
    for await (const row of table.rows()) {
      measures.rowCount += 1;
      for (const [column, cell] of row.entries()) {
        if (cell === null) continue;
        const { widths } = measures;
        widths[column] = Math.max(widths[column] ?? 0, Buffer.byteLength(String(cell)));
      }
      yield row;
    }
  }
  return { table: { ...table, rows }, measures };
}

/** Whether some text of the table has a line break in it: SPSS takes each line of a file for a row. */
export async function hasLineBreaks(table: Table): Promise<boolean> {
  for await (const row of table.rows())
    if (row.some((cell) => typeof cell === "string" && /[\r\n]/.test(cell))) return true;
  return false;
}

/** The same table under another name, with "↵" for each line break within a text. */
export function withoutLineBreaks(table: Table, name: string): Table {
  return {
    ...table,
    name,
    async *rows() {
      for await (const row of table.rows())
        yield row.map((cell) => (typeof cell === "string" ? cell.replace(/\r\n|\r|\n/g, "↵") : cell));
    },
  };
}
