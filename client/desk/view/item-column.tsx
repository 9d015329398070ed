import type { ReactNode } from "react";
import type { Column } from "../../shared/staff/data-table.js";

/** The column of the items' names, which are the names of the rows. */
export function itemColumn<Row extends { itemId: string }>(
  label: string,
  cell: (row: Row) => ReactNode = ({ itemId }) => itemId,
): Column<Row> {
  return { id: "item", label, isRowName: true, sortValue: ({ itemId }) => itemId, cell };
}

/** The same where a name opens the item's curve beside the table, and says whether it is the one that is open. */
export function openingItemColumn<Row extends { itemId: string }>(
  label: string,
  opened: string | null,
  onOpen: (itemId: string) => void,
): Column<Row> {
  return itemColumn(label, ({ itemId }) => (
    <button className="link" aria-pressed={itemId === opened} onClick={() => onOpen(itemId)}>
      {itemId}
    </button>
  ));
}
