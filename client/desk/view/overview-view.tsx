import type { StudyOverview } from "../../../server/contract/research.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";

type Item = StudyOverview["items"][number];

/** Counts that add up: test takers by state, booklets, cells of the response matrix, items. */
export function OverviewView({ overview }: { overview: StudyOverview }) {
  const { t, format } = useLanguage();
  const { testTakers, cells } = overview;
  const share = (count: number) => (cells.presented === 0 ? "–" : format.percent(count / cells.presented, 1));
  const columns: Column<Item>[] = [
    {
      id: "item",
      label: t("item.id"),
      isRowName: true,
      cell: (row) => <code>{row.itemId}</code>,
      sortValue: (row) => row.itemId,
    },
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
      <div className="facts-grid">
        <Facts
          title={t("overview.testTakers")}
          rows={[
            [t("overview.total"), format.count(testTakers.total)],
            [t("overview.notStarted"), format.count(testTakers.notStarted)],
            [t("overview.inProgress"), format.count(testTakers.inProgress)],
            [t("overview.submitted"), format.count(testTakers.submitted)],
            [t("overview.ended"), format.count(testTakers.ended)],
            [t("overview.last"), format.dateTime(overview.lastSubmittedAt)],
          ]}
        />
        <Facts
          title={t("overview.cells")}
          rows={[
            [t("overview.presented"), format.count(cells.presented)],
            [t("overview.answered"), `${format.count(cells.answered)} (${share(cells.answered)})`],
            [t("overview.omitted"), `${format.count(cells.omitted)} (${share(cells.omitted)})`],
            [t("overview.notReached"), `${format.count(cells.notReached)} (${share(cells.notReached)})`],
            [t("overview.waiting"), format.count(cells.waitingForCoding)],
          ]}
        />
        <Facts
          title={t("overview.booklets")}
          rows={overview.booklets.map((booklet) => [
            booklet.bookletId,
            t("overview.bookletCounts", {
              submitted: format.count(booklet.submitted),
              assigned: format.count(booklet.assigned),
            }),
          ])}
        />
      </div>
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

function Facts({ title, rows }: { title: string; rows: [string, string][] }) {
  return (
    <section className="card">
      <h2>{title}</h2>
      <dl className="definition facts">
        {rows.map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
