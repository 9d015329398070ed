import type { RunItem } from "../../../server/contract/research.js";
import { format } from "../../shared/staff/i18n.js";
import type { PlotTable } from "./figure.js";
import { layNames } from "./labels.js";
import { frame, loadPlot, ticks } from "./plot.js";
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
  const scale = {
    x: (width - margin.left - margin.right) / (x.high - x.low),
    y: (height - margin.top - margin.bottom) / (y.high - y.low),
  };
  const names = layNames(
    namesOf(points, x, y).map(({ name, isNeeded, at }) => ({
      name,
      isNeeded,
      x: (at.x - x.low) * scale.x,
      y: (y.high - at.y) * scale.y,
    })),
    width - margin.left - margin.right,
  ).map((name) => ({ ...name, x: x.low + name.x / scale.x, y: y.high - name.y / scale.y }));
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
      ...(["start", "middle", "end"] as const).map((textAnchor) =>
        Plot.text(
          names.filter(({ anchor }) => anchor === textAnchor),
          { x: "x", y: "y", text: "name", textAnchor, fontSize: 11, fill: "var(--colour-text)" },
        ),
      ),
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
): { name: string; isNeeded: boolean; at: { x: number; y: number } }[] {
  const surprise = ({ value }: Point) => Math.abs(Math.log(value));
  const isWorse = (point: Point) =>
    points.every(
      (other) => other.itemId !== point.itemId || other === point || surprise(other) <= surprise(point),
    );
  return points
    .filter((point) => (beyond(x, point.b) === 0 ? isMarked(point, y) : isWorse(point)))
    .map((point) => ({ name: nameOf(point, x, y), isNeeded: point.isFar, at: { x: point.x, y: point.y } }));
}

function isMarked({ value }: Point, y: Range): boolean {
  return value < 0.7 || value > 1.3 || beyond(y, value) !== 0;
}

/** The item's name; beyond an axis with an arrow and the value there. */
function nameOf({ itemId, b, value }: Point, x: Range, y: Range): string {
  const number = (each: number) => format.number(each).replace("-", "−");
  const beside = beyond(x, b);
  const upright = beyond(y, value);
  return [
    itemId,
    ...(beside === 0 ? [] : [`${beside > 0 ? "▶" : "◀"} b = ${number(b)}`]),
    ...(upright === 0 ? [] : [`${upright > 0 ? "▲" : "▼"} ${number(value)}`]),
  ].join(" ");
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
