import {
  namedModel,
  reportParameters,
  transformFormItem,
  type JackknifedLink,
  type Linking,
} from "../../../psychometrics/index.js";
import { scoresCell } from "../calibrate/result-tables.js";
import type { Cell, Table } from "../files/table.js";
import type { FormFiles } from "../files/read-form.js";

/**
 * `common-items.csv`: each common item in both calibrations on the base scale; the unstable ones are marked, and after robust
 * linking the dropped ones numbered in the order in which they were dropped.
 */
export function commonItemsTable({ items, robust }: Linking): Table {
  const orderOf = (item: string) => robust?.dropped.findIndex((one) => one.item === item) ?? -1;
  const droppedCells = (item: string): Cell[] => {
    const at = orderOf(item);
    return at < 0 ? [null, null] : [at + 1, robust?.dropped[at]?.robustZ ?? null];
  };
  return {
    columns: [
      ...["item", "used", "a_base", "a_other", "b_base", "b_other"],
      ...["difference", "se_difference", "robust_z", "unstable", "curve_difference"],
      ...(robust ? ["dropped", "dropped_z"] : []),
    ],
    rows: items.map((item): Cell[] => [
      ...[item.item, item.isUsed ? 1 : 0, item.baseSlope, item.otherSlope],
      ...[item.baseDifficulty, item.otherDifficulty, item.difference, item.standardError],
      ...[item.robustZ, item.isUnstable ? 1 : 0, item.curveDifference],
      ...(robust ? droppedCells(item.item) : []),
    ]),
  };
}

/** `jackknife.csv`: the constants without each unit. */
export function jackknifeTable({ units }: JackknifedLink): Table {
  return {
    columns: ["unit", "items", "slope", "intercept"],
    rows: units.map(({ unit, items, slope, intercept }) => [unit, items.join(" "), slope, intercept]),
  };
}

/**
 * `items.csv`: the other calibration's items on the base scale, in the form that `khao calibrate --anchor` reads, in every
 * group that has parameters of its own. Standard errors take the constants as known.
 */
export function linkedItemsTable({ rows: before }: FormFiles, linking: Linking): Table {
  const steps = Math.max(1, ...before.map(({ parameters }) => parameters.scoreValues.length - 1));
  const isNominal = before.some(({ parameters }) => parameters.model === "nominal");
  const hasGroups = before.some(({ groups }) => groups !== null);
  const hasScores = before.some(({ parameters }) => scoresCell(parameters.scoreValues) !== null);
  const hasDimension = before.some(({ dimension }) => dimension !== null);
  const numbered = (stem: string) => Array.from({ length: steps }, (_, k) => `${stem}${k + 1}`);
  const padded = (values: readonly (number | null)[]): Cell[] =>
    Array.from({ length: steps }, (_, k) => values[k] ?? null);
  const rows = before.map(({ parameters, errors, groups, dimension }): Cell[] => {
    const item = transformFormItem(parameters, linking);
    const { itemModel } = namedModel(item.model);
    const reported = reportParameters(itemModel, item.scoreValues.length, item.parameters, null);
    const asymptote = reported.lowerAsymptote ?? (item.scoreValues.length === 2 ? 0 : null);
    return [
      ...[item.item, item.model, item.scoreValues.at(-1) ?? null],
      ...[reported.slope, ...padded(reported.difficulties), asymptote],
      errors.a === null ? null : errors.a / linking.slope,
      ...padded(errors.b.map((error) => (error === null ? null : error * linking.slope))),
      ...[reported.slope, ...padded(reported.intercepts)],
      ...(isNominal ? padded(reported.categorySlopes ?? []) : []),
      ...(hasScores ? [scoresCell(item.scoreValues)] : []),
      ...(hasGroups ? [groups?.join(" ") ?? ""] : []),
      ...(hasDimension ? [dimension] : []),
    ];
  });
  return {
    columns: [
      ...["item", "model", "max_score", "a", ...numbered("b"), "c", "se_a", ...numbered("se_b")],
      ...["slope", ...numbered("intercept")],
      ...(isNominal ? numbered("slope") : []),
      ...(hasScores ? ["scores"] : []),
      ...(hasGroups ? ["groups"] : []),
      ...(hasDimension ? ["dimension"] : []),
    ],
    rows,
  };
}
