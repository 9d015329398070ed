import { useCallback, useMemo } from "react";
import type { LinkResult } from "../../../server/contract/linking.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { PlotFigure } from "../plots/figure.js";
import { drawScatter, scatterTable, type ScatterFrame } from "../plots/scatter.js";

/** A link as a line. */
export type LinkLine = Pick<LinkResult, "slope" | "intercept" | "isRobust">;

/** The items' difficulties in both calibrations, the line of the link, and that of the other link by the same method. */
export function LinkDifficulties({ link, other }: { link: LinkResult; other: LinkLine | null }) {
  const { t } = useLanguage();
  const points = useMemo(
    () =>
      link.items.flatMap(({ itemId, otherDifficultyBefore: x, baseDifficulty: y, isUnstable, isUsed }) =>
        x === null || y === null ? [] : [{ name: itemId, x, y, isMarked: isUnstable || !isUsed }],
      ),
    [link],
  );
  const plot = useMemo(
    (): ScatterFrame => ({
      x: { label: t("linking.otherB"), least: { low: -2, high: 2 } },
      y: { label: t("linking.baseB"), least: { low: -2, high: 2 } },
      lines: [link, ...(other ? [other] : [])].map(({ slope, intercept, isRobust }) => ({
        slope,
        intercept,
        name: t(isRobust ? "linking.robustLine" : "linking.allLine"),
      })),
      height: 420,
    }),
    [link, other, t],
  );
  const draw = useCallback((width: number) => drawScatter(points, width, plot), [points, plot]);
  return (
    <PlotFigure
      title={t("linking.plot")}
      description={t("linking.plotExplained")}
      fileName="linking"
      draw={draw}
      table={scatterTable(points, plot, t("linking.unstable"))}
    />
  );
}
