import { format } from "../../shared/staff/i18n.js";
import { layNames, type Laid, type Place, type WantedName } from "./labels.js";
import type { loadPlot } from "./plot.js";
import { beyond, type Range } from "./range.js";

/** Where points are drawn: their axes, and the size of the drawing in pixels with its margins. */
export interface PointFrame {
  x: Range;
  y: Range;
  width: number;
  height: number;
  margin: { top: number; right: number; bottom: number; left: number };
}

/** A value on an axis, with what stands before it where it is told. */
interface Told {
  range: Range;
  value: number;
  sign?: string;
}

/** A point's name; beyond an axis with an arrow and the value there. */
export function nameWithFar(name: string, x: Told, y: Told): string {
  const told = ({ range, value, sign = "" }: Told, arrows: { below: string; above: string }) => {
    const side = beyond(range, value);
    if (side === 0) return [];
    return [`${side > 0 ? arrows.above : arrows.below} ${sign}${format.number(value).replace("-", "−")}`];
  };
  return [name, ...told(x, { below: "◀", above: "▶" }), ...told(y, { below: "▼", above: "▲" })].join(" ");
}

/**
 * The marks of names beside their points, laid so that none covers another. Names are where the points are on the axes; `points`
 * are all that are drawn.
 */
export function nameMarks(
  Plot: Awaited<ReturnType<typeof loadPlot>>,
  names: readonly WantedName[],
  points: readonly Place[],
  { x, y, width, height, margin }: PointFrame,
) {
  const across = width - margin.left - margin.right;
  const down = height - margin.top - margin.bottom;
  const scale = { x: across / (x.high - x.low), y: down / (y.high - y.low) };
  const inPixels = <Point extends Place>(point: Point): Point => ({
    ...point,
    x: (point.x - x.low) * scale.x,
    y: (y.high - point.y) * scale.y,
  });
  const room = { right: across, bottom: down, others: points.map(inPixels) };
  const laid = layNames(names.map(inPixels), room).map((name): Laid => ({
    ...name,
    x: x.low + name.x / scale.x,
    y: y.high - name.y / scale.y,
  }));
  return (["start", "middle", "end"] as const).map((textAnchor) =>
    Plot.text(
      laid.filter(({ anchor }) => anchor === textAnchor),
      { x: "x", y: "y", text: "name", textAnchor, fontSize: 11, fill: "var(--colour-text)" },
    ),
  );
}
