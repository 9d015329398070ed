import { useMemo, useState, type ReactNode } from "react";
import { ColumnSetChoice, columnsOf, sortIn, type ColumnSet } from "./column-sets.js";
import { ScrollFrame } from "./scroll-frame.js";
import { sortedRows, type SortValue } from "./sort-rows.js";
import { useLanguage } from "./use-language.js";

/** A column: how to show a row's cell, and what to sort by where the column sorts. */
export interface Column<Row> {
  id: string;
  label: string;
  /** A sentence on what the column says, shown on hover and read by screen readers. */
  explanation?: string;
  cell: (row: Row) => ReactNode;
  sortValue?: (row: Row) => SortValue;
  align?: "start" | "end";
  /** Its texts have several words: on a small screen the table is rather scrolled than a word set on each line. */
  isLong?: boolean;
  /** Its cell names the row: screen readers say it with every cell of the row. */
  isRowName?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  startSort?: { id: string; descending: boolean };
  /** Of a wide table: columns that are shown together, the first of them at first. */
  sets?: readonly ColumnSet[];
  /** Extra class of a row, such as "needs-hand". */
  rowClass?: (row: Row) => string | undefined;
  onRowClick?: (row: Row) => void;
}

/** A table that sorts by its headers, explains its columns, shows them in sets where there are many, and scrolls where it must. */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, rows, rowKey, startSort, rowClass, onRowClick, sets = [] } = props;
  const { t, language } = useLanguage();
  const [sort, setSort] = useState(startSort ?? null);
  const [set, setSet] = useState(sets[0]?.id ?? "");
  const columns = columnsOf(props.columns, sets, set);

  const choose = (id: string) => {
    setSet(id);
    setSort((before) =>
      sortIn(
        props.columns,
        sets.find((each) => each.id === id),
        before,
      ),
    );
  };

  const sorted = useMemo(() => {
    const by = props.columns.find((column) => column.id === sort?.id)?.sortValue;
    return sort && by ? sortedRows(rows, by, { descending: sort.descending, language }) : rows;
  }, [rows, props.columns, sort, language]);

  return (
    <div className="data-table">
      {sets.length > 1 && <ColumnSetChoice sets={sets} chosen={set} onChoose={choose} />}
      <ScrollFrame label={caption}>
        <table className="table">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.id} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr
                key={rowKey(row)}
                className={rowClass?.(row)}
                onClick={onRowClick && (() => onRowClick(row))}
              >
                {columns.map((column) => (
                  <Cell key={column.id} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="state empty">{t("table.noRows")}</p>}
      </ScrollFrame>
    </div>
  );
}

interface Sort {
  id: string;
  descending: boolean;
}

function Head<Row>(props: { column: Column<Row>; sort: Sort | null; onSort: (sort: Sort) => void }) {
  const { column, sort, onSort } = props;
  const direction = sort?.id === column.id ? (sort.descending ? "descending" : "ascending") : undefined;
  return (
    <th
      scope="col"
      className={column.align === "end" ? "number" : undefined}
      aria-sort={direction}
      title={column.explanation}
    >
      {column.sortValue ? (
        <button
          className="sort"
          onClick={() => onSort({ id: column.id, descending: direction === "ascending" })}
        >
          {column.label}
          <span aria-hidden="true">
            {direction === "ascending" ? " ↑" : direction === "descending" ? " ↓" : ""}
          </span>
        </button>
      ) : (
        column.label
      )}
      {column.explanation && <span className="visually-hidden">: {column.explanation}</span>}
    </th>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = column.align === "end" ? "number" : column.isLong ? "long" : undefined;
  if (!column.isRowName) return <td className={className}>{column.cell(row)}</td>;
  return (
    <th scope="row" className={className}>
      {column.cell(row)}
    </th>
  );
}
