import { useCallback, useMemo } from "react";
import type { InvarianceReport } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawRounds, roundsTable } from "../plots/rounds.js";

/** How the deviations fell from calibration to calibration as items were freed. */
export function InvarianceHistory(props: {
  report: InvarianceReport;
  threshold: number;
  titleOf: (id: string) => string;
}) {
  const { t } = useLanguage();
  const { report, threshold, titleOf } = props;
  const words = useMemo(
    () => ({
      round: t("invariance.round"),
      largest: t("invariance.largestShort"),
      above: t("invariance.above"),
      done: t("invariance.action"),
      logLikelihood: t("run.logLikelihood"),
      parameters: t("run.parameters"),
    }),
    [t],
  );
  const draw = useCallback(
    (width: number) => drawRounds(report.rounds, threshold, width, words),
    [report, threshold, words],
  );
  return (
    <PlotFigure
      title={t("invariance.history")}
      description={t("invariance.historyExplained")}
      fileName="invariance-history"
      draw={draw}
      table={roundsTable(
        report,
        words,
        ({ itemId, group, action, set }) =>
          `${itemId}, ${titleOf(group)}: ${t(`invariance.did.${action}`, { groups: set.map(titleOf).join(", ") })}`,
      )}
    />
  );
}
