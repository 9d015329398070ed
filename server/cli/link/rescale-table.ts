import { basename } from "node:path";
import type { LinkConstants } from "../../../psychometrics/index.js";
import { InputError, place } from "../files/input-error.js";
import type { Cell, Table } from "../files/table.js";
import { readCsv } from "../files/read-csv.js";

/** How a column follows the scale: abilities move, standard errors and variances stretch. */
export type Rescale = "ability" | "error" | "variance" | "variance-error";

/** Columns of names, which may look like numbers. */
const nameColumns = ["id", "group"];

/**
 * A table with some columns on another scale and all others as they are; a decimal comma becomes a point, as in all tables that
 * are written. Empty cells, Inf and -Inf stay.
 *
 * @throws {InputError} naming the place of a cell that is no number.
 */
export async function rescaledTable(
  path: string,
  columns: Readonly<Record<string, Rescale>>,
  { slope, intercept }: LinkConstants,
): Promise<Table> {
  const table: Table = { columns: [], rows: [] };
  await readCsv(path, (header, numbers) => {
    table.columns = header;
    return (cells, line) => {
      table.rows.push(
        cells.map((cell, n): Cell => {
          const column = header[n] ?? "";
          const kind = columns[column];
          if (cell === "" || cell === "Inf" || cell === "-Inf" || nameColumns.includes(column)) return cell;
          if (kind === undefined) return numbers.withPoint(cell);
          const value = numbers.read(cell, line, column);
          if (!Number.isFinite(value)) {
            throw new InputError("side.noNumber", {
              place: place(basename(path), line, column),
              cell,
            });
          }
          if (kind === "ability") return slope * value + intercept;
          return value * (kind === "error" ? slope : slope ** 2);
        }),
      );
    };
  });
  return table;
}

/** The columns of `persons.csv`, whose names end in the dimension where the calibration named one (`eap_MATH`). */
export function personColumns(dimension: string | null): Readonly<Record<string, Rescale>> {
  const end = dimension === null ? "" : `_${dimension}`;
  return Object.fromEntries(
    ["eap", "map", "ml", "wle"].flatMap((name) => [
      [`${name}${end}`, "ability"],
      [`se_${name}${end}`, "error"],
    ]),
  );
}

/** The columns of `groups.csv`. */
export const groupColumns: Readonly<Record<string, Rescale>> = {
  mean: "ability",
  se_mean: "error",
  variance: "variance",
  se_variance: "variance-error",
};
