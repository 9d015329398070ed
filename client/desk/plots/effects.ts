import { format } from "../../shared/staff/i18n.js";
import { frame, loadPlot, shortened, ticks } from "./plot.js";
import { atEdge, beyond, once, usualRange, type Range } from "./range.js";

/** How much an item differs between two groups, and what that is called. */
export interface Effect {
  itemId: string;
  size: number;
  se: number | null;
  effectClass: "A" | "B" | "C" | null;
}

/** A measure of differences: where its classes begin, and how far it is drawn at least, in its own unit. */
export interface EffectScale {
  moderate: number;
  large: number;
  least: number;
  decimals: number;
}

/** What the plot says, in the reader's language. */
export interface EffectWords {
  effect: string;
  /** Whose effects they are. */
  group: string;
  /** What it means to lie to the left and to the right. */
  left: string;
  right: string;
  /** Of the classes A, B and C. */
  classes: Record<"A" | "B" | "C", string>;
}

/** The width of a letter, in pixels. */
const letter = 6.8;
const lineHeight = 19;
const marginTop = 76;
export const normal975 = 1.96;

export const classMarks = { A: "○", B: "▲", C: "◆" } as const;
const symbols = { A: "circle", B: "triangle", C: "diamond" } as const;
const colours = { A: "var(--plot-1)", B: "var(--plot-5)", C: "var(--plot-2)" } as const;

/** The largest first. */
export function inOrder(effects: readonly Effect[]): Effect[] {
  return [...effects].sort((a, b) => Math.abs(b.size) - Math.abs(a.size));
}

/**
 * Each item's effect with its 95 % interval, the largest on top, over bands of the classes. Classes are told apart by shape, and by their
 * letter at the right.
 */
export async function drawEffects(
  effects: readonly Effect[],
  width: number,
  scale: EffectScale,
  words: EffectWords,
) {
  const Plot = await loadPlot();
  const shown = inOrder(effects);
  const usual = usualRange(once(shown.map(({ size }) => size)), { low: -scale.least, high: scale.least });
  const reach = Math.max(-usual.low, usual.high);
  const range: Range = { low: -reach, high: reach };
  const points = shown.map((effect) => pointOf(effect, range));
  const band = (size: number) => ({ x1: Math.max(range.low, -size), x2: Math.min(range.high, size) });
  const { moderate, large, decimals } = scale;
  return Plot.plot({
    ...frame(width, marginTop + 44 + lineHeight * shown.length),
    marginTop,
    marginLeft: 16 + letter * Math.max(6, ...shown.map(({ itemId }) => itemId.length)),
    marginRight: 56,
    x: { label: words.effect, domain: [range.low, range.high], ...ticks(decimals) },
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
      Plot.axisX({ anchor: "bottom", label: words.effect, ...ticks(decimals) }),
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
      ...[
        `○ A ${words.classes.A} · ▲ B ${words.classes.B} · ◆ C ${words.classes.C}`,
        shortened(words.group, (width - 72) / letter),
      ].map((line, k) =>
        Plot.text([line], {
          frameAnchor: "top-right",
          dx: 40,
          dy: 12 + 20 * k - marginTop,
          textAnchor: "end",
        }),
      ),
      Plot.text([`← ${words.left}`], { frameAnchor: "top-left", dy: 56 - marginTop, textAnchor: "start" }),
      Plot.text([`${words.right} →`], { frameAnchor: "top-right", dy: 56 - marginTop, textAnchor: "end" }),
    ],
  });
}

function pointOf({ itemId, size, se, effectClass }: Effect, range: Range) {
  const letter = effectClass ?? "–";
  return {
    itemId,
    x: atEdge(range, size),
    from: atEdge(range, size - normal975 * (se ?? 0)),
    to: atEdge(range, size + normal975 * (se ?? 0)),
    of: effectClass ?? "A",
    label: beyond(range, size) === 0 ? letter : `${letter} ${format.number(size).replace("-", "−")}`,
  };
}
