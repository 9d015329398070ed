import type { Column } from "./data-table.js";
import { format } from "./i18n.js";

/** A column that shows one number of each row. */
interface NumberColumn<Row> extends Pick<Column<Row>, "id" | "label" | "explanation"> {
  /** A missing one is shown as a dash and sorts last. */
  value: (row: Row) => number | null | undefined;
  /** Two by default; none for counts. */
  decimals?: number;
}

/** A column of numbers, which stand at the end of their cells and sort by their size. */
export function numberColumn<Row>({ value, decimals = 2, ...rest }: NumberColumn<Row>): Column<Row> {
  return {
    ...rest,
    align: "end",
    sortValue: (row) => value(row) ?? null,
    cell: (row) => format.number(value(row), decimals),
  };
}
