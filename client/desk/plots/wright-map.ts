import type { RunResult } from "../../../server/contract/run-result.js";
import type { PlotTable } from "./plot-table.js";
import { format } from "../../shared/staff/i18n.js";
import { frame, loadPlot, ticks } from "./plot.js";
import { beyond, once, usualRange, type Range } from "./range.js";

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

/**
 * The labels of the first `count` columns. One that would stand in a later column, and so beyond the map's edge, is
 * counted behind the nearest of the last column: "M1Q07 +2".
 */
export function firstColumns(labels: readonly Label[], count: number): Label[] {
  const kept = labels.filter(({ column }) => column < count).map((label) => ({ ...label, others: 0 }));
  const last = kept.filter(({ column }) => column === count - 1);
  for (const { theta } of labels.filter(({ column }) => column >= count)) {
    const distance = (label: Label) => Math.abs(label.theta - theta);
    const nearest = last.reduce((best, label) => (distance(label) < distance(best) ? label : best));
    nearest.others++;
  }
  return kept.map(({ others, ...label }) =>
    others > 0 ? { ...label, label: `${label.label} +${others}` } : label,
  );
}

function thresholds(result: Pick<RunResult, "items">): { theta: number; label: string }[] {
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
/** The width of the count of those that found no place, " +12". */
const countWidth = 24;
const heightMin = 480;
const heightMax = 2400;
/** On a small screen no more than two of its heights: names that find no place are counted, and stand in the table. */
const smallHeightMax = 1000;
/** Below this width the heading of the persons would stand on the axis label; the description names both sides. */
const headingWidth = 560;

/** Three logits to each side are always shown. */
const least = { low: -3, high: 3 };

/** The scale's ends in whole logits: where the persons and the items are, without those far out. */
export function wrightRange(result: Pick<RunResult, "items" | "personBins">): Range {
  const ofItems = usualRange(once(thresholds(result).map(({ theta }) => theta)), least);
  const bins = result.personBins.filter(({ count }) => count > 0);
  const ofPersons = usualRange(
    bins.flatMap(({ from, to, count }) => [
      { value: from, count },
      { value: to, count },
    ]),
    least,
  );
  return {
    low: Math.floor(Math.min(ofItems.low, ofPersons.low)),
    high: Math.ceil(Math.max(ofItems.high, ofPersons.high)),
  };
}

/** What the map says, in the reader's language. */
export interface WrightWords {
  theta: string;
  persons: string;
  items: string;
  /** So many persons beyond an edge. */
  personsBeyond: (count: number) => string;
  /** What the table says of a row that stands at the edge. */
  offPlot: string;
}

/** So many lines may stand beyond an edge; the last one then counts the others. */
const linesMax = 6;

/** The lines beyond an edge: each far item step with its value, nearest first. */
export function farLines(points: { theta: number; label: string }[], range: Range, side: -1 | 1): string[] {
  const far = points
    .filter(({ theta }) => beyond(range, theta) === side)
    .sort((a, b) => side * (a.theta - b.theta));
  const lines = far.map(({ theta, label }) => `${side > 0 ? "▲" : "▼"} ${label}: ${logits(theta)}`);
  if (lines.length <= linesMax) return lines;
  return [...lines.slice(0, linesMax - 1), `… +${lines.length - linesMax + 1}`];
}

const logits = (theta: number): string => format.number(theta).replace("-", "−");

/** Persons at the left and item steps at the right of one scale: where the test measures, and whom. */
export async function drawWrightMap(result: RunResult, width: number, words: WrightWords) {
  const Plot = await loadPlot();
  const range = wrightRange(result);
  const { low, high } = range;
  const points = thresholds(result);
  const near = points.filter(({ theta }) => beyond(range, theta) === 0);
  const [below, above] = ([-1, 1] as const).map((side) => ({
    side,
    lines: farLines(points, range, side),
    personCount: personsBeyond(result, range, side),
  })) as [Edge, Edge];
  const top = 24 + roomOf(above);
  const bottom = 40 + roomOf(below);
  // Persons take the left third: their bars end at zero and grow to the left.
  const scaleWidth = width - 68;
  const labelsWidth = (scaleWidth * 2) / 3;
  const columnMax = Math.max(1, Math.floor(labelsWidth / labelWidth));
  // Where the labels need more columns than there are, the scale is drawn larger.
  const tallest = width < headingWidth ? smallHeightMax : heightMax;
  let height = heightMin;
  const laid = () => inColumns(near, ((high - low) / (height - top - bottom)) * labelHeight);
  let labels = laid();
  while (labels.some((label) => label.column >= columnMax) && height < tallest) {
    height = Math.min(tallest, height + 80);
    labels = laid();
  }
  if (labels.some((label) => label.column >= columnMax)) {
    labels = firstColumns(labels, Math.max(1, Math.floor((labelsWidth - countWidth) / labelWidth)));
  }
  const most = Math.max(1, ...result.personBins.map((bin) => bin.count));
  return Plot.plot({
    ...frame(width, height),
    marginTop: top,
    marginBottom: bottom,
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
        result.personBins.filter((bin) => bin.count > 0 && bin.from >= low && bin.to <= high),
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
      ...edgeMarks(Plot, below, low, words),
      ...edgeMarks(Plot, above, high, words),
      Plot.text(width < headingWidth ? [] : [words.persons], {
        x: -0.01,
        y: high,
        dy: 12 - top,
        textAnchor: "end",
        fontWeight: 600,
      }),
      Plot.text([words.items], { x: 0.01, y: high, dy: 12 - top, textAnchor: "start", fontWeight: 600 }),
    ],
  });
}

interface Edge {
  side: -1 | 1;
  lines: string[];
  personCount: number;
}

const roomOf = ({ lines, personCount }: Edge): number =>
  labelHeight * Math.max(lines.length, personCount > 0 ? 1 : 0);

function personsBeyond({ personBins }: RunResult, { low, high }: Range, side: -1 | 1): number {
  const far = personBins.filter(({ from, to }) => (side > 0 ? to > high : from < low));
  return far.reduce((sum, { count }) => sum + count, 0);
}

/** The far ones in words, one under the other outside the scale. */
function edgeMarks(
  Plot: Awaited<ReturnType<typeof loadPlot>>,
  { side, lines, personCount }: Edge,
  y: number,
  words: WrightWords,
) {
  const line = (text: string, index: number, x: number, textAnchor: "start" | "end") =>
    Plot.text([text], {
      x,
      y,
      dy: -side * (8 + labelHeight * index),
      textAnchor,
      fontSize: 11,
      fill: "var(--colour-text)",
    });
  return [
    ...lines.map((text, index) => line(text, index, 0.01, "start")),
    ...(personCount > 0
      ? [line(`${side > 0 ? "▲" : "▼"} ${words.personsBeyond(personCount)}`, 0, -0.01, "end")]
      : []),
  ];
}

export function wrightTable(result: RunResult, words: WrightWords): PlotTable {
  const range = wrightRange(result);
  const note = (isFar: boolean) => (isFar ? words.offPlot : "");
  return {
    columns: ["kind", "label", words.theta, "count", "note"],
    rows: [
      ...result.personBins.map((bin) => [
        "persons",
        `${bin.from.toFixed(2)} – ${bin.to.toFixed(2)}`,
        (bin.from + bin.to) / 2,
        bin.count,
        note(bin.count > 0 && (bin.from < range.low || bin.to > range.high)),
      ]),
      ...thresholds(result).map((point) => [
        "item step",
        point.label,
        point.theta,
        null,
        note(beyond(range, point.theta) !== 0),
      ]),
    ],
  };
}
