import { useCallback, useMemo } from "react";
import type { RunResult } from "../../../server/contract/run-result.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawFit, fitTable } from "../plots/fit.js";
import { drawInformation, informationTable } from "../plots/information.js";
import type { PlotTable } from "../plots/plot-table.js";
import { drawWrightMap, wrightTable } from "../plots/wright-map.js";

/** The plots of a calibration: persons and items on one scale, how well the test measures where, and the fit of the items. */
export function RunPlots({ result }: { result: RunResult }) {
  return (
    <>
      <WrightMap result={result} />
      <div className="plots">
        <Information result={result} />
        <ItemFit result={result} />
      </div>
    </>
  );
}

/** The explanation of a plot, and after it how many values lie too far out to be drawn to scale. */
function useExplained() {
  const { t } = useLanguage();
  return (text: string, { rows }: PlotTable): string => {
    const count = rows.filter((row) => row.at(-1) === t("plot.offPlot")).length;
    return count === 0 ? text : `${text} ${t("plot.farExplained", { count })}`;
  };
}

function WrightMap({ result }: { result: RunResult }) {
  const { t } = useLanguage();
  const explained = useExplained();
  const words = useMemo(
    () => ({
      theta: t("plot.theta"),
      persons: t("plot.persons"),
      items: t("plot.items"),
      personsBeyond: (count: number) => t("plot.personsBeyond", { count }),
      offPlot: t("plot.offPlot"),
    }),
    [t],
  );
  const draw = useCallback((width: number) => drawWrightMap(result, width, words), [result, words]);
  const table = wrightTable(result, words);
  return (
    <PlotFigure
      title={t("plot.wright")}
      description={explained(t("plot.wrightExplained"), table)}
      fileName="wright-map"
      draw={draw}
      table={table}
    />
  );
}

function Information({ result }: { result: RunResult }) {
  const { t } = useLanguage();
  const words = useMemo(
    () => ({ theta: t("plot.theta"), information: t("plot.information"), error: t("plot.error") }),
    [t],
  );
  const draw = useCallback((width: number) => drawInformation(result, width, words), [result, words]);
  return (
    <PlotFigure
      title={t("plot.informationTitle")}
      description={t("plot.informationExplained")}
      fileName="test-information"
      draw={draw}
      table={informationTable(result, words)}
    />
  );
}

function ItemFit({ result }: { result: RunResult }) {
  const { t } = useLanguage();
  const explained = useExplained();
  const words = useMemo(
    () => ({
      difficulty: t("plot.difficulty"),
      meanSquare: t("plot.meanSquare"),
      offPlot: t("plot.offPlot"),
    }),
    [t],
  );
  const draw = useCallback((width: number) => drawFit(result.items, width, words), [result, words]);
  const table = fitTable(result.items, words);
  return (
    <PlotFigure
      title={t("plot.fit")}
      description={explained(t("plot.fitExplained"), table)}
      fileName="item-fit"
      draw={draw}
      table={table}
    />
  );
}
