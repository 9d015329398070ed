import type { ClassicalRow } from "../../../server/contract/classical.js";
import type { ColumnSet } from "../../shared/staff/column-sets.js";
import type { Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { itemColumn } from "./item-column.js";

/** The columns of the classical statistics; an item with options opens them. */
export function useClassicalColumns(onOpen: (row: ClassicalRow) => void): Column<ClassicalRow>[] {
  const { t, local, format } = useLanguage();
  const number = (id: string, value: (row: ClassicalRow) => number | null, decimals?: number) =>
    numberColumn({ id, label: t(`item.${id}`), explanation: t(`item.${id}Explained`), value, decimals });
  return [
    itemColumn(t("item.id"), (row) => (
      <>
        {row.distractors.length > 0 ? (
          <button className="link" onClick={() => onOpen(row)}>
            {row.itemId}
          </button>
        ) : (
          row.itemId
        )}
        <br />
        <span className="quiet small item-summary">{local(row.summary)}</span>
      </>
    )),
    { id: "kind", label: t("item.kind"), cell: (row) => t(`kind.${row.kind}`), sortValue: (row) => row.kind },
    {
      id: "domain",
      label: t("item.domain"),
      explanation: t("item.domainExplained"),
      sortValue: (row) => local(row.domain),
      cell: (row) => <span className="item-domain">{local(row.domain)}</span>,
    },
    number("n", (row) => row.n, 0),
    number("maxScore", (row) => row.maxScore, 0),
    number("mean", (row) => row.mean),
    number("proportionCorrect", (row) => row.proportionCorrect),
    number("sd", (row) => row.sd),
    number("itemRest", (row) => row.itemRest),
    number("alphaIfDeleted", (row) => row.alphaIfDeleted),
    number("discrimination27", (row) => row.discrimination27),
    {
      ...number("omittedShare", (row) => row.omittedShare),
      cell: (row) => format.percent(row.omittedShare),
    },
    {
      ...number("notReachedShare", (row) => row.notReachedShare),
      cell: (row) => format.percent(row.notReachedShare),
    },
    number("medianSeconds", (row) => row.medianSeconds, 0),
  ];
}

/** The statistics first; what the items are about, and what was left out, by themselves. */
export function useClassicalSets(): ColumnSet[] {
  const { t } = useLanguage();
  return [
    {
      id: "statistics",
      label: t("classical.sets.statistics"),
      columns: [
        ...["n", "maxScore", "mean", "proportionCorrect", "sd", "itemRest", "alphaIfDeleted"],
        "discrimination27",
      ],
    },
    {
      id: "left",
      label: t("classical.sets.left"),
      columns: ["n", "omittedShare", "notReachedShare", "medianSeconds"],
    },
    {
      id: "content",
      label: t("classical.sets.content"),
      columns: ["kind", "domain", "maxScore", "proportionCorrect"],
    },
  ];
}
