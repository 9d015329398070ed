import type { StudyOverview } from "../../../server/contract/research.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { itemColumn } from "./item-column.js";
import { OverviewCounts } from "./overview-counts.js";

type Item = StudyOverview["items"][number];

/** Counts that add up: test takers by state, booklets, cells of the response matrix, items. */
export function OverviewView({ overview }: { overview: StudyOverview }) {
  const { t, format } = useLanguage();
  const columns: Column<Item>[] = [
    itemColumn(t("item.id"), ({ itemId }) => <code>{itemId}</code>),
    {
      id: "subject",
      label: t("item.subject"),
      cell: (row) => t(`subject.${row.subject}`),
      sortValue: (row) => row.subject,
    },
    { id: "kind", label: t("item.kind"), cell: (row) => t(`kind.${row.kind}`), sortValue: (row) => row.kind },
    numberColumn({ id: "max", label: t("item.maxScore"), value: (row) => row.maxScore, decimals: 0 }),
    numberColumn({ id: "presented", label: t("item.presented"), value: (row) => row.presented, decimals: 0 }),
    {
      id: "answered",
      label: t("item.answered"),
      align: "end",
      cell: (row) =>
        `${format.count(row.answered)} (${row.presented === 0 ? "–" : format.percent(row.answered / row.presented)})`,
      sortValue: (row) => (row.presented === 0 ? null : row.answered / row.presented),
    },
  ];
  return (
    <>
      <OverviewCounts overview={overview} />
      <h2>{t("overview.items")}</h2>
      <DataTable
        caption={t("overview.items")}
        columns={columns}
        rows={overview.items}
        rowKey={(row) => row.itemId}
        startSort={{ id: "item", descending: false }}
      />
    </>
  );
}
