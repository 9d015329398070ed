import { useCallback } from "react";
import type { InvarianceReport } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawHeatMap, type HeatCell } from "../plots/heat-map.js";
import { shortened } from "../plots/plot.js";

/** Of a group's name above the map. */
const lettersMax = 26;

/** How far each group lies from the curve that all share, item by item, and what became of the items there. */
export function RmsdMap(props: {
  report: InvarianceReport;
  threshold: number;
  titleOf: (id: string) => string;
}) {
  const { t } = useLanguage();
  const { report, threshold, titleOf } = props;
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
