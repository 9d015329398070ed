import {
  dimensionsAlone,
  type DesignMatrix,
  type MultidimensionalCalibration,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { bookletTables, type BookletTablesRequest } from "../calibrate/booklet-tables.js";
import type { Cell, Table } from "../files/table.js";
import { dataOfItems } from "./dimension-data.js";

/**
 * The tables of `--tables` for each dimension, with the dimension as their first column: what the sum of the scores on its own
 * items says by the distribution of its ability alone, information and expected scores along it, its items on its scale.
 * A sum over several dimensions stands for no ability, so that there is no table of it.
 */
export function tablesByDimension(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  regressors: DesignMatrix,
  request: BookletTablesRequest,
): { tables: Record<string, Table>; notes: Cell[][] } {
  const tables: Record<string, Table> = {};
  const notes: Cell[][] = [];
  dimensionsAlone(calibration, data, regressors).forEach((alone, d) => {
    const name = calibration.dimensions[d]?.name ?? "";
    const items = new Set(alone.items.map(({ item }) => item));
    const own = dataOfItems(
      data,
      data.items.filter((item) => items.has(item)),
    );
    const found = bookletTables(alone, own, request);
    for (const [about = null, ...rest] of found.notes)
      notes.push([typeof about === "string" ? `${about}_${name}` : about, ...rest]);
    for (const [file, table] of Object.entries(found.tables))
      tables[file] = stacked(tables[file], name, table);
  });
  return { tables, notes };
}

/** A table below another one, with the dimension before its rows. */
export function stacked(before: Table | undefined, dimension: string, { columns, rows }: Table): Table {
  return {
    columns: ["dimension", ...columns],
    rows: [...(before?.rows ?? []), ...rows.map((row): Cell[] => [dimension, ...row])],
  };
}
