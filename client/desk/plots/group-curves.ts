import type { DifItem } from "../../../server/contract/comparisons.js";
import type { RunItem } from "../../../server/contract/run-result.js";
import type { PlotTable } from "./plot-table.js";
import { frame, loadPlot, shortened, ticks } from "./plot.js";

/** What the plot says, in the reader's language. */
export interface GroupCurveWords {
  theta: string;
  score: string;
  model: string;
  /** Of the groups, the reference group first. */
  groups: string[];
}

const thetaMax = 4;
/** Of a line of the key, in pixels. */
const keyHeight = 17;
const marks = ["○", "△"];
const symbols = ["circle", "triangle"] as const;

/**
 * Mean scores by ability in each group with their 95 % intervals, over the run's expected score: groups that lie apart at
 * the same ability show that the item works differently.
 */
export async function drawGroupCurves(item: RunItem, dif: DifItem, width: number, words: GroupCurveWords) {
  const Plot = await loadPlot();
  const most = item.maxScore;
  const key = [...words.groups.map((group, g) => `${marks[g] ?? "□"} ${group}`), `— ${words.model}`];
  const marginTop = 40 + keyHeight * key.length;
  const points = dif.curves.flatMap(({ points: own }, g) =>
    own
      // Left out rather than clipped: a point at the least or the greatest score is a whole one.
      .filter(({ theta }) => Math.abs(theta) <= thetaMax)
      .map(({ theta, meanScore, se }) => ({
        g,
        theta,
        y: meanScore,
        low: Math.max(0, meanScore - 1.96 * (se ?? 0)),
        high: Math.min(most, meanScore + 1.96 * (se ?? 0)),
      })),
  );
  return Plot.plot({
    ...frame(width, 240 + marginTop),
    marginTop,
    x: { label: words.theta, domain: [-thetaMax, thetaMax], ...ticks(0) },
    y: { label: words.score, domain: [0, most], grid: true, ...ticks(most > 2 ? 0 : 1) },
    marks: [
      Plot.line(
        item.curve.theta.map((theta, q) => ({ theta, y: item.curve.expectedScore[q] ?? 0 })),
        { x: "theta", y: "y", stroke: "var(--colour-border)", strokeWidth: 1.5, clip: true },
      ),
      ...dif.curves.flatMap((_, g) => {
        const own = points.filter((point) => point.g === g);
        const colour = `var(--plot-${g + 1})`;
        return [
          Plot.ruleX(own, { x: "theta", y1: "low", y2: "high", stroke: colour }),
          Plot.dot(own, {
            x: "theta",
            y: "y",
            symbol: symbols[g] ?? "square",
            r: 4.5,
            stroke: colour,
            fill: "var(--colour-paper)",
            strokeWidth: 1.75,
          }),
        ];
      }),
      // A line for each, because names of groups are long.
      ...key.map((line, k) =>
        Plot.text([shortened(line, (width - 32) / 6.8)], {
          frameAnchor: "top-left",
          dx: -40,
          dy: 30 + keyHeight * k - marginTop,
          textAnchor: "start",
          fill: k < words.groups.length ? `var(--plot-${k + 1})` : "var(--colour-text-quiet)",
        }),
      ),
    ],
  });
}

export function groupCurvesTable(dif: DifItem, words: GroupCurveWords): PlotTable {
  return {
    columns: ["group", words.theta, "n", words.score, "SE"],
    rows: dif.curves.flatMap(({ points }, g) =>
      points.map(({ theta, n, meanScore, se }) => [words.groups[g] ?? "", theta, n, meanScore, se]),
    ),
  };
}
