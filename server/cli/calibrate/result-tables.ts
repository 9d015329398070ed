import type {
  CalibratedItem,
  Calibration,
  ClassicalAnalysis,
  Distractor,
  Estimator,
  ItemFit,
  PersonScore,
  ResponseData,
} from "../../../psychometrics/index.js";
import type { Words } from "../../terminal/words.js";
import { noteColumns, noteRow } from "../files/note-row.js";
import type { Cell, Table } from "../files/table.js";

function numbered(stem: string, count: number): string[] {
  return Array.from({ length: count }, (_, k) => `${stem}${k + 1}`);
}

/** Values padded with empty cells to a number of columns. */
function padded(values: readonly (number | null)[], count: number): Cell[] {
  return Array.from({ length: count }, (_, k) => values[k] ?? null);
}

/**
 * `items.csv`: a row per item of the data, in its order; items left out have only their name and maximum. An item that
 * differs between groups has a row for each set of parameters, with a column that names the groups. Nominal items add the
 * slopes of their categories; where categories stand for other scores than 0 to m, a column names these.
 */
export function itemsTable(calibration: Pick<Calibration, "items">, data: ResponseData): Table {
  const steps = Math.max(1, ...calibration.items.map(({ intercepts }) => intercepts.length));
  const extra = extraColumns(calibration, steps);
  const columns = [
    ...["item", "model", "max_score", "a", ...numbered("b", steps), "c"],
    ...["se_a", ...numbered("se_b", steps), "se_c"],
    ...["slope", ...numbered("intercept", steps), "se_slope", ...numbered("se_intercept", steps)],
    ...extra.columns,
  ];
  const rows = data.items.flatMap((name, i): Cell[][] => {
    const parts = calibration.items.filter((calibrated) => calibrated.item === name);
    const start = (model: string): Cell[] => [name, model, data.maxScores[i] ?? null];
    return parts.length > 0
      ? parts.map((item) => [...start(item.model), ...parameterCells(item, steps), ...extra.cells(item)])
      : [[...start(""), ...columns.slice(3).map(() => null)]];
  });
  return { columns, rows };
}

/** The scores that categories stand for, as `readAnchorRows` reads them; null where they are 0 to m. */
export function scoresCell(scoreValues: readonly number[]): string | null {
  return scoreValues.every((score, k) => score === k) ? null : scoreValues.join(" ");
}

/** Columns that only some calibrations have. */
function extraColumns(
  { items }: Pick<Calibration, "items">,
  steps: number,
): { columns: string[]; cells(item: CalibratedItem): Cell[] } {
  const hasSlopes = items.some(({ categorySlopes }) => categorySlopes !== null);
  const hasGroups = items.some(({ groups }) => groups !== null);
  const hasScores = items.some(({ scoreValues }) => scoresCell(scoreValues) !== null);
  return {
    columns: [
      ...(hasSlopes ? [...numbered("slope", steps), ...numbered("se_slope", steps)] : []),
      ...(hasScores ? ["scores"] : []),
      ...(hasGroups ? ["groups"] : []),
    ],
    cells: ({ categorySlopes, standardErrors, groups, scoreValues }) => [
      ...(hasSlopes ? padded(categorySlopes ?? [], steps) : []),
      ...(hasSlopes ? padded(standardErrors.categorySlopes ?? [], steps) : []),
      ...(hasScores ? [scoresCell(scoreValues)] : []),
      ...(hasGroups ? [groups?.join(" ") ?? ""] : []),
    ],
  };
}

function parameterCells(item: CalibratedItem, steps: number): Cell[] {
  const { standardErrors: errors } = item;
  // An item that is right or wrong has a lower asymptote of 0 where its model has none.
  const asymptote = item.lowerAsymptote ?? (item.intercepts.length === 1 ? 0 : null);
  return [
    ...[item.slope, ...padded(item.difficulties, steps), asymptote],
    ...[errors.slope, ...padded(errors.difficulties, steps), errors.lowerAsymptote],
    ...[item.slope, ...padded(item.intercepts, steps), errors.slope, ...padded(errors.intercepts, steps)],
  ];
}

/** `persons.csv`: a row per test taker, in the order of the data. */
export function personsTable(
  scores: readonly PersonScore[],
  ids: readonly string[],
  wanted: readonly Estimator[],
): Table {
  return {
    columns: ["id", "raw", "max", ...wanted.flatMap((name) => [name, `se_${name}`]), "infit", "outfit", "lz"],
    rows: scores.map(({ raw, max, estimates, infit, outfit, lz }, p) => [
      ids[p] ?? "",
      raw,
      max,
      ...wanted.flatMap((name) => [estimates[name]?.theta ?? null, estimates[name]?.standardError ?? null]),
      infit,
      outfit,
      lz,
    ]),
  };
}

/** `fit.csv`: a row per calibrated item. */
export function fitTable(fit: readonly ItemFit[]): Table {
  const hasGroups = fit.some(({ groups }) => groups !== null);
  return {
    columns: [
      ...["item", "n", "infit", "outfit", "s_x2", "s_x2_df", "s_x2_p", "rmsd", "md"],
      ...(hasGroups ? ["groups"] : []),
    ],
    rows: fit.map((item) => [
      ...[item.item, item.n, item.infit, item.outfit],
      ...[item.sx2, item.sx2Df, item.sx2P, item.rmsd, item.md],
      ...(hasGroups ? [item.groups?.join(" ") ?? ""] : []),
    ]),
  };
}

/** `classical.csv`: a row per item. */
export function classicalTable({ items }: ClassicalAnalysis): Table {
  return {
    columns: [
      ...["item", "n", "mean", "proportion_correct", "sd"],
      ...["item_total", "item_rest", "alpha_if_deleted", "discrimination_27"],
    ],
    rows: items.map((item) => [
      ...[item.item, item.n, item.mean, item.proportionCorrect, item.sd],
      ...[item.itemTotal, item.itemRest, item.alphaIfDeleted, item.discrimination27],
    ]),
  };
}

/** `distractors.csv`: a row per item and option. */
export function distractorsTable(distractors: readonly Distractor[]): Table {
  return {
    columns: ["item", "option", "n", "proportion", "point_biserial", "mean_theta"],
    rows: distractors.map(({ item, option, n, proportion, pointBiserial, meanTheta }) => [
      ...[item, option, n, proportion, pointBiserial, meanTheta],
    ]),
  };
}

/** `groups.csv`: a row per group, the reference group first. */
export function groupsTable({ groups }: Calibration): Table {
  return {
    columns: ["group", "n", "mean", "variance", "se_mean", "se_variance"],
    rows: groups.map((group) => [
      ...[group.name, group.personCount, group.mean, group.variance],
      ...[group.meanStandardError, group.varianceStandardError],
    ]),
  };
}

/** `notes.csv`: why a cell is empty or infinite, and what else a reader should know. */
export function notesTable(
  notes: readonly Words[],
  classical: ClassicalAnalysis,
  fit: readonly ItemFit[],
  scores: readonly PersonScore[],
  ids: readonly string[],
  wanted: readonly Estimator[],
): Table {
  return {
    columns: noteColumns,
    rows: [
      ...notes.map((note) => noteRow("calibration", "", note)),
      ...classicalNotes(classical, scores.length),
      ...fitNotes(fit),
      ...estimateNotes(scores, ids, wanted),
    ],
  };
}

/** What the classical statistics rest on. */
export function classicalNotes(classical: ClassicalAnalysis, personCount: number): Cell[][] {
  if (classical.cases === "available") return [noteRow("classical", "", { key: "note.totals-are-shares" })];
  const { personCount: count } = classical;
  return count === personCount
    ? []
    : [noteRow("classical", "", { key: "note.complete-persons", values: { count } })];
}

/** Why there is no S-X2, with the items, or none where it is the same for all. */
export function fitNotes(fit: readonly ItemFit[]): Cell[][] {
  const reasons = new Map(fit.flatMap(({ sx2Reason }) => (sx2Reason ? [[sx2Reason.code, sx2Reason]] : [])));
  return [...reasons.values()].map((reason) => {
    const items = fit.filter(({ sx2Reason }) => sx2Reason?.code === reason.code).map(({ item }) => item);
    const name = items.length === fit.length ? "" : items.join(" ");
    return noteRow("s_x2", name, { key: "note.no-s-x2", values: { reason } }, reason.code);
  });
}

/**
 * Why a test taker has no finite estimate.
 *
 * @param ending of the columns' names.
 */
export function estimateNotes(
  scores: readonly PersonScore[],
  ids: readonly string[],
  wanted: readonly Estimator[],
  ending = "",
): Cell[][] {
  return scores.flatMap(({ estimates }, p) =>
    wanted.flatMap((name): Cell[][] => {
      const reason = estimates[name]?.reason ?? null;
      if (reason === null) return [];
      const note: Words = { key: "note.no-finite-estimate", values: { reason } };
      return [noteRow(`${name}${ending}`, ids[p] ?? "", note, reason.code)];
    }),
  );
}
