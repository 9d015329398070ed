import type { ClassicalTable } from "../../../server/contract/research.js";
import type { PlotTable } from "./figure.js";
import { frame, loadPlot } from "./plot.js";

type Distribution = ClassicalTable["scoreDistribution"];

/** How many test takers reached each sum score, a small plot a booklet. */
export async function drawScores(
  distribution: Distribution,
  width: number,
  words: { score: string; persons: string },
) {
  const Plot = await loadPlot();
  const bars = distribution.flatMap(({ bookletId, counts }) =>
    counts.map((count, score) => ({ bookletId, count, score })),
  );
  const isOne = distribution.length === 1;
  return Plot.plot({
    ...frame(width, isOne ? 260 : 90 * distribution.length + 60),
    marginRight: isOne ? 20 : 60,
    x: { label: words.score, interval: 1 },
    y: { label: isOne ? words.persons : null, grid: true, ticks: isOne ? 5 : 2 },
    fy: { label: null },
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
