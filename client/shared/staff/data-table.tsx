import { useMemo, useState, type ReactNode } from "react";
import { useLanguage } from "./use-language.js";

/** A column: how to show a row's cell, and what to sort by where the column sorts. */
export interface Column<Row> {
  id: string;
  label: string;
  /** A sentence on what the column says, shown on hover and read by screen readers. */
  explanation?: string;
  cell: (row: Row) => ReactNode;
  /** Null sorts last in either direction. */
  sortValue?: (row: Row) => string | number | null;
  align?: "start" | "end";
  /** Its texts have several words: on a small screen the table is rather scrolled than a word set on each line. */
  isLong?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  startSort?: { id: string; descending: boolean };
  /** Extra class of a row, such as "needs-hand". */
  rowClass?: (row: Row) => string | undefined;
  onRowClick?: (row: Row) => void;
}

const missingLast = (
  a: string | number | null,
  b: string | number | null,
  collator: Intl.Collator,
  sign: number,
) => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return (
    sign * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)))
  );
};

/** A table that sorts by its headers, scrolls sideways where it must, and explains its columns. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  startSort,
  rowClass,
  onRowClick,
}: Props<Row>) {
  const { t, language } = useLanguage();
  const [sort, setSort] = useState(startSort ?? null);

  const sorted = useMemo(() => {
    const by = columns.find((column) => column.id === sort?.id)?.sortValue;
    if (!sort || !by) return rows;
    const collator = new Intl.Collator(language, { numeric: true });
    const sign = sort.descending ? -1 : 1;
    return [...rows].sort((a, b) => missingLast(by(a), by(b), collator, sign));
  }, [rows, columns, sort, language]);

  const header = (column: Column<Row>) => {
    const direction = sort?.id === column.id ? (sort.descending ? "descending" : "ascending") : undefined;
    const toggle = () => setSort({ id: column.id, descending: direction === "ascending" });
    return (
      <th
        key={column.id}
        scope="col"
        className={column.align === "end" ? "number" : undefined}
        aria-sort={direction}
        title={column.explanation}
      >
        {column.sortValue ? (
          <button className="sort" onClick={toggle}>
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
  };

  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={caption}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>{columns.map(header)}</tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)} className={rowClass?.(row)} onClick={onRowClick && (() => onRowClick(row))}>
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={column.align === "end" ? "number" : column.isLong ? "long" : undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="state empty">{t("table.noRows")}</p>}
    </div>
  );
}
