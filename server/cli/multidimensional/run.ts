import {
  calibrateMultidimensional,
  classicalAnalysis,
  distractorAnalysis,
  itemFitMultidimensional,
  scorePersonsMultidimensional,
  type Anchor,
  type CalibrationOptions,
  type CycleProgress,
  type DesignMatrix,
  type Estimator,
  type MeasuredDimension,
  type MultidimensionalOptions,
  type MultidimensionalResult,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { Threads } from "../../psychometrics-threads/threads.js";
import { refusalOf } from "../files/input-error.js";
import { requireOneDesign } from "../calibrate/known-refusals.js";
import type { FoundAnchors } from "../calibrate/anchors.js";
import { classicalBasis } from "../calibrate/classical-basis.js";
import { csvOf } from "../files/table.js";
import { notesOnReference, referenceGroup } from "../calibrate/reference-group.js";
import { notesOnWeights } from "../calibrate/weight-note.js";
import type { ResponseTable } from "../files/read-responses.js";
import { classicalTable, distractorsTable } from "../calibrate/result-tables.js";
import { covarianceFile } from "../files/covariance-file.js";
import { definedOnly } from "../calibrate/defined-only.js";
import type { CalibrationOutcome, CalibrationRequest, DimensionalRequest } from "../calibrate/request.js";
import { dimensionalDiagnostics } from "./diagnostics.js";
import { dataOfItems } from "./dimension-data.js";
import {
  covariancesTable,
  dimensionalFitTable,
  dimensionalGroupsTable,
  dimensionalItemsTable,
  dimensionalNotesTable,
  dimensionalPersonsTable,
  dimensionsTable,
  regressionTable,
} from "./result-tables.js";
import { tablesByDimension } from "./tables-by-dimension.js";

/** What the files of a request hold. */
interface Inputs {
  table: ResponseTable;
  keys: ReadonlyMap<string, string> | null;
  data: ResponseData;
  models: Pick<CalibrationOptions, "models" | "ratingScales">;
  anchored: FoundAnchors | undefined;
}

/** The name of the only dimension where none is named. */
const onlyDimension = "theta";

/**
 * Calibrates in several dimensions, or in one with regressors, and gives the contents of the result files.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export function runMultidimensional(
  request: CalibrationRequest,
  dimensional: DimensionalRequest,
  inputs: Inputs,
  onCycle: (progress: CycleProgress) => void,
): CalibrationOutcome {
  const { data, table } = inputs;
  const dimensions = dimensional.dimensions ?? [{ name: onlyDimension, items: data.items }];
  const start = performance.now();
  const result = fit(request, { ...dimensional, dimensions }, inputs, onCycle);
  const seconds = (performance.now() - start) / 1000;
  const reference = referenceGroup(data, inputs.anchored !== undefined);
  const { calibration } = result;
  const notes = [
    ...calibration.notes,
    ...(inputs.anchored?.notes ?? []),
    ...notesOnReference(reference),
    ...notesOnWeights(data.weights, table.ids),
  ];
  const dimensionOf = new Map(dimensions.flatMap(({ name, items }) => items.map((item) => [item, name])));
  const classical = classicalAnalysis(data);
  const scores = scorePersonsMultidimensional(
    ...([calibration, data, [...new Set<Estimator>([...request.scores, "wle"])]] as const),
    regressorsOf(request, table),
  );
  const fits = itemFitMultidimensional(calibration, data, regressorsOf(request, table));
  const summary: CalibrationOutcome["summary"] = {
    model: request.model,
    dimensions: dimensions.map(({ name }) => name).join(" "),
    n_persons: data.personCount,
    n_items: data.items.length,
    log_likelihood: calibration.logLikelihood,
    n_parameters: calibration.parameterCount,
    aic: calibration.aic,
    bic: calibration.bic,
    iterations: calibration.cycles,
    converged: calibration.converged,
    integration: calibration.quadrature.laid?.method ?? "grid",
    nodes: calibration.quadrature.laid?.nodes ?? calibration.quadrature.count,
    seconds: Math.round(seconds * 1000) / 1000,
    seed: request.seed,
    version: programVersion,
    ...(reference && { reference_group: reference.name }),
  };
  const files: Record<string, string> = {
    "items.csv": csvOf(dimensionalItemsTable(calibration, data, dimensionOf)),
    "persons.csv": csvOf(dimensionalPersonsTable(calibration, scores, table.ids, request.scores)),
    "fit.csv": csvOf(dimensionalFitTable(fits)),
    "dimensions.csv": csvOf(dimensionsTable(calibration, scores, data.weights)),
    "classical.csv": csvOf(classicalTable(classical)),
    "summary.json": `${JSON.stringify(summary, null, 2)}\n`,
  };
  const noted = dimensionalNotesTable(
    ...([notes, calibration, classical, fits, scores, table.ids, request.scores] as const),
  );
  if (request.diagnostics) {
    const tables = dimensionalDiagnostics(calibration, data, scores, regressorsOf(request, table));
    for (const [name, diagnostic] of Object.entries(tables)) files[name] = csvOf(diagnostic);
  }
  if (request.tables) {
    const found = tablesByDimension(calibration, data, regressorsOf(request, table), {
      ...{ booklets: table.booklets, units: null, grid: request.tables },
      responseProbability: request.responseProbability,
    });
    for (const [name, one] of Object.entries(found.tables)) files[name] = csvOf(one);
    noted.rows.push(...found.notes);
  }
  files["notes.csv"] = csvOf(noted);
  if (table.groups) files["groups.csv"] = csvOf(dimensionalGroupsTable(calibration));
  if (dimensions.length > 1) files["covariances.csv"] = csvOf(covariancesTable(calibration));
  if (calibration.coefficients.length > 0) files["regression.csv"] = csvOf(regressionTable(calibration));
  if (inputs.keys) files["distractors.csv"] = csvOf(distractors(inputs, inputs.keys, result, dimensionOf));
  if (request.covariance && calibration.parameterCovariance)
    files["covariance.json"] = covarianceFile(calibration, calibration.parameterCovariance);
  return {
    ...{ calibration, notes, summary, files },
    classicalBasis: classicalBasis(classical, data.personCount),
  };
}

function fit(
  request: CalibrationRequest,
  dimensional: DimensionalRequest & { dimensions: readonly MeasuredDimension[] },
  { data, table, models, anchored }: Inputs,
  onCycle: (progress: CycleProgress) => void,
): MultidimensionalResult {
  const anchors = anchored?.anchors;
  const { dimensions, covariances, quadrature } = dimensional;
  const { model, tolerance } = request;
  const range = request.widensGrid ? undefined : request.range;
  const constraints: Partial<MultidimensionalOptions> = definedOnly(request.constraints ?? {});
  const crew = new Threads(request.threads);
  const options: MultidimensionalOptions = {
    ...constraints,
    crew,
    ...{ model, ...models, anchors, range, tolerance, onCycle, dimensions, covariances, quadrature },
    // M2 needs to know which parameters were free.
    keepsCovariance: (request.covariance ?? false) || (request.diagnostics ?? false),
    regressors: regressorsOf(request, table),
  };
  try {
    if (!request.unconnected)
      for (const dimension of dimensions) requireWhole(data, dimension, anchors, request);
    return calibrateMultidimensional(data, options);
  } catch (error) {
    throw refusalOf(error, "calibrate.refused", { file: request.responses });
  } finally {
    void crew.close();
  }
}

function regressorsOf(
  { regressors: names = [] }: CalibrationRequest,
  { regressors }: ResponseTable,
): DesignMatrix {
  const columns = names.flatMap((_, j) => regressors.map((row) => row[j] ?? NaN));
  return { names, columns: Float64Array.from(columns) };
}

/** Each dimension's items must be connected by test takers, as those of a test of one dimension must. */
function requireWhole(
  data: ResponseData,
  dimension: MeasuredDimension,
  anchors: Anchor[] | undefined,
  { responses }: CalibrationRequest,
): void {
  // Names that are not there, or there twice, are the calibration's to refuse.
  const items = [...new Set(dimension.items)].filter((item) => data.items.includes(item));
  requireOneDesign(dataOfItems(data, items), anchors, responses);
}

/** Each item's options against the EAP in its own dimension. */
function distractors(
  { table, data }: Inputs,
  keys: ReadonlyMap<string, string>,
  { calibration, means }: MultidimensionalResult,
  dimensionOf: ReadonlyMap<string, string>,
) {
  const chosen = table.cells.flatMap((cells) => cells.map((cell) => cell || null));
  const itemKeys = data.items.map((item) => keys.get(item) ?? null);
  const size = calibration.dimensions.length;
  const analyses = calibration.dimensions.flatMap(({ name }, d) => {
    const abilities = Array.from({ length: data.personCount }, (_, p) => means[p * size + d] ?? null);
    return distractorAnalysis(data, chosen, itemKeys, abilities).filter(
      ({ item }) => dimensionOf.get(item) === name,
    );
  });
  return distractorsTable(analyses);
}
