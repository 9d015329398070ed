import { useLanguage } from "./use-language.js";

/** Columns that are shown together, such as those of one method; the first column of the table is in every set. */
export interface ColumnSet {
  id: string;
  label: string;
  columns: readonly string[];
  /** How its rows are sorted when it is chosen and the column they were sorted by is not in it. */
  sort?: { id: string; descending: boolean };
}

/** The set that has every column. */
export const allColumns = "all";

/** Which columns of a wide table are shown: one of its sets, or all. */
export function ColumnSetChoice(props: {
  sets: readonly ColumnSet[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  const choices = [...props.sets, { id: allColumns, label: t("table.allColumns") }];
  return (
    <div className="column-sets">
      <span className="quiet small" aria-hidden="true">
        {t("table.columns")}
      </span>
      <div className="segmented" role="group" aria-label={t("table.columns")}>
        {choices.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="button small-button"
            aria-pressed={id === props.chosen}
            onClick={() => props.onChoose(id)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The columns of the chosen set in the table's own order. A set that is not there any more shows the first. */
export function columnsOf<Column extends { id: string }>(
  columns: readonly Column[],
  sets: readonly ColumnSet[],
  chosen: string,
): Column[] {
  const set = sets.find(({ id }) => id === chosen) ?? sets[0];
  if (!set || chosen === allColumns) return [...columns];
  return columns.filter(({ id }, n) => n === 0 || set.columns.includes(id));
}

/** How rows are sorted when a set is chosen: as they were where that can be seen in it, else as the set says. */
export function sortIn<Sort extends { id: string }>(
  columns: readonly { id: string }[],
  set: (Omit<ColumnSet, "sort"> & { sort?: Sort }) | undefined,
  before: Sort | null,
): Sort | null {
  if (!set?.sort || !before) return before;
  const isSeen = columns[0]?.id === before.id || set.columns.includes(before.id);
  return isSeen ? before : set.sort;
}
