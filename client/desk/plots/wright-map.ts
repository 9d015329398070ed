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

/** A label's width and height in pixels, with the room around it. */
const labelWidth = 82;
const labelHeight = 14;
const heightMin = 480;
const heightMax = 1600;

/** The scale's ends in whole logits: everything fits, and three logits to each side are always shown. */
function ends(result: RunResult): { low: number; high: number } {
  const all = [
    ...thresholds(result).map((point) => point.theta),
    ...result.personBins.filter((bin) => bin.count > 0).flatMap((bin) => [bin.from, bin.to]),
  ];
  return { low: Math.floor(Math.min(-3, ...all)), high: Math.ceil(Math.max(3, ...all)) };
}

/** Persons at the left and item steps at the right of one scale: where the test measures, and whom. */
export async function drawWrightMap(
  result: RunResult,
  width: number,
  words: { theta: string; persons: string; items: string },
) {
  const Plot = await loadPlot();
  const { low, high } = ends(result);
  // Persons take the left third: their bars end at zero and grow to the left.
  const scaleWidth = width - 68;
  const columnMax = Math.max(1, Math.floor((scaleWidth * 2) / 3 / labelWidth));
  // Where the labels need more columns than there are, the scale is drawn larger.
  let height = heightMin;
  let labels: Label[];
  do {
    labels = inColumns(thresholds(result), ((high - low) / (height - 64)) * labelHeight);
    height += 80;
  } while (labels.some((label) => label.column >= columnMax) && height < heightMax);
  const most = Math.max(1, ...result.personBins.map((bin) => bin.count));
  return Plot.plot({
    ...frame(width, height),
    x: { axis: null, domain: [-0.5, 1] },
    y: {
      label: words.theta,
      domain: [low, high],
      grid: true,
      ticks: Array.from({ length: high - low + 1 }, (_, k) => low + k),
      ...ticks(0),
    },
    marks: [
      Plot.rect(
        result.personBins.filter((bin) => bin.count > 0),
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
        x: (label: Label) => 0.01 + (1.5 * labelWidth * label.column) / scaleWidth,
        text: (label: Label) => `– ${label.label}`,
        textAnchor: "start",
        fontSize: 11,
        fill: "var(--colour-text)",
      }),
      Plot.text([words.persons], { x: -0.01, y: high, dy: -12, textAnchor: "end", fontWeight: 600 }),
      Plot.text([words.items], { x: 0.01, y: high, dy: -12, textAnchor: "start", fontWeight: 600 }),
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
