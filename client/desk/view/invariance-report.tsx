import { useCallback, useMemo } from "react";
import type { ComparisonRow, InvarianceReport } from "../../../server/contract/comparisons.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawHeatMap, type HeatCell } from "../plots/heat-map.js";
import { shortened } from "../plots/plot.js";
import { useComparisonName } from "./comparison-list.js";
import { Facts, type Fact } from "./facts.js";
import { Warnings } from "./warnings.js";
import { withError } from "./with-error.js";

/** Of a group's name above the map. */
const lettersMax = 26;

type Step = InvarianceReport["steps"][number];
type Group = InvarianceReport["groups"][number];

/** What became of the items of a run over groups: the map, the steps in their order, the groups. */
export function InvarianceReportView({ row, report }: { row: ComparisonRow; report: InvarianceReport }) {
  const { t, local } = useLanguage();
  const name = useComparisonName()(row);
  const titles = JSON.stringify(row.groups.map(({ id, title }) => [id, local(title)]));
  const titleOf = useMemo(() => {
    const known = new Map(JSON.parse(titles) as [string, string][]);
    return (id: string) => known.get(id) ?? id;
  }, [titles]);
  const stepColumns = useStepColumns(titleOf);
  const groupColumns = useGroupColumns(titleOf);
  return (
    <section className="stack" aria-label={name}>
      <h2>{name}</h2>
      <Warnings warnings={report.warnings} />
      <Summary row={row} report={report} />
      <RmsdMap row={row} report={report} titleOf={titleOf} />
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

function Summary({ row, report }: { row: ComparisonRow; report: InvarianceReport }) {
  const { t, format } = useLanguage();
  const cells = report.items.flatMap((item) => item.cells).filter(({ state }) => state !== "none");
  const freed = cells.filter(({ state }) => state !== "common").length;
  const last = report.rounds.at(-1);
  const threshold = row.ask.kind === "invariance" ? row.ask.options.threshold : null;
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

function RmsdMap(props: { row: ComparisonRow; report: InvarianceReport; titleOf: (id: string) => string }) {
  const { t } = useLanguage();
  const { row, report, titleOf } = props;
  const threshold = row.ask.kind === "invariance" ? row.ask.options.threshold : 0.12;
  const draw = useCallback(
    (width: number) => {
      const columns = report.groups.map(({ id }) => shortened(titleOf(id), lettersMax));
      const cells = report.items.flatMap(({ itemId, cells: own }) =>
        own.map((cell, g): HeatCell => ({
          row: itemId,
          column: columns[g] ?? "",
          value: cell.state === "none" ? null : (cell.rmsdFromCommon ?? cell.rmsd),
          isMarked: cell.state === "unique" || cell.state === "dropped",
          note: cell.state === "dropped" ? "✕" : undefined,
        })),
      );
      return drawHeatMap(cells, width, {
        rows: report.items.map(({ itemId }) => itemId),
        columns,
        full: 2 * threshold,
        cellHeight: 20,
        hasNumbers: columns.length <= 12,
      });
    },
    [report, threshold, titleOf],
  );
  return (
    <PlotFigure
      title={t("invariance.map")}
      description={t("invariance.mapExplained")}
      fileName="invariance"
      draw={draw}
      table={{
        columns: ["item", "group", "n", "RMSD", t("invariance.fromCommon"), "MD", t("invariance.state")],
        rows: report.items.flatMap(({ itemId, cells }) =>
          cells.map(({ n, rmsd, rmsdFromCommon, md, state }, g) => [
            itemId,
            titleOf(report.groups[g]?.id ?? ""),
            n,
            rmsd,
            rmsdFromCommon,
            md,
            t(`invariance.stateOf.${state}`),
          ]),
        ),
      }}
    />
  );
}

function useStepColumns(titleOf: (id: string) => string): Column<Step>[] {
  const { t } = useLanguage();
  return [
    { id: "round", label: t("invariance.round"), align: "end", cell: ({ round }) => round },
    { id: "item", label: t("item.id"), sortValue: ({ itemId }) => itemId, cell: ({ itemId }) => itemId },
    {
      id: "group",
      label: t("invariance.group"),
      sortValue: ({ group }) => titleOf(group),
      cell: ({ group }) => titleOf(group),
    },
    numberColumn({ id: "rmsd", label: "RMSD", value: ({ rmsd }) => rmsd, decimals: 3 }),
    numberColumn({
      id: "md",
      label: "MD",
      explanation: t("fit.mdExplained"),
      value: ({ md }) => md,
      decimals: 3,
    }),
    {
      id: "action",
      label: t("invariance.action"),
      sortValue: ({ action }) => action,
      cell: ({ action, set }) => t(`invariance.did.${action}`, { groups: set.map(titleOf).join(", ") }),
    },
  ];
}

function useGroupColumns(titleOf: (id: string) => string): Column<Group>[] {
  const { t } = useLanguage();
  const count = (id: "n" | "common" | "uniqueShared" | "uniqueAlone" | "dropped" | "above") =>
    numberColumn<Group>({ id, label: t(`invariance.count.${id}`), value: (group) => group[id], decimals: 0 });
  return [
    {
      id: "group",
      label: t("invariance.group"),
      sortValue: ({ id }) => titleOf(id),
      cell: ({ id }) => titleOf(id),
    },
    count("n"),
    {
      ...numberColumn({ id: "mean", label: t("invariance.mean"), value: ({ mean }: Group) => mean }),
      cell: ({ mean, meanSe }) => withError(mean, meanSe),
    },
    numberColumn({ id: "sd", label: t("invariance.sd"), value: ({ variance }) => Math.sqrt(variance) }),
    count("common"),
    count("uniqueShared"),
    count("uniqueAlone"),
    count("dropped"),
    count("above"),
  ];
}
