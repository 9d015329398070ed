import { stringify } from "csv-stringify/sync";
import type { Classification } from "../../item-bank/frameworks/index.js";
import type { LocalisedString } from "../../item-bank/types.js";

export type CellValue = string | number | null;

/** A variable of a data file: all that the codebook says of it. */
export interface Column {
  name: string;
  label: LocalisedString;
  type: "id" | "nominal" | "ordinal" | "integer" | "number" | "text" | "time";
  /** The values that can occur, with their labels; empty for numbers and texts. */
  values?: readonly { value: string | number; label: LocalisedString }[];
  /** What an empty cell means. */
  missing?: LocalisedString;
  itemId?: string;
  unitId?: string;
  /** The item's framework, domain and process. */
  about?: Classification;
  /** Where it comes from: a response, a rule, a coder, a clock. */
  source: LocalisedString;
}

/** A data file: its variables, and its rows made one after another, so that a large one is never in memory as a whole. */
export interface Table {
  /** File name, such as "responses_raw.csv". */
  name: string;
  title: LocalisedString;
  columns: readonly Column[];
  rows: () => Iterable<CellValue[]> | AsyncIterable<CellValue[]>;
}

/** So many rows are written at once. */
const rowsAtOnce = 200;

/**
 * The file of a table: CSV by RFC 4180 with line feeds, UTF-8 without a mark, commas, decimal points, a header. Null is
 * an empty cell. Every text is in quotes, which keeps "007" a text where the reader minds quotes.
 */
export async function* csvOf(table: Table): AsyncGenerator<string> {
  yield line([table.columns.map(({ name }) => name)]);
  let waiting: CellValue[][] = [];
  for await (const row of table.rows()) {
    waiting.push(row);
    if (waiting.length < rowsAtOnce) continue;
    yield line(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield line(waiting);
}

const line = (rows: CellValue[][]): string =>
  stringify(rows, { quoted_string: true, record_delimiter: "\n", quoted_empty: false });
