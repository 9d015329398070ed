import { useCallback } from "react";
import type { RunItem } from "../../../server/contract/run-result.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawItemCurve, itemCurveTable } from "../plots/item-curve.js";

/** One item's curve with the observed proportions. */
export function ItemPanel({ item }: { item: RunItem }) {
  const { t, local, language } = useLanguage();
  const theta = t("plot.theta");
  const probability = t("plot.probability");
  const draw = useCallback(
    (width: number) => drawItemCurve(item, width, { theta, probability }),
    [item, theta, probability],
  );
  return (
    <div className="item-panel">
      <p className="small measure">
        <strong>{item.itemId}</strong> · {local(item.summary)}
      </p>
      {item.notes.map((note) => (
        <p key={note.en} className="banner attention small">
          {note[language]}
        </p>
      ))}
      <PlotFigure
        title={t("plot.icc", { item: item.itemId })}
        description={t(item.maxScore === 1 ? "plot.iccExplained" : "plot.iccManyExplained")}
        fileName={`icc-${item.itemId}`}
        draw={draw}
        table={itemCurveTable(item, { theta })}
      />
    </div>
  );
}
