import { ScrollFrame } from "../../shared/staff/scroll-frame.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import type { PlotTable } from "./plot-table.js";

/** The numbers behind a plot. */
export function NumbersTable({ title, table }: { title: string; table: PlotTable }) {
  const { format } = useLanguage();
  const shown = (value: string | number | null) =>
    typeof value === "number" && !Number.isInteger(value) ? format.number(value, 3) : (value ?? "–");
  return (
    <ScrollFrame label={title} className="plot-table">
      <table className="table">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column} className={typeof value === "number" ? "number" : undefined}>
                  {shown(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
