import type { StudyOverview } from "../../../server/contract/research.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Counts that add up: test takers by state, cells of the response matrix, booklets. */
export function OverviewCounts({ overview }: { overview: StudyOverview }) {
  const { t, format } = useLanguage();
  const { testTakers, cells } = overview;
  const share = (count: number) => (cells.presented === 0 ? "–" : format.percent(count / cells.presented, 1));
  return (
    <div className="facts-grid">
      <Counts
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
      <Counts
        title={t("overview.cells")}
        rows={[
          [t("overview.presented"), format.count(cells.presented)],
          [t("overview.answered"), `${format.count(cells.answered)} (${share(cells.answered)})`],
          [t("overview.omitted"), `${format.count(cells.omitted)} (${share(cells.omitted)})`],
          [t("overview.notReached"), `${format.count(cells.notReached)} (${share(cells.notReached)})`],
          [t("overview.waiting"), format.count(cells.waitingForCoding)],
        ]}
      />
      <Counts
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
  );
}

function Counts({ title, rows }: { title: string; rows: [string, string][] }) {
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
