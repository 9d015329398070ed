import { useMemo } from "react";
import type { ComparisonRow, InvarianceReport } from "../../../server/contract/comparisons.js";
import { DataTable } from "../../shared/staff/data-table.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { useComparisonName } from "./comparison-list.js";
import { Facts, type Fact } from "./facts.js";
import { useGroupColumns, useStepColumns } from "./invariance-columns.js";
import { InvarianceHistory } from "./invariance-history.js";
import { RmsdMap } from "./rmsd-map.js";
import { Warnings } from "./warnings.js";

/** PISA's. */
const usualThreshold = 0.12;

/** What became of the items of a run over groups: the map, the steps in their order, the groups. */
export function InvarianceReportView({ row, report }: { row: ComparisonRow; report: InvarianceReport }) {
  const { t, local } = useLanguage();
  const name = useComparisonName()(row);
  const titles = JSON.stringify(row.groups.map(({ id, title }) => [id, local(title)]));
  const titleOf = useMemo(() => {
    const known = new Map(JSON.parse(titles) as [string, string][]);
    return (id: string) => known.get(id) ?? id;
  }, [titles]);
  const threshold = row.ask.kind === "invariance" ? row.ask.options.threshold : usualThreshold;
  const stepColumns = useStepColumns(titleOf);
  const groupColumns = useGroupColumns(titleOf);
  return (
    <section className="stack" aria-label={name}>
      <h2>{name}</h2>
      <Warnings warnings={report.warnings} />
      <Summary report={report} threshold={threshold} />
      {report.rounds.length > 1 && (
        <InvarianceHistory report={report} threshold={threshold} titleOf={titleOf} />
      )}
      <RmsdMap report={report} threshold={threshold} titleOf={titleOf} />
      <h3>{t("invariance.steps")}</h3>
      {report.steps.length === 0 ? (
        <p>{t("invariance.noSteps")}</p>
      ) : (
        <div className="long-table">
          <DataTable
            caption={t("invariance.steps")}
            columns={stepColumns}
            rows={report.steps}
            rowKey={({ round, itemId, group, action }) => `${round} ${itemId} ${group} ${action}`}
          />
        </div>
      )}
      <h3>{t("invariance.groups")}</h3>
      <DataTable
        caption={t("invariance.groups")}
        columns={groupColumns}
        rows={report.groups}
        rowKey={({ id }) => id}
      />
    </section>
  );
}

function Summary({ report, threshold }: { report: InvarianceReport; threshold: number }) {
  const { t, format } = useLanguage();
  const cells = report.items.flatMap((item) => item.cells).filter(({ state }) => state !== "none");
  const freed = cells.filter(({ state }) => state !== "common").length;
  const last = report.rounds.at(-1);
  const facts: Fact[] = [
    [t("invariance.ended"), t(`invariance.endedBy.${report.ended.replaceAll(" ", "_")}`)],
    [t("invariance.threshold"), format.number(threshold)],
    [t("invariance.rounds"), format.count(report.rounds.length)],
    [
      t("invariance.freed"),
      `${format.count(freed)} / ${format.count(cells.length)} (${format.percent(cells.length === 0 ? null : freed / cells.length, 1)})`,
    ],
    [t("invariance.largest"), format.number(last?.largestRmsd, 3)],
    [t("run.logLikelihood"), format.number(last?.logLikelihood, 1)],
    [t("run.parameters"), format.count(last?.parameterCount ?? 0)],
  ];
  return (
    <>
      <Facts facts={facts} />
      <p className="quiet small measure">{t("invariance.explained")}</p>
    </>
  );
}
