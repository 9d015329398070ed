import type { ClassicalRow } from "../../../server/contract/research.js";
import type { PlotTable } from "./figure.js";
import { placeNames } from "./labels.js";
import { frame, loadPlot, nameMarks, ticks } from "./plot.js";

/** Proportion correct against item-rest correlation: weak items stand at the bottom. */
export async function drawItemMap(
  items: ClassicalRow[],
  width: number,
  words: { proportion: string; itemRest: string },
) {
  const Plot = await loadPlot();
  const points = items.filter((item) => item.proportionCorrect !== null && item.itemRest !== null);
  const weak = points.filter((item) => (item.itemRest ?? 1) < 0.2);
  const names = placeNames(
    weak.map((item) => ({ x: item.proportionCorrect ?? 0, y: item.itemRest ?? 0, name: item.itemId })),
    // A name is about 70 px wide and 14 px high.
    { width: 70 / width, height: 0.05 },
  );
  return Plot.plot({
    ...frame(width, 300),
    x: { label: words.proportion, domain: [0, 1], ...ticks(1) },
    y: { label: words.itemRest, grid: true, ...ticks(1) },
    marks: [
      Plot.ruleY([0.2], { stroke: "var(--colour-border)", strokeDasharray: "4 4" }),
      Plot.dot(points, {
        x: "proportionCorrect",
        y: "itemRest",
        r: 4,
        stroke: "var(--plot-1)",
        strokeWidth: 1.5,
      }),
      ...nameMarks(Plot, names),
    ],
  });
}

export function itemMapTable(
  items: ClassicalRow[],
  words: { proportion: string; itemRest: string },
): PlotTable {
  return {
    columns: ["item", words.proportion, words.itemRest],
    rows: items.map((item) => [item.itemId, item.proportionCorrect, item.itemRest]),
  };
}
