import type { ClassicalTable } from "../../../server/contract/classical.js";
import type { PlotTable } from "./plot-table.js";
import { frame, loadPlot, ticks } from "./plot.js";

type Distribution = ClassicalTable["scoreDistribution"];

/** How many test takers reached each sum score, a small plot a booklet. */
export async function drawScores(
  distribution: Distribution,
  width: number,
  words: { score: string; persons: string },
) {
  const Plot = await loadPlot();
  // A booklet that nobody completed has nothing to show.
  const shown = distribution.filter(({ counts }) => counts.some((count) => count > 0));
  const most = Math.max(1, ...shown.flatMap(({ counts }) => counts));
  const bars = shown.flatMap(({ bookletId, counts }) =>
    counts.map((count, score) => ({ bookletId, count, score })),
  );
  const isOne = shown.length <= 1;
  return Plot.plot({
    ...frame(width, isOne ? 260 : 70 * shown.length + 70),
    marginRight: isOne ? 20 : 96,
    x: { label: words.score, interval: 1, ...ticks(0) },
    y: {
      label: isOne ? words.persons : null,
      grid: true,
      ticks: isOne && most > 5 ? 5 : [0, most],
      domain: [0, most],
      ...ticks(0),
    },
    fy: { label: null, padding: 0.3 },
    marks: [
      Plot.rectY(bars, {
        x: "score",
        y: "count",
        ...(isOne ? {} : { fy: "bookletId" }),
        interval: 1,
        fill: "var(--plot-1)",
      }),
      Plot.ruleY([0], { stroke: "var(--colour-border)" }),
    ],
  });
}

export function scoresTable(
  distribution: Distribution,
  words: { score: string; persons: string },
): PlotTable {
  return {
    columns: ["booklet", words.score, words.persons],
    rows: distribution.flatMap(({ bookletId, counts }) =>
      counts.map((count, score) => [bookletId, score, count]),
    ),
  };
}
