import type { RunResult } from "../../../server/contract/research.js";
import type { PlotTable } from "./figure.js";
import { frame, loadPlot, ticks } from "./plot.js";

interface Label {
  theta: number;
  label: string;
  /** Column of the label, so that neighbours do not cover each other. */
  column: number;
}

/** Put labels into columns: each takes the first column whose last label lies far enough below. */
export function inColumns(points: { theta: number; label: string }[], apart: number): Label[] {
  const tops: number[] = [];
  return [...points]
    .sort((a, b) => a.theta - b.theta)
    .map((point) => {
      let column = tops.findIndex((top) => point.theta - top >= apart);
      if (column < 0) column = tops.length;
      tops[column] = point.theta;
      return { ...point, column };
    });
}

function thresholds(result: RunResult): { theta: number; label: string }[] {
  return result.items.flatMap((item) =>
    item.steps.map((theta, k) => ({
      theta,
      label: item.steps.length > 1 ? `${item.itemId}.${k + 1}` : item.itemId,
    })),
  );
}

/** Persons at the left and item steps at the right of one scale: where the test measures, and whom. */
export async function drawWrightMap(
  result: RunResult,
  width: number,
  words: { theta: string; persons: string; items: string },
) {
  const Plot = await loadPlot();
  const low = -4.5;
  const high = 4.5;
  const height = 560;
  const labels = inColumns(
    thresholds(result).filter((point) => point.theta > low && point.theta < high),
    ((high - low) / height) * 14,
  );
  const most = Math.max(1, ...result.personBins.map((bin) => bin.count));
  // Persons take the left third: their bars end at zero and grow to the left.
  const columnCount = Math.max(1, ...labels.map((label) => label.column + 1));
  return Plot.plot({
    ...frame(width, height),
    x: { axis: null, domain: [-0.5, 1] },
    y: { label: words.theta, domain: [low, high], grid: true, ...ticks(0) },
    marks: [
      Plot.rect(
        result.personBins.filter((bin) => bin.from >= low && bin.to <= high),
        {
          y1: "from",
          y2: "to",
          x1: (bin: { count: number }) => (-0.48 * bin.count) / most,
          x2: 0,
          fill: "var(--plot-1)",
          insetTop: 0.5,
          insetBottom: 0.5,
        },
      ),
      Plot.ruleX([0], { stroke: "var(--colour-border)" }),
      Plot.text(labels, {
        y: "theta",
        x: (label: Label) => 0.01 + (0.99 * label.column) / Math.max(columnCount, 5),
        text: (label: Label) => `– ${label.label}`,
        textAnchor: "start",
        fontSize: 11,
        fill: "var(--colour-text)",
      }),
      Plot.text([words.persons], { x: -0.25, y: high, dy: -12, fontWeight: 600 }),
      Plot.text([words.items], { x: 0.5, y: high, dy: -12, fontWeight: 600 }),
    ],
  });
}

export function wrightTable(
  result: RunResult,
  words: { theta: string; persons: string; items: string },
): PlotTable {
  return {
    columns: ["kind", "label", words.theta, "count"],
    rows: [
      ...result.personBins.map((bin) => [
        "persons",
        `${bin.from.toFixed(2)} – ${bin.to.toFixed(2)}`,
        (bin.from + bin.to) / 2,
        bin.count,
      ]),
      ...thresholds(result).map((point) => ["item step", point.label, point.theta, null]),
    ],
  };
}
