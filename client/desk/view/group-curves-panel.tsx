import { useCallback, useMemo } from "react";
import type { DifItem } from "../../../server/contract/comparisons.js";
import type { RunItem } from "../../../server/contract/run-result.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawGroupCurves, groupCurvesTable } from "../plots/group-curves.js";

/** How the test takers of two groups did on an item, by their ability. */
export function GroupCurvesPanel({ item, dif, groups }: { item: RunItem; dif: DifItem; groups: string[] }) {
  const { t, local, language } = useLanguage();
  const joined = groups.join("\n");
  const words = useMemo(
    () => ({
      theta: t("plot.theta"),
      score: t("dif.meanScore"),
      model: t("dif.model"),
      groups: joined.split("\n"),
    }),
    [t, joined],
  );
  const draw = useCallback((width: number) => drawGroupCurves(item, dif, width, words), [item, dif, words]);
  return (
    <div className="item-panel">
      <p className="small measure">
        <strong>{item.itemId}</strong> · {local(item.summary)}
      </p>
      {dif.reason && (
        <p className="banner attention small">{t("dif.none", { reason: dif.reason[language] })}</p>
      )}
      <PlotFigure
        title={t("dif.curves", { item: item.itemId })}
        description={t("dif.curvesExplained")}
        fileName={`dif-${item.itemId}`}
        draw={draw}
        table={groupCurvesTable(dif, words)}
      />
    </div>
  );
}
