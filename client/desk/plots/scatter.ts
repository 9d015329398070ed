import type { PlotTable } from "./plot-table.js";
import { frame, loadPlot, ticks } from "./plot.js";
import { nameMarks, nameWithFar } from "./point-names.js";
import { atEdge, beyond, once, usualRange, type Range } from "./range.js";

/** A point with a name. */
export interface ScatterPoint {
  name: string;
  x: number;
  y: number;
  /** Drawn filled, with its name. */
  isMarked: boolean;
}

/** What all scatters of items share: the axes, what is always shown of them, and lines to hold the points against. */
export interface ScatterFrame {
  x: { label: string; least: Range };
  y: { label: string; least: Range };
  /** Dashed lines across, at values of y. */
  bounds?: number[];
  /** Lines y = slope x + intercept, such as the one two calibrations should lie on; the first is drawn through, others are dashed. */
  lines?: { slope: number; intercept: number; name?: string }[];
  height?: number;
}

const margin = { top: 36, right: 16, bottom: 40, left: 52 };

/**
 * Points by name: open circles, and filled triangles with their names for those that stand out. A point beyond an axis
 * stands at its edge with its value in words.
 */
export async function drawScatter(points: ScatterPoint[], width: number, plot: ScatterFrame) {
  const Plot = await loadPlot();
  const { height = 320, lines = [] } = plot;
  const { x, y } = scatterRanges(points, plot);
  const drawn = points.map((point) => ({
    ...point,
    x: atEdge(x, point.x),
    y: atEdge(y, point.y),
    isFar: beyond(x, point.x) !== 0 || beyond(y, point.y) !== 0,
    name: nameWithFar(point.name, { range: x, value: point.x }, { range: y, value: point.y }),
  }));
  const names = drawn
    .filter(({ isFar, isMarked }) => isFar || isMarked)
    .map((point) => ({ ...point, isNeeded: point.isFar }));
  return Plot.plot({
    ...frame(width, height),
    marginTop: margin.top,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    x: { label: plot.x.label, domain: [x.low, x.high], ...ticks(1) },
    y: { label: plot.y.label, domain: [y.low, y.high], grid: true, ...ticks(y.high - y.low < 1 ? 2 : 1) },
    marks: [
      Plot.ruleY(plot.bounds ?? [], { stroke: "var(--colour-border)", strokeDasharray: "4 4" }),
      ...lines.map(({ slope, intercept }, k) =>
        Plot.line(
          [x.low, x.high].map((at) => ({ x: at, y: slope * at + intercept })),
          {
            x: "x",
            y: "y",
            stroke: k === 0 ? "var(--colour-border)" : "var(--plot-2)",
            strokeWidth: 1.5,
            strokeDasharray: k === 0 ? undefined : "5 4",
            clip: true,
          },
        ),
      ),
      // The key stands in the drawing itself, so that a saved file has it too.
      Plot.text(
        [lines.flatMap(({ name }, k) => (name ? [`${k === 0 ? "—" : "- -"} ${name}`] : [])).join("   ")],
        {
          frameAnchor: "top-right",
          dy: 12 - margin.top,
          textAnchor: "end",
        },
      ),
      Plot.dot(
        drawn.filter(({ isMarked }) => !isMarked),
        { x: "x", y: "y", stroke: "var(--plot-1)", r: 4, strokeWidth: 1.5 },
      ),
      Plot.dot(
        drawn.filter(({ isMarked }) => isMarked),
        { x: "x", y: "y", fill: "var(--plot-2)", stroke: "var(--plot-2)", symbol: "triangle", r: 5 },
      ),
      ...nameMarks(Plot, names, drawn, { x, y, width, height, margin }),
    ],
  });
}

/** Both axes, without the points far out. */
export function scatterRanges(points: readonly ScatterPoint[], plot: ScatterFrame): { x: Range; y: Range } {
  return {
    x: usualRange(once(points.map((point) => point.x)), plot.x.least),
    y: usualRange(once(points.map((point) => point.y)), plot.y.least),
  };
}

/** The points' values, with words for those that stand out. */
export function scatterTable(points: readonly ScatterPoint[], plot: ScatterFrame, marked: string): PlotTable {
  return {
    columns: ["item", plot.x.label, plot.y.label, "note"],
    rows: points.map(({ name, x, y, isMarked }) => [name, x, y, isMarked ? marked : ""]),
  };
}
