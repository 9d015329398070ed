import type { RunItem } from "../../../server/contract/run-result.js";
import type { PlotTable } from "./plot-table.js";
import { frame, loadPlot, marks, ticks } from "./plot.js";

const thetaMax = 4;

/**
 * An item's characteristic curve: for two categories the probability of a right response, for more the probability of
 * each category, with the proportions observed in groups of persons of like ability and, for two categories, their 95 % intervals. Points off
 * the curve show misfit.
 */
export async function drawItemCurve(
  item: RunItem,
  width: number,
  words: { theta: string; probability: string },
) {
  const Plot = await loadPlot();
  const isTwo = item.maxScore === 1;
  const categories = isTwo ? [1] : item.curve.probabilities.map((_, k) => k);
  const colour = (k: number) => `var(--plot-${((isTwo ? 0 : k) % 7) + 1})`;
  return Plot.plot({
    ...frame(width, 280),
    x: { label: words.theta, domain: [-thetaMax, thetaMax], ...ticks(0) },
    y: { label: words.probability, domain: [0, 1], grid: true, ...ticks(1) },
    marks: categories.flatMap((k) => [
      Plot.line(
        item.curve.theta.map((theta, q) => ({ theta, p: item.curve.probabilities[k]?.[q] ?? 0 })),
        { x: "theta", y: "p", stroke: colour(k), strokeWidth: 2, clip: true },
      ),
      ...(isTwo
        ? [Plot.ruleX(intervals(item), { x: "theta", y1: "low", y2: "high", stroke: colour(k) })]
        : []),
      Plot.dot(
        // Not clipped: a point at 0 or 1 is a whole one.
        item.empirical
          .filter((group) => Math.abs(group.theta) <= thetaMax)
          .map((group) => ({ theta: group.theta, p: group.proportions[k] ?? 0, n: group.n })),
        {
          x: "theta",
          y: "p",
          r: marks.radius,
          stroke: colour(k),
          fill: "var(--colour-paper)",
          strokeWidth: 1.5,
        },
      ),
      // A number at the curve's highest point tells the categories apart without colour.
      ...(isTwo
        ? []
        : [
            Plot.text([highest(item, k)], {
              x: "theta",
              y: "p",
              text: "k",
              dy: -8,
              fill: colour(k),
              fontWeight: 600,
            }),
          ]),
    ]),
  });
}

/** 95 % intervals of the proportions right, as far as they lie between 0 and 1 (by the normal approximation). */
function intervals({ empirical }: RunItem): { theta: number; low: number; high: number }[] {
  return empirical
    .filter(({ theta }) => Math.abs(theta) <= thetaMax)
    .map(({ theta, n, proportions }) => {
      const p = proportions[1] ?? 0;
      const reach = 1.96 * Math.sqrt((p * (1 - p)) / n);
      return { theta, low: Math.max(0, p - reach), high: Math.min(1, p + reach) };
    });
}

function highest(item: RunItem, k: number): { theta: number; p: number; k: string } {
  let best = { theta: 0, p: -1, k: String(k) };
  item.curve.theta.forEach((theta, q) => {
    const p = item.curve.probabilities[k]?.[q] ?? 0;
    if (Math.abs(theta) <= 3.8 && p > best.p) best = { theta, p, k: String(k) };
  });
  return best;
}

/** The curve's and the groups' numbers, one row a point. */
export function itemCurveTable(item: RunItem, words: { theta: string }): PlotTable {
  const categories = item.curve.probabilities.map((_, k) => k);
  return {
    columns: ["source", words.theta, "n", ...categories.map((k) => `P(X=${k})`), "E(X)"],
    rows: [
      ...item.empirical.map((group) => [
        "observed",
        group.theta,
        group.n,
        ...group.proportions,
        group.meanScore,
      ]),
      ...item.curve.theta.map((theta, q) => [
        "model",
        theta,
        null,
        ...categories.map((k) => item.curve.probabilities[k]?.[q] ?? null),
        item.curve.expectedScore[q] ?? null,
      ]),
    ],
  };
}
