import {
  empiricalReliability,
  wleReliability,
  type ClassicalAnalysis,
  type Estimator,
  type MultidimensionalCalibration,
  type MultidimensionalItemFit,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";
import {
  classicalNotes,
  estimateNotes,
  fitNotes,
  fitTable,
  itemsTable,
  personsTable,
} from "../calibrate/result-tables.js";
import { noteColumns, noteRow } from "../files/note-row.js";
import type { Words } from "../../terminal/words.js";

/** `items.csv` as of one dimension, with a column `dimension`, which `khao pv` reads. */
export function dimensionalItemsTable(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  dimensionOf: ReadonlyMap<string, string>,
): Table {
  const { columns, rows } = itemsTable(calibration, data);
  return {
    columns: [...columns, "dimension"],
    rows: rows.map(([item = null, ...rest]) => [
      ...[item, ...rest],
      typeof item === "string" ? (dimensionOf.get(item) ?? null) : null,
    ]),
  };
}

/**
 * `persons.csv`: for each dimension the sum of scores and its maximum on the items presented, the estimates asked for with their
 * standard errors, and person fit.
 *
 * @param scores by dimension.
 */
export function dimensionalPersonsTable(
  { dimensions }: MultidimensionalCalibration,
  scores: readonly (readonly PersonScore[])[],
  ids: readonly string[],
  wanted: readonly Estimator[],
): Table {
  const stems = personsTable([], [], wanted).columns.slice(1);
  const tables = scores.map((own) => personsTable(own, ids, wanted));
  return {
    columns: ["id", ...dimensions.flatMap(({ name }) => stems.map((stem) => `${stem}_${name}`))],
    rows: ids.map((id, p): Cell[] => [id, ...tables.flatMap(({ rows }) => (rows[p] ?? []).slice(1))]),
  };
}

/** `fit.csv` as of one dimension, with a column `dimension`: each item in its own. */
export function dimensionalFitTable(fit: readonly MultidimensionalItemFit[]): Table {
  const { columns, rows } = fitTable(fit);
  return {
    columns: [...columns, "dimension"],
    rows: rows.map((row, i) => [...row, fit[i]?.dimension ?? null]),
  };
}

/**
 * `dimensions.csv`: a row per dimension. Mean and variance are those of the first group; with regressors the variance is what
 * they leave.
 *
 * @param scores by dimension, with at least the WLE; the reliability of the MAP has a column where they have that.
 */
export function dimensionsTable(
  { dimensions, covariances, covarianceStandardErrors }: MultidimensionalCalibration,
  scores: readonly (readonly PersonScore[])[],
  weights: Float64Array,
): Table {
  const hasMap = scores.some((own) => own.some(({ estimates }) => estimates.map));
  return {
    columns: [
      ...["dimension", "items", "n", "mean", "se_mean", "variance", "se_variance"],
      ...["eap_reliability", ...(hasMap ? ["map_reliability"] : []), "wle_reliability", "r_squared"],
    ],
    rows: dimensions.map((dimension, d): Cell[] => {
      const own = scores[d] ?? [];
      return [
        ...[dimension.name, dimension.itemCount, dimension.personCount],
        ...[dimension.mean, dimension.meanStandardError],
        ...[covariances[d]?.[d] ?? null, covarianceStandardErrors[d]?.[d] ?? null],
        dimension.eapReliability,
        ...(hasMap ? [empiricalReliability(own, weights, "map")] : []),
        ...[wleReliability(own, weights), dimension.rSquared],
      ];
    }),
  };
}

/** `groups.csv`: a row per group and dimension, the reference group first. */
export function dimensionalGroupsTable({
  groups,
  dimensions,
  coefficients,
}: MultidimensionalCalibration): Table {
  const hasRegressors = coefficients.length > 0;
  return {
    columns: [
      ...["group", "dimension", "n", "mean", "se_mean", "variance", "se_variance", "eap_reliability"],
      ...(hasRegressors ? ["r_squared"] : []),
    ],
    rows: groups.flatMap((group) =>
      dimensions.map(({ name }, d): Cell[] => [
        ...[group.name, name, group.personCount],
        ...[group.means[d] ?? null, group.meanStandardErrors[d] ?? null],
        ...[group.covariances[d]?.[d] ?? null, group.covarianceStandardErrors[d]?.[d] ?? null],
        group.eapReliabilities[d] ?? null,
        ...(hasRegressors ? [group.rSquared[d] ?? null] : []),
      ]),
    ),
  };
}

/** `covariances.csv`: a row for each pair of dimensions, given the regressors; of several groups, for each of them. */
export function covariancesTable({ groups, dimensions }: MultidimensionalCalibration): Table {
  const hasGroups = groups.length > 1;
  return {
    columns: [
      ...(hasGroups ? ["group"] : []),
      ...["dimension", "with", "covariance", "se_covariance", "correlation", "se_correlation"],
    ],
    rows: groups.flatMap((group) =>
      dimensions.flatMap(({ name }, d) =>
        dimensions
          .slice(0, d)
          .map((other, e): Cell[] => [
            ...(hasGroups ? [group.name] : []),
            ...[name, other.name],
            ...[group.covariances[d]?.[e] ?? null, group.covarianceStandardErrors[d]?.[e] ?? null],
            ...[group.correlations[d]?.[e] ?? null, group.correlationStandardErrors[d]?.[e] ?? null],
          ]),
      ),
    ),
  };
}

/** `regression.csv`: the intercept and the coefficients, dimension by dimension. */
export function regressionTable({ coefficients, groups }: MultidimensionalCalibration): Table {
  const hasGroups = groups.length > 1;
  return {
    columns: [...(hasGroups ? ["group"] : []), "dimension", "predictor", "estimate", "se"],
    rows: coefficients.map(({ dimension, regressor, group, estimate, standardError }) => [
      ...(hasGroups ? [group] : []),
      ...[dimension, regressor, estimate, standardError],
    ]),
  };
}

/**
 * `notes.csv`: why a cell is empty or infinite, and what else a reader should know.
 *
 * @param scores by dimension.
 */
export function dimensionalNotesTable(
  notes: readonly Words[],
  { dimensions }: MultidimensionalCalibration,
  classical: ClassicalAnalysis,
  fit: readonly MultidimensionalItemFit[],
  scores: readonly (readonly PersonScore[])[],
  ids: readonly string[],
  wanted: readonly Estimator[],
): Table {
  const rows: Cell[][] = notes.map((note) => noteRow("calibration", "", note));
  rows.push(...classicalNotes(classical, ids.length));
  dimensions.forEach(({ name }, d) => {
    rows.push(
      ...fitNotes(fit.filter(({ dimension }) => dimension === name)).map(
        ([about = null, items = null, ...rest]): Cell[] => [about, items === "" ? name : items, ...rest],
      ),
    );
    rows.push(...estimateNotes(scores[d] ?? [], ids, wanted, `_${name}`));
  });
  return { columns: noteColumns, rows };
}
