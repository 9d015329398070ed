/** The numbers behind a plot, as its table and its CSV file. */
export interface PlotTable {
  columns: string[];
  rows: (string | number | null)[][];
}

/** The same as a CSV file. */
export function csvOf(table: PlotTable): string {
  const cell = (value: string | number | null) =>
    value === null
      ? ""
      : /[",\n]/.test(String(value))
        ? `"${String(value).replaceAll('"', '""')}"`
        : String(value);
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}
