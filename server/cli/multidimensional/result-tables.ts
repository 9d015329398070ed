import type {
  ClassicalAnalysis,
  MultidimensionalCalibration,
  MultidimensionalResult,
  ResponseData,
} from "../../../psychometrics/index.js";
import type { Cell, Table } from "../calibrate/out-folder.js";
import { itemsTable } from "../calibrate/result-tables.js";

/** `items.csv` as of one dimension, with a column `dimension`, which `khao pv` reads. */
export function dimensionalItemsTable(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  dimensionOf: ReadonlyMap<string, string>,
): Table {
  const { columns, rows } = itemsTable(calibration, data);
  return {
    columns: [...columns, "dimension"],
    rows: rows.map((row) => [...row, dimensionOf.get(String(row[0])) ?? null]),
  };
}

/** `persons.csv`: for each dimension the sum of scores and its maximum on the items presented, EAP and its standard deviation. */
export function dimensionalPersonsTable(
  { calibration, means, covariances }: MultidimensionalResult,
  data: ResponseData,
  ids: readonly string[],
  dimensionOf: ReadonlyMap<string, string>,
): Table {
  const names = calibration.dimensions.map(({ name }) => name);
  const size = names.length;
  const columnsOf = names.map((name) =>
    data.items.flatMap((item, i) => (dimensionOf.get(item) === name ? [i] : [])),
  );
  return {
    columns: ["id", ...names.flatMap((name) => ["raw", "max", "eap", "sd"].map((stem) => `${stem}_${name}`))],
    rows: ids.map((id, p): Cell[] => [
      id,
      ...names.flatMap((_, d): Cell[] => [
        ...sumOf(data, p, columnsOf[d] ?? []),
        means[p * size + d] ?? null,
        Math.sqrt(covariances[(p * size + d) * size + d] ?? NaN),
      ]),
    ]),
  };
}

function sumOf(data: ResponseData, person: number, columns: readonly number[]): [number, number] {
  let raw = 0;
  let max = 0;
  for (const column of columns) {
    const score = data.scores[person * data.items.length + column] ?? -1;
    if (score < 0) continue;
    raw += score;
    max += data.maxScores[column] ?? 0;
  }
  return [raw, max];
}

/** `dimensions.csv`: a row per dimension. With regressors the variance is what they leave. */
export function dimensionsTable({
  dimensions,
  covariances,
  covarianceStandardErrors,
}: MultidimensionalCalibration): Table {
  return {
    columns: [
      ...["dimension", "items", "n", "mean", "se_mean", "variance", "se_variance"],
      ...["eap_reliability", "r_squared"],
    ],
    rows: dimensions.map((dimension, d): Cell[] => [
      ...[dimension.name, dimension.itemCount, dimension.personCount],
      ...[dimension.mean, dimension.meanStandardError],
      ...[covariances[d]?.[d] ?? null, covarianceStandardErrors[d]?.[d] ?? null],
      ...[dimension.eapReliability, dimension.rSquared],
    ]),
  };
}

/** `covariances.csv`: a row for each pair of dimensions, given the regressors. */
export function covariancesTable(calibration: MultidimensionalCalibration): Table {
  const { dimensions, covariances, covarianceStandardErrors } = calibration;
  const { correlations, correlationStandardErrors } = calibration;
  return {
    columns: ["dimension", "with", "covariance", "se_covariance", "correlation", "se_correlation"],
    rows: dimensions.flatMap(({ name }, d) =>
      dimensions
        .slice(0, d)
        .map((other, e): Cell[] => [
          ...[name, other.name, covariances[d]?.[e] ?? null, covarianceStandardErrors[d]?.[e] ?? null],
          ...[correlations[d]?.[e] ?? null, correlationStandardErrors[d]?.[e] ?? null],
        ]),
    ),
  };
}

/** `regression.csv`: the intercept and the coefficients, dimension by dimension. */
export function regressionTable({ coefficients }: MultidimensionalCalibration): Table {
  return {
    columns: ["dimension", "predictor", "estimate", "se"],
    rows: coefficients.map(({ dimension, regressor, estimate, standardError }) => [
      ...[dimension, regressor, estimate, standardError],
    ]),
  };
}

/** `notes.csv`: what a reader should know before using the numbers. */
export function dimensionalNotesTable(
  { notes }: MultidimensionalCalibration,
  classical: ClassicalAnalysis,
  personCount: number,
): Table {
  const rows: Cell[][] = notes.map((note) => ["calibration", "", note]);
  if (classical.cases === "available") {
    rows.push([
      ...["classical", ""],
      "Totals are shares of the highest sum possible on the items presented to each test taker.",
    ]);
  } else if (classical.personCount < personCount) {
    rows.push([
      ...["classical", ""],
      `It rests on the ${classical.personCount} test takers with a score on every item.`,
    ]);
  }
  return { columns: ["about", "name", "note"], rows };
}
