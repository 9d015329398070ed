import type { RunItem } from "../../../server/contract/run-result.js";
import type { PlotTable } from "./plot-table.js";
import type { WantedName } from "./labels.js";
import { frame, loadPlot, ticks } from "./plot.js";
import { nameMarks, nameWithFar } from "./point-names.js";
import { atEdge, beyond, once, usualRange, type Range } from "./range.js";

/** What the plot says, in the reader's language. */
export interface FitWords {
  difficulty: string;
  meanSquare: string;
  /** What the table says of a row that stands at the edge. */
  offPlot: string;
}

interface Point {
  itemId: string;
  b: number;
  value: number;
  kind: "infit" | "outfit";
}

const height = 340;
/** The margins of the drawing in pixels: names of points at the upper edge stand above it. */
const margin = { top: 66, right: 16, bottom: 40, left: 48 };

/** Two logits to each side, and the band that surveys ask for with a little around it, are always shown. */
const leastDifficulty = { low: -2, high: 2 };
const leastMeanSquare = { low: 0.5, high: 1.5 };

function pointsOf(items: RunItem[]): Point[] {
  return items.flatMap(({ itemId, difficulty: b, infit, outfit }) => [
    ...(infit === null ? [] : [{ itemId, b, value: infit, kind: "infit" as const }]),
    ...(outfit === null ? [] : [{ itemId, b, value: outfit, kind: "outfit" as const }]),
  ]);
}

/** Both axes, without the items far out on either. */
export function fitRanges(items: RunItem[]): { x: Range; y: Range } {
  const points = pointsOf(items);
  return {
    x: usualRange(once(points.map(({ b }) => b)), leastDifficulty),
    y: usualRange(once(points.map(({ value }) => value)), leastMeanSquare),
  };
}

/**
 * Infit and outfit against difficulty, with the band from 0.7 to 1.3 that surveys commonly ask for. A point beyond an axis
 * stands at its edge, filled, with its values in words.
 */
export async function drawFit(items: RunItem[], width: number, words: FitWords) {
  const Plot = await loadPlot();
  const { x, y } = fitRanges(items);
  const points = pointsOf(items).map((point) => ({
    ...point,
    x: atEdge(x, point.b),
    y: atEdge(y, point.value),
    isFar: beyond(x, point.b) !== 0 || beyond(y, point.value) !== 0,
  }));
  return Plot.plot({
    ...frame(width, height),
    marginTop: margin.top,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    x: { label: words.difficulty, domain: [x.low, x.high], ...ticks(1) },
    y: { label: words.meanSquare, domain: [y.low, y.high], grid: true, ...ticks(1) },
    color: { domain: ["infit", "outfit"], range: ["var(--plot-1)", "var(--plot-2)"] },
    symbol: { domain: ["infit", "outfit"], range: ["circle", "triangle"] },
    marks: [
      Plot.ruleY([0.7, 1.3], { stroke: "var(--colour-border)", strokeDasharray: "4 4" }),
      Plot.ruleY([1], { stroke: "var(--colour-border)" }),
      Plot.dot(points, { x: "x", y: "y", stroke: "kind", symbol: "kind", r: 4, strokeWidth: 1.5 }),
      Plot.dot(
        points.filter(({ isFar }) => isFar),
        { x: "x", y: "y", fill: "kind", symbol: "kind", r: 4 },
      ),
      ...nameMarks(Plot, namesOf(points, x, y), points, { x, y, width, height, margin }),
      // The key stands in the drawing itself, so that a saved file has it too.
      Plot.text(["○ infit"], {
        frameAnchor: "top-right",
        dx: -64,
        dy: 10 - margin.top,
        fill: "var(--plot-1)",
      }),
      Plot.text(["△ outfit"], { frameAnchor: "top-right", dy: 10 - margin.top, fill: "var(--plot-2)" }),
    ],
  });
}

/**
 * The names to show: of each item at an edge one, and of the others those outside the band. Infit and outfit of an item
 * beyond the same end of the difficulties share a name, which stands at the more surprising of the two.
 */
function namesOf(
  points: readonly (Point & { x: number; y: number; isFar: boolean })[],
  x: Range,
  y: Range,
): WantedName[] {
  const surprise = ({ value }: Point) => Math.abs(Math.log(value));
  const isWorse = (point: Point) =>
    points.every(
      (other) => other.itemId !== point.itemId || other === point || surprise(other) <= surprise(point),
    );
  return points
    .filter((point) => (beyond(x, point.b) === 0 ? isMarked(point, y) : isWorse(point)))
    .map((point) => ({
      name: nameWithFar(
        point.itemId,
        { range: x, value: point.b, sign: "b = " },
        { range: y, value: point.value },
      ),
      isNeeded: point.isFar,
      x: point.x,
      y: point.y,
    }));
}

function isMarked({ value }: Point, y: Range): boolean {
  return value < 0.7 || value > 1.3 || beyond(y, value) !== 0;
}

export function fitTable(items: RunItem[], words: Pick<FitWords, "difficulty" | "offPlot">): PlotTable {
  const { x, y } = fitRanges(items);
  const isFar = ({ difficulty, infit, outfit }: RunItem) =>
    beyond(x, difficulty) !== 0 || [infit, outfit].some((each) => each !== null && beyond(y, each) !== 0);
  return {
    columns: ["item", words.difficulty, "infit", "outfit", "rmsd", "note"],
    rows: items.map((item) => [
      item.itemId,
      item.difficulty,
      item.infit,
      item.outfit,
      item.rmsd,
      isFar(item) ? words.offPlot : "",
    ]),
  };
}
