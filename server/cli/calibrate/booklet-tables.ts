import {
  itemCurve,
  marginalReliability,
  reliabilityAnalysis,
  responseProbabilityLocation,
  scoreTable,
  testInformation,
  thetaRange,
  type Calibration,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { bookletScores, bookletsOf, calibratedColumns, partOf, type Booklet } from "./booklets.js";
import type { Cell, Table } from "../files/table.js";
import { noteRow } from "../files/note-row.js";

/** The further tables of `--tables`. */
export const bookletFiles = [
  "booklets.csv",
  "score-tables.csv",
  "information.csv",
  "item-information.csv",
  "item-map.csv",
];

/** Abilities at which information is given: `count` from `from` to `to`, equally spaced. */
export interface InformationGrid {
  from: number;
  to: number;
  count: number;
}

/** Where information is given if nothing else is said. */
export const informationGrid: InformationGrid = { from: -4, to: 4, count: 81 };

/** What the tables are made for. */
export interface BookletTablesRequest {
  /** Each test taker's booklet; null where there are none. */
  booklets: readonly string[] | null;
  /** The unit of each item of the data, for stratified alpha; null where none are known. */
  units: readonly string[] | null;
  grid: InformationGrid;
  /** The probability by which items are placed on the scale; PISA's by default. */
  responseProbability?: number;
}

/** As PISA places its items. */
const pisaResponseProbability = 0.62;

/** One booklet in one group of the calibration. */
interface Form {
  booklet: Booklet;
  group: number;
  /** Its calibrated items, as places in the data. */
  columns: number[];
  names: string[];
}

/**
 * What a study looks up by booklet and group: the sum-score tables, test information, and reliabilities; and each item's
 * information. By file name, with what is to be noted.
 */
export function bookletTables(
  calibration: Calibration,
  data: ResponseData,
  { booklets, units, grid, responseProbability = pisaResponseProbability }: BookletTablesRequest,
): { tables: Record<string, Table>; notes: Cell[][] } {
  const theta = thetaRange(grid.from, grid.to, grid.count);
  const forms = bookletsOf(data, booklets).flatMap((booklet) =>
    calibration.groups.flatMap((_, group): Form[] => {
      const columns = calibratedColumns(booklet, data, calibration, group);
      const isMet = booklet.persons.some((p) => data.groups[p] === group);
      if (!isMet || columns.length === 0) return [];
      return [{ booklet, group, columns, names: columns.map((i) => data.items[i] ?? "") }];
    }),
  );
  const notes: Cell[][] = [];
  const summaries = forms.map((form) => summaryRow(calibration, data, units, form, notes));
  return {
    notes,
    tables: {
      "booklets.csv": { columns: summaryColumns, rows: summaries },
      "score-tables.csv": {
        columns: ["booklet", "group", "score", "eap", "se_eap", "expected_share", "observed_share", "n"],
        rows: forms.flatMap((form) => scoreRows(calibration, data, form, booklets !== null, notes)),
      },
      "information.csv": {
        columns: ["booklet", "group", "theta", "information", "standard_error", "expected_score"],
        rows: forms.flatMap(({ booklet, group, names }) => {
          const found = testInformation(calibration, theta, names, group);
          return theta.map((at, q): Cell[] => [
            ...[booklet.name, calibration.groups[group]?.name ?? "", at],
            ...[found.information[q] ?? null, found.standardError[q] ?? null, found.expectedScore[q] ?? null],
          ]);
        }),
      },
      "item-information.csv": itemInformationTable(calibration, theta),
      "item-map.csv": itemMapTable(calibration, responseProbability),
    },
  };
}

const summaryColumns = [
  ...["booklet", "group", "n", "n_complete", "items", "score_max", "mean", "sd"],
  ...["alpha", "stratified_alpha", "marginal_reliability"],
];

function summaryRow(
  calibration: Calibration,
  data: ResponseData,
  units: readonly string[] | null,
  { booklet, group, columns, names }: Form,
  notes: Cell[][],
): Cell[] {
  const groupName = calibration.groups[group]?.name ?? "";
  const { persons, complete } = bookletScores(booklet, data, columns, group);
  const own = partOf(
    data,
    complete.map(({ person }) => person),
    columns,
  );
  const parts = units ? columns.map((i) => units[i] ?? "") : undefined;
  const found = complete.length > 1 && columns.length > 1 ? reliabilityAnalysis(own, { parts }) : null;
  const left = booklet.items.filter((item) => !names.includes(item));
  const name = forNotes(booklet, groupName);
  if (left.length > 0)
    notes.push(noteRow("booklet", name, { key: "note.without-items", values: { items: left.join(", ") } }));
  if (found === null) notes.push(noteRow("booklet", name, { key: "note.no-alpha" }));
  const { mean, sd } = moments(
    complete.map(({ score }) => score),
    own.weights,
  );
  return [
    ...[booklet.name, groupName, persons.length, complete.length, columns.length],
    ...[columns.reduce((sum, i) => sum + highestScore(calibration, data, i, groupName), 0), mean, sd],
    ...[found?.alpha ?? null, found?.stratifiedAlpha ?? null],
    marginalReliability(calibration, group, names),
  ];
}

/** Of an item in a group: also where nobody here reached it, as with anchors. */
function highestScore({ items }: Calibration, data: ResponseData, i: number, group: string): number {
  const own = items.find(
    ({ item, groups }) => item === data.items[i] && (groups === null || groups.includes(group)),
  );
  return Math.max(data.maxScores[i] ?? 0, own?.scoreValues.at(-1) ?? 0);
}

const forNotes = (booklet: Booklet, group: string): string =>
  group === "" ? booklet.name : `${booklet.name} ${group}`;

/** Weighted, with the denominator of a sample; null where there is nobody, or nobody else. */
function moments(
  scores: readonly number[],
  weights: Float64Array,
): { mean: number | null; sd: number | null } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return { mean: null, sd: null };
  const mean = scores.reduce((sum, score, n) => sum + score * (weights[n] ?? 0), 0) / total;
  const squares = scores.reduce((sum, score, n) => sum + (weights[n] ?? 0) * (score - mean) ** 2, 0) / total;
  const count = weights.filter((weight) => weight > 0).length;
  return { mean, sd: count > 1 ? Math.sqrt((squares * count) / (count - 1)) : null };
}

function scoreRows(
  calibration: Calibration,
  data: ResponseData,
  { booklet, group, columns, names }: Form,
  hasBooklets: boolean,
  notes: Cell[][],
): Cell[][] {
  const groupName = calibration.groups[group]?.name ?? "";
  const { complete } = bookletScores(booklet, data, columns, group);
  if (complete.length === 0 && !hasBooklets) {
    notes.push(noteRow("score-table", groupName, { key: "note.nobody-presented-all" }));
    return [];
  }
  const weightOf = new Map<number, { weight: number; count: number }>();
  let total = 0;
  for (const { person, score } of complete) {
    const before = weightOf.get(score) ?? { weight: 0, count: 0 };
    const weight = data.weights[person] ?? 0;
    weightOf.set(score, { weight: before.weight + weight, count: before.count + 1 });
    total += weight;
  }
  return scoreTable(calibration, names, group).map(({ score, theta, standardError, expectedProportion }) => {
    const met = weightOf.get(score) ?? { weight: 0, count: 0 };
    return [
      ...[booklet.name, groupName, score, theta, standardError, expectedProportion],
      ...[total > 0 ? met.weight / total : null, met.count],
    ];
  });
}

/** `item-information.csv`: each item at each ability; an item that differs between groups has rows for each set of parameters. */
function itemInformationTable({ items }: Calibration, theta: readonly number[]): Table {
  const hasGroups = items.some(({ groups }) => groups !== null);
  return {
    columns: ["item", "theta", "information", "expected_score", ...(hasGroups ? ["groups"] : [])],
    rows: items.flatMap((item) => {
      const curve = itemCurve(item, theta);
      return theta.map((at, q): Cell[] => [
        ...[item.item, at, curve.information[q] ?? null, curve.expectedScore[q] ?? null],
        ...(hasGroups ? [item.groups?.join(" ") ?? ""] : []),
      ]);
    }),
  };
}

/**
 * `item-map.csv`: where each item, and each score point of it, stands on the scale: the ability at which that score or a higher
 * one has the response probability. Empty where no ability has it.
 */
function itemMapTable({ items }: Calibration, probability: number): Table {
  const hasGroups = items.some(({ groups }) => groups !== null);
  return {
    columns: ["item", "score", "response_probability", "location", ...(hasGroups ? ["groups"] : [])],
    rows: items.flatMap((item) =>
      item.scoreValues
        .slice(1)
        .map((score, k): Cell[] => [
          ...[item.item, score, probability, responseProbabilityLocation(item, probability, k + 1)],
          ...(hasGroups ? [item.groups?.join(" ") ?? ""] : []),
        ]),
    ),
  };
}
