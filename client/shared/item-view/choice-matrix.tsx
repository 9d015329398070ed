import { useId, type CSSProperties, type ReactNode } from "react";

export interface MatrixColumn {
  id: string;
  label: ReactNode;
}
export interface MatrixRow {
  id: string;
  label: ReactNode;
}

interface Properties {
  rows: MatrixRow[];
  columns: MatrixColumn[];
  /** Ids of the columns taken in a row. */
  takenIn: (rowId: string) => string[];
  onTake: (rowId: string, columnId: string, isTaken: boolean) => void;
  /** 1 gives radio buttons, more gives checkboxes. */
  maxPerRow: number;
  /** Begins the names of the radio groups. */
  name: string;
  isDisabled: boolean;
}

/** With more columns than this, wide places show the labels once, in a head. */
const manyFrom = 2;

/**
 * Rows answered on the same columns. Each row is a group of real radio buttons or checkboxes with its own labels; wide
 * screens align them under a head, narrow ones show each row with its labels.
 */
export function ChoiceMatrix({
  rows,
  columns,
  takenIn,
  onTake,
  maxPerRow,
  name,
  isDisabled,
}: Properties): ReactNode {
  const id = useId();
  const style = { "--columns": columns.length } as CSSProperties;
  return (
    <div className={columns.length > manyFrom ? "matrix many" : "matrix few"} style={style}>
      <div className="matrix-head" aria-hidden="true">
        <span />
        {columns.map((column) => (
          <span key={column.id}>{column.label}</span>
        ))}
      </div>
      {rows.map((row) => {
        const taken = takenIn(row.id);
        return (
          <div
            key={row.id}
            className="matrix-row"
            role={maxPerRow === 1 ? "radiogroup" : "group"}
            aria-labelledby={`${id}-${row.id}`}
          >
            <div className="matrix-statement" id={`${id}-${row.id}`}>
              {row.label}
            </div>
            {columns.map((column) => {
              const isTaken = taken.includes(column.id);
              return (
                <label key={column.id} className={isTaken ? "matrix-cell chosen" : "matrix-cell"}>
                  <input
                    type={maxPerRow === 1 ? "radio" : "checkbox"}
                    name={`${name}-${row.id}`}
                    checked={isTaken}
                    disabled={isDisabled || (maxPerRow > 1 && !isTaken && taken.length >= maxPerRow)}
                    onChange={(event) => onTake(row.id, column.id, event.target.checked)}
                  />
                  <span className="matrix-label">{column.label}</span>
                </label>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
