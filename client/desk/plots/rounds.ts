import type { InvarianceReport } from "../../../server/contract/comparisons.js";
import type { PlotTable } from "./plot-table.js";
import { frame, loadPlot, ticks } from "./plot.js";

/** What the plot says, in the reader's language. */
export interface RoundWords {
  round: string;
  largest: string;
  above: string;
}

type Round = InvarianceReport["rounds"][number];

/** With more rounds their numbers would cover each other. */
const numbersMax = 24;

/**
 * What is left after each calibration on the way to partial invariance: the largest RMSD as a line that falls to the threshold, and how
 * many pairs of item and group are above it as bars (right axis).
 */
export async function drawRounds(
  rounds: readonly Round[],
  threshold: number,
  width: number,
  words: RoundWords,
) {
  const Plot = await loadPlot();
  const most = Math.max(threshold, ...rounds.map(({ largestRmsd }) => largestRmsd)) * 1.15;
  const counts = Math.max(1, ...rounds.map(({ aboveCount }) => aboveCount));
  const scale = most / (counts * 1.15);
  const shown = rounds.map((each) => ({ ...each, bar: each.aboveCount * scale }));
  const numbered = rounds.filter((_, k) => k % Math.ceil(rounds.length / numbersMax) === 0);
  const last = rounds.at(-1)?.round ?? 1;
  // Bars of few rounds would be as wide as a hand.
  const half = Math.min(0.3, 0.05 * rounds.length);
  return Plot.plot({
    ...frame(width, 260),
    marginTop: 32,
    marginRight: 56,
    x: { label: words.round, domain: [0.4, Math.max(last, 2) + 0.6] },
    y: { domain: [0, most], grid: true },
    marks: [
      Plot.rect(shown, {
        x1: ({ round }: Round) => round - half,
        x2: ({ round }: Round) => round + half,
        y1: 0,
        y2: "bar",
        fill: "var(--plot-1)",
        fillOpacity: 0.22,
      }),
      Plot.text(
        shown.filter((each) => numbered.some(({ round }) => round === each.round)),
        {
          x: "round",
          y: 0,
          text: ({ aboveCount }: Round) => String(aboveCount),
          dy: -8,
          fill: "var(--plot-1)",
        },
      ),
      Plot.ruleY([threshold], { stroke: "var(--colour-border)", strokeDasharray: "4 4" }),
      Plot.line(shown, { x: "round", y: "largestRmsd", stroke: "var(--plot-2)", strokeWidth: 2 }),
      Plot.dot(shown, {
        x: "round",
        y: "largestRmsd",
        r: 3.5,
        stroke: "var(--plot-2)",
        fill: "var(--colour-paper)",
        strokeWidth: 1.5,
      }),
      Plot.axisX(
        numbered.map(({ round }) => round),
        { label: words.round, tickFormat: String },
      ),
      Plot.axisY({ anchor: "left", label: words.largest, color: "var(--plot-2)", ...ticks(2) }),
      Plot.axisY(
        countTicks(counts).map((count) => count * scale),
        {
          anchor: "right",
          label: words.above,
          tickFormat: (value: number) => String(Math.round(value / scale)),
          color: "var(--plot-1)",
        },
      ),
    ],
  });
}

/** Some five whole numbers from 0. */
function countTicks(most: number): number[] {
  const step = Math.max(1, Math.ceil(most / 4));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, k) => k * step);
}

/** A row a calibration, with what was done after it in words. */
export function roundsTable(
  { rounds, steps }: Pick<InvarianceReport, "rounds" | "steps">,
  words: RoundWords & { done: string; logLikelihood: string; parameters: string },
  inWords: (step: InvarianceReport["steps"][number]) => string,
): PlotTable {
  return {
    columns: [words.round, words.largest, words.above, words.logLikelihood, words.parameters, words.done],
    rows: rounds.map(({ round, largestRmsd, aboveCount, logLikelihood, parameterCount }) => [
      round,
      largestRmsd,
      aboveCount,
      logLikelihood,
      parameterCount,
      steps
        .filter((step) => step.round === round)
        .map(inWords)
        .join("; "),
    ]),
  };
}
