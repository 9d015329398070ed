import type { DifItem } from "../../../server/contract/comparisons.js";
import { format } from "../../shared/staff/i18n.js";
import type { PlotTable } from "./plot-table.js";
import { frame, loadPlot, ticks } from "./plot.js";
import { atEdge, beyond, once, usualRange, type Range } from "./range.js";

/** What the plot says, in the reader's language. */
export interface DifWords {
  effect: string;
  harder: string;
  easier: string;
  /** Of the classes A, B and C. */
  classes: Record<"A" | "B" | "C", string>;
}

/** Bounds of the ETS classes on the delta scale (Zieky, 1993). */
const moderate = 1;
const large = 1.5;

const lineHeight = 19;
const marginTop = 56;
const normal975 = 1.96;

export const classMarks = { A: "○", B: "▲", C: "◆" } as const;
const symbols = { A: "circle", B: "triangle", C: "diamond" } as const;
const colours = { A: "var(--plot-1)", B: "var(--plot-5)", C: "var(--plot-2)" } as const;

type Shown = DifItem & { delta: number };

/** The items with an effect, the largest first. */
export function inOrder(items: readonly DifItem[]): Shown[] {
  return items
    .filter((item): item is Shown => item.delta !== null)
    .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
}

/**
 * Each item's effect on the delta scale with its 95 % interval, the largest on top, over bands of the ETS classes. Classes
 * are told apart by shape, and by their letter at the right.
 */
export async function drawDif(items: DifItem[], width: number, words: DifWords) {
  const Plot = await loadPlot();
  const shown = inOrder(items);
  const least = { low: -2.2, high: 2.2 };
  const usual = usualRange(once(shown.map(({ delta }) => delta)), least);
  const reach = Math.max(-usual.low, usual.high);
  const range: Range = { low: -reach, high: reach };
  const marginLeft = 16 + 6.8 * Math.max(6, ...shown.map(({ itemId }) => itemId.length));
  const points = shown.map((item) => ({
    itemId: item.itemId,
    x: atEdge(range, item.delta),
    from: atEdge(range, item.delta - normal975 * (item.deltaSe ?? 0)),
    to: atEdge(range, item.delta + normal975 * (item.deltaSe ?? 0)),
    of: item.effectClass ?? "A",
    label:
      beyond(range, item.delta) === 0
        ? (item.effectClass ?? "–")
        : `${item.effectClass ?? "–"} ${format.number(item.delta).replace("-", "−")}`,
  }));
  const band = (size: number) => ({
    x1: Math.max(range.low, -size),
    x2: Math.min(range.high, size),
  });
  return Plot.plot({
    ...frame(width, marginTop + 44 + lineHeight * shown.length),
    marginTop,
    marginLeft,
    marginRight: 56,
    x: { label: words.effect, domain: [range.low, range.high], ...ticks(1) },
    y: { domain: points.map(({ itemId }) => itemId), label: null, tickSize: 0 },
    marks: [
      Plot.rect([band(Infinity)], { x1: "x1", x2: "x2", fill: "var(--colour-bad-soft)", fillOpacity: 0.6 }),
      Plot.rect([band(large)], { x1: "x1", x2: "x2", fill: "var(--colour-attention-soft)" }),
      Plot.rect([band(moderate)], { x1: "x1", x2: "x2", fill: "var(--colour-paper)" }),
      Plot.ruleX([-large, -moderate, moderate, large], {
        stroke: "var(--colour-border)",
        strokeDasharray: "3 4",
      }),
      Plot.ruleX([0], { stroke: "var(--colour-border)" }),
      Plot.axisX({ anchor: "bottom", label: words.effect, ...ticks(1) }),
      Plot.link(points, { x1: "from", x2: "to", y: "itemId", stroke: "var(--colour-text-quiet)" }),
      ...(["A", "B", "C"] as const).map((of) =>
        Plot.dot(
          points.filter((point) => point.of === of),
          {
            x: "x",
            y: "itemId",
            symbol: symbols[of],
            r: of === "A" ? 4 : 5,
            fill: of === "A" ? "var(--colour-paper)" : colours[of],
            stroke: colours[of],
            strokeWidth: 1.5,
          },
        ),
      ),
      Plot.text(points, {
        x: () => range.high,
        y: "itemId",
        text: "label",
        textAnchor: "start",
        dx: 10,
        fill: "var(--colour-text)",
      }),
      // The key stands in the drawing itself, so that a saved file has it too.
      Plot.text([`○ A ${words.classes.A} · ▲ B ${words.classes.B} · ◆ C ${words.classes.C}`], {
        frameAnchor: "top-right",
        dx: 40,
        dy: 12 - marginTop,
        textAnchor: "end",
      }),
      Plot.text([`← ${words.harder}`], { frameAnchor: "top-left", dy: 36 - marginTop, textAnchor: "start" }),
      Plot.text([`${words.easier} →`], { frameAnchor: "top-right", dy: 36 - marginTop, textAnchor: "end" }),
    ],
  });
}

export function difTable(items: readonly DifItem[], words: DifWords): PlotTable {
  return {
    columns: ["item", words.effect, "SE", "95 % −", "95 % +", "ETS"],
    rows: inOrder(items).map(({ itemId, delta, deltaSe, effectClass }) => [
      itemId,
      delta,
      deltaSe,
      deltaSe === null ? null : delta - normal975 * deltaSe,
      deltaSe === null ? null : delta + normal975 * deltaSe,
      effectClass,
    ]),
  };
}
