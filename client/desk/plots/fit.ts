import type { RunItem } from "../../../server/contract/research.js";
import type { PlotTable } from "./figure.js";
import { placeNames } from "./labels.js";
import { frame, loadPlot, nameMarks, ticks } from "./plot.js";

/** Infit and outfit against difficulty, with the band from 0.7 to 1.3 that surveys commonly ask for. */
export async function drawFit(
  items: RunItem[],
  width: number,
  words: { difficulty: string; meanSquare: string },
) {
  const Plot = await loadPlot();
  const points = items.flatMap((item) => [
    ...(item.infit === null
      ? []
      : [{ itemId: item.itemId, b: item.difficulty, value: item.infit, kind: "infit" }]),
    ...(item.outfit === null
      ? []
      : [{ itemId: item.itemId, b: item.difficulty, value: item.outfit, kind: "outfit" }]),
  ]);
  const far = points.filter((point) => point.value < 0.7 || point.value > 1.3);
  const difficulties = points.map((point) => point.b);
  const span = Math.max(...difficulties) - Math.min(...difficulties);
  const names = placeNames(
    far.map((point) => ({ x: point.b, y: point.value, name: point.itemId })),
    { width: (span * 70) / width, height: 0.05 },
  );
  return Plot.plot({
    ...frame(width, 310),
    marginTop: 34,
    x: { label: words.difficulty, ...ticks(1) },
    y: { label: words.meanSquare, grid: true, ...ticks(1) },
    color: { domain: ["infit", "outfit"], range: ["var(--plot-1)", "var(--plot-2)"] },
    symbol: { domain: ["infit", "outfit"], range: ["circle", "triangle"] },
    marks: [
      Plot.ruleY([0.7, 1.3], { stroke: "var(--colour-border)", strokeDasharray: "4 4" }),
      Plot.ruleY([1], { stroke: "var(--colour-border)" }),
      Plot.dot(points, { x: "b", y: "value", stroke: "kind", symbol: "kind", r: 4, strokeWidth: 1.5 }),
      ...nameMarks(Plot, names),
      // The key stands in the drawing itself, so that a saved file has it too.
      Plot.text(["○ infit"], { frameAnchor: "top-right", dx: -64, dy: -26, fill: "var(--plot-1)" }),
      Plot.text(["△ outfit"], { frameAnchor: "top-right", dy: -26, fill: "var(--plot-2)" }),
    ],
  });
}

export function fitTable(items: RunItem[], words: { difficulty: string }): PlotTable {
  return {
    columns: ["item", words.difficulty, "infit", "outfit", "rmsd"],
    rows: items.map((item) => [item.itemId, item.difficulty, item.infit, item.outfit, item.rmsd]),
  };
}
