import type { PopulationModel } from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";
import type { Words } from "../../terminal/words.js";
import { codeOf } from "../files/note-row.js";

/** A group's model with its name (empty where there are no groups), and its test takers' places in the responses. */
export interface GroupModel {
  group: string;
  persons: readonly number[];
  model: PopulationModel;
}

/** What the tables of all groups have in common. */
export interface TableContext {
  models: readonly GroupModel[];
  ids: readonly string[];
  /** Whether the tables get a column for the group. */
  hasGroups: boolean;
  dimensions: readonly string[];
  drawCount: number;
}

/** `plausible-values.csv`: id, then PV1MATH, PV2MATH, ... dimension by dimension, in the order of the responses. */
export function plausibleValuesTable(context: TableContext): Table {
  const { dimensions, drawCount } = context;
  const draws = Array.from({ length: drawCount }, (_, m) => m);
  const columns = dimensions.flatMap((name) => draws.map((m) => `PV${m + 1}${name}`));
  return byPerson(context, columns, ({ plausibleValues }, n) =>
    dimensions.flatMap((_, d) =>
      draws.map((m) => plausibleValues[(n * drawCount + m) * dimensions.length + d] ?? null),
    ),
  );
}

/** `persons.csv`: posterior mean and standard deviation given responses and background. */
export function personsTable(context: TableContext): Table {
  const { dimensions } = context;
  const columns = dimensions.flatMap((name) => [`eap_${name}`, `sd_${name}`]);
  return byPerson(context, columns, ({ means, standardDeviations }, n) =>
    dimensions.flatMap((_, d) => [
      means[n * dimensions.length + d] ?? null,
      standardDeviations[n * dimensions.length + d] ?? null,
    ]),
  );
}

function byPerson(
  { models, ids, hasGroups }: TableContext,
  columns: string[],
  cellsOf: (model: PopulationModel, n: number) => Cell[],
): Table {
  const rows: Cell[][] = [];
  for (const { group, persons, model } of models) {
    persons.forEach((p, n) => {
      rows[p] = [ids[p] ?? "", ...(hasGroups ? [group] : []), ...cellsOf(model, n)];
    });
  }
  return { columns: ["id", ...(hasGroups ? ["group"] : []), ...columns], rows };
}

function byGroup(
  { models, hasGroups }: TableContext,
  columns: string[],
  rowsOf: (model: PopulationModel) => Cell[][],
): Table {
  const rows = models.flatMap(({ group, model }) =>
    rowsOf(model).map((row) => (hasGroups ? [group, ...row] : row)),
  );
  return { columns: hasGroups ? ["group", ...columns] : columns, rows };
}

/** `regression.csv`: coefficients of the components (or contrasts) for each dimension. */
export function regressionTable(context: TableContext): Table {
  return byGroup(context, ["dimension", "predictor", "estimate", "se"], ({ regression }) =>
    regression.coefficients.map(({ dimension, predictor, estimate, standardError }) => [
      ...[dimension, predictor, estimate, standardError],
    ]),
  );
}

/** `variances.csv`: residual covariances and correlations, a row for each pair of dimensions. */
export function variancesTable(context: TableContext): Table {
  const { dimensions } = context;
  return byGroup(
    context,
    ["dimension", "with", "residual_covariance", "residual_correlation"],
    ({ regression }) =>
      dimensions.flatMap((name, d) =>
        dimensions
          .slice(0, d + 1)
          .map((other, e): Cell[] => [
            name,
            other,
            regression.residualCovariance[d]?.[e] ?? null,
            regression.residualCorrelation[d]?.[e] ?? null,
          ]),
      ),
  );
}

/** `components.csv`: the variance of each component kept, and the share of the whole up to it. */
export function componentsTable(context: TableContext): Table {
  return byGroup(context, ["component", "variance", "share", "cumulative"], ({ components }) => {
    const total = components?.eigenvalues.reduce((sum, value) => sum + value, 0) ?? 0;
    let sum = 0;
    return Array.from(components?.eigenvalues.subarray(0, components.count) ?? [], (variance, c): Cell[] => {
      sum += variance;
      return [`pc${c + 1}`, variance, variance / total, sum / total];
    });
  });
}

/** In a larger model than this, loadings near 0 are left out: of all they are nearly all, and say nothing of a component. */
const loadingsMax = 100_000;
const correlationMin = 0.1;

/** `component-loadings.csv`: what each component kept is made of. */
export function loadingsTable(context: TableContext): Table {
  return byGroup(context, ["component", "contrast", "weight", "correlation"], ({ components, contrasts }) => {
    if (components === null) return [];
    const { count, eigenvalues, loadings } = components;
    const least = loadings.length > loadingsMax ? correlationMin : 0;
    return Array.from({ length: count }, (_, c) =>
      contrasts.flatMap(({ name }, j): Cell[][] => {
        const weight = loadings[c * contrasts.length + j] ?? 0;
        const correlation = weight * Math.sqrt(eigenvalues[c] ?? 0);
        return Math.abs(correlation) < least ? [] : [[`pc${c + 1}`, name, weight, correlation]];
      }),
    ).flat();
  });
}

/** `contrasts.csv`: the codebook of the contrasts, with those left out and why. */
export function contrastsTable(context: TableContext): Table {
  const columns = ["contrast", "variable", "kind", "level", "reference", "mean", "sd", "left_out"];
  return byGroup(context, columns, (model) => [
    ...model.contrasts.map(({ name, variable, kind, level, reference, scaling }): Cell[] => [
      ...[name, variable, kind, level, reference],
      ...[scaling?.mean ?? null, scaling?.sd ?? null, null],
    ]),
    ...model.droppedContrasts.map(({ name, variable, reason }): Cell[] => [
      ...[name, variable, null, null, null, null, null, reason],
    ]),
  ]);
}

/** `notes.csv`: what a reader should know before using the numbers. */
export function notesTable(context: TableContext, general: readonly Words[]): Table {
  const rows: Cell[][] = general.map((note) => ["", note, codeOf(note)]);
  for (const { group, model } of context.models)
    for (const note of model.regression.notes) rows.push([group, note, note.code]);
  return { columns: ["group", "note", "code"], rows };
}
