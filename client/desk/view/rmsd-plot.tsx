import { useCallback, useMemo } from "react";
import { useLanguage } from "../../shared/staff/use-language.js";
import { fitBounds } from "../fit-flags.js";
import { PlotFigure } from "../plots/figure.js";
import { drawScatter, scatterTable, type ScatterFrame } from "../plots/scatter.js";
import type { FitRow } from "./fit-columns.js";

/** How far each item's observed curve is from the model's, by its difficulty. */
export function RmsdPlot({ rows }: { rows: FitRow[] }) {
  const { t } = useLanguage();
  const points = useMemo(
    () =>
      rows.flatMap(({ itemId, item, flags }) =>
        item.rmsd === null
          ? []
          : [{ name: itemId, x: item.difficulty, y: item.rmsd, isMarked: flags.length > 0 }],
      ),
    [rows],
  );
  const plot = useMemo(
    (): ScatterFrame => ({
      x: { label: t("plot.difficulty"), least: { low: -2, high: 2 } },
      y: { label: "RMSD", least: { low: 0, high: 0.16 } },
      bounds: [fitBounds.rmsd],
    }),
    [t],
  );
  const draw = useCallback((width: number) => drawScatter(points, width, plot), [points, plot]);
  return (
    <PlotFigure
      title={t("fit.plot")}
      description={t("fit.plotExplained")}
      fileName="item-rmsd"
      draw={draw}
      table={scatterTable(points, plot, t("fit.marked"))}
    />
  );
}
