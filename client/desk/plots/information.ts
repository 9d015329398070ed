import type { RunResult } from "../../../server/contract/run-result.js";
import type { PlotTable } from "./plot-table.js";
import { frame, loadPlot, ticks } from "./plot.js";

/** Test information, and the standard error it means, along the scale. */
export async function drawInformation(
  result: RunResult,
  width: number,
  words: { theta: string; information: string; error: string },
) {
  const Plot = await loadPlot();
  const shown = result.information.filter((point) => Math.abs(point.theta) <= 4.5);
  const errorScale = Math.max(...shown.map((point) => point.information)) / 1.5;
  return Plot.plot({
    ...frame(width, 280),
    marginRight: 56,
    x: { label: words.theta, ticks: [-4, -3, -2, -1, 0, 1, 2, 3, 4], ...ticks(0) },
    y: { label: words.information, grid: true, zero: true },
    marks: [
      Plot.line(shown, { x: "theta", y: "information", stroke: "var(--plot-1)", strokeWidth: 2 }),
      Plot.line(
        shown.filter((point) => point.standardError <= 1.5),
        {
          x: "theta",
          y: (point: { standardError: number }) => point.standardError * errorScale,
          stroke: "var(--plot-2)",
          strokeWidth: 2,
          strokeDasharray: "6 4",
        },
      ),
      Plot.axisY({ anchor: "left", label: words.information, color: "var(--plot-1)", ...ticks(1) }),
      Plot.axisY(
        [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5].map((error) => error * errorScale),
        {
          anchor: "right",
          label: words.error,
          tickFormat: (value: number) => ticks(2).tickFormat(value / errorScale),
          color: "var(--plot-2)",
        },
      ),
    ],
  });
}

export function informationTable(
  result: RunResult,
  words: { theta: string; information: string; error: string },
): PlotTable {
  return {
    columns: [words.theta, words.information, words.error],
    rows: result.information.map((point) => [point.theta, point.information, point.standardError]),
  };
}
