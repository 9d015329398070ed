import { Link } from "react-router";
import type { ItemRow } from "../../../server/contract/bank.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";

const statusTone: Record<ItemRow["status"], string> = {
  draft: "badge",
  review: "badge attention",
  approved: "badge good",
  retired: "badge",
};

/** Items with what is known of each, sorted by any column. */
export function ItemTable({ rows }: { rows: ItemRow[] }) {
  const { t, local } = useLanguage();
  const columns: Column<ItemRow>[] = [
    {
      id: "id",
      label: t("bank.item"),
      sortValue: (row) => row.id,
      cell: (row) => (
        <Link to={`/items/${row.id}`}>
          <strong>{row.id}</strong>
        </Link>
      ),
    },
    {
      id: "summary",
      label: t("bank.stem"),
      cell: (row) => (
        <>
          <span className="quiet small">{local(row.unitTitle)}</span>
          <br />
          <span className="bank-summary">{local(row.summary)}</span>
        </>
      ),
    },
    { id: "kind", label: t("bank.kind"), cell: (row) => t(`kind.${row.kind}`), sortValue: (row) => row.kind },
    {
      id: "subject",
      label: t("bank.subject"),
      cell: (row) => `${t(`subject.${row.subject}`)} ${row.grade}`,
      sortValue: (row) => `${row.subject} ${row.grade}`,
    },
    {
      id: "domain",
      label: t("bank.domain"),
      sortValue: (row) => local(row.domain.name),
      cell: (row) => (
        <>
          <span className="bank-domain">{local(row.domain.name)}</span>
          <br />
          <span className="quiet small">{local(row.process.name)}</span>
        </>
      ),
    },
    numberColumn({ id: "max", label: t("bank.maxScore"), value: (row) => row.maxScore, decimals: 0 }),
    {
      id: "status",
      label: t("bank.status"),
      sortValue: (row) => row.status,
      cell: (row) => (
        <span className="row">
          <span className={statusTone[row.status]}>{t(`bank.statuses.${row.status}`)}</span>
          {row.problemCount > 0 && (
            <span className="badge bad">{t("bank.problems", { count: row.problemCount })}</span>
          )}
        </span>
      ),
    },
    {
      id: "version",
      label: t("bank.version"),
      align: "end",
      sortValue: (row) => row.version,
      cell: (row) => (
        <>
          {row.version} {row.isFrozen && <span title={t("bank.frozen")}>🔒</span>}
          {row.isFrozen && <span className="visually-hidden">{t("bank.frozen")}</span>}
        </>
      ),
    },
    numberColumn({
      id: "exposure",
      label: t("bank.exposure"),
      explanation: t("bank.exposureExplained"),
      value: (row) => row.exposureCount,
      decimals: 0,
    }),
    numberColumn({
      id: "p",
      label: t("bank.p"),
      explanation: t("bank.pExplained"),
      value: (row) => row.statistics?.proportionCorrect,
    }),
    numberColumn({
      id: "r",
      label: t("bank.r"),
      explanation: t("bank.rExplained"),
      value: (row) => row.statistics?.itemRestCorrelation,
    }),
    numberColumn({
      id: "b",
      label: "b",
      explanation: t("bank.bExplained"),
      value: (row) => row.statistics?.difficulty,
    }),
    {
      id: "languages",
      label: t("bank.languages"),
      cell: (row) => row.languages.map((language) => language.toUpperCase()).join(" "),
    },
  ];
  return (
    <DataTable
      caption={t("places.items")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      startSort={{ id: "id", descending: false }}
    />
  );
}
