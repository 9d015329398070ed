import type { BackgroundVariable, ResponseData } from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { say, type Words } from "../../terminal/words.js";
import { checkIds } from "../files/check-ids.js";
import { csvOf } from "../files/table.js";
import { readResponses, scoreTable, type ResponseTable } from "../files/read-responses.js";
import { readKeys } from "../files/side-files.js";
import { backgroundOf, withoutColumns } from "./background-of.js";
import { notesSentence } from "./notes-sentence.js";
import { dimensionsIn, itemsOf, readDimensions, type DimensionRows } from "./read-dimensions.js";
import {
  componentsTable,
  contrastsTable,
  loadingsTable,
  notesTable,
  personsTable,
  plausibleValuesTable,
  regressionTable,
  variancesTable,
  type TableContext,
} from "./result-tables.js";
import type { PlausibleValuesRequest } from "./request.js";
import { runGroups, type GroupTask, type RunTeller } from "./run-groups.js";
import type { PopulationTask } from "./task.js";

/** Every file that a result folder may hold. */
export const resultFiles = [
  "plausible-values.csv",
  "persons.csv",
  "regression.csv",
  "variances.csv",
  "components.csv",
  "component-loadings.csv",
  "contrasts.csv",
  "notes.csv",
  "summary.json",
];

/**
 * Reads the files, fits a population model for each group and draws plausible values.
 *
 * @returns the contents of the result files.
 * @throws {InputError} for anything wrong in the input.
 */
export async function runPlausibleValues(
  request: PlausibleValuesRequest,
  teller: RunTeller,
): Promise<Record<string, string>> {
  const read = await readResponses(request.responses, request);
  // Two rows of one id would get the same random numbers, and the background could not be told apart.
  checkIds(read, request.id, "pv.idTwice");
  const dimensions = await readDimensions(request.items, request.dimensions, read.items, request.name);
  const told = { notes: [] as Words[], unknown: null as Words | null };
  const background = await backgroundOf(request, read, dimensions, told);
  const table = withoutColumns(
    read,
    background.map(({ name }) => name),
  );
  const keys = request.key === undefined ? null : await readKeys(request.key, table.items);
  const data = scoreTable(table, keys, request.missing);
  const general = [...itemNotes(table.items, dimensions), ...told.notes];
  const counts = dimensions.map(({ name, rows }) => `${name} ${itemsOf(rows).size}`).join(", ");
  teller.say(say("pv.read", { file: request.responses, persons: data.personCount, items: counts }));

  const start = performance.now();
  const tasks = tasksOf(request, table, data, dimensions, background);
  const models = await runGroups(tasks, request, teller);
  const context: TableContext = {
    ...{ models, ids: table.ids, hasGroups: table.groups !== null, drawCount: request.draws },
    dimensions: dimensions.map(({ name }) => name),
  };
  const seconds = (performance.now() - start) / 1000;
  const notes = notesSentence(models, general, told.unknown);
  if (notes !== null) teller.say(notes);
  return {
    "plausible-values.csv": csvOf(plausibleValuesTable(context)),
    "persons.csv": csvOf(personsTable(context)),
    "regression.csv": csvOf(regressionTable(context)),
    "variances.csv": csvOf(variancesTable(context)),
    "components.csv": csvOf(componentsTable(context)),
    "component-loadings.csv": csvOf(loadingsTable(context)),
    "contrasts.csv": csvOf(contrastsTable(context)),
    "notes.csv": csvOf(notesTable(context, general)),
    "summary.json": `${JSON.stringify(summaryOf(request, data, context, seconds), null, 2)}\n`,
  };
}

function itemNotes(items: readonly string[], dimensions: readonly DimensionRows[]): Words[] {
  const rows = dimensions.flatMap((dimension) => dimension.rows);
  const used = itemsOf(rows);
  const unused = items.filter((item) => !used.has(item));
  const differing = itemsOf(rows.filter(({ groups }) => groups !== null));
  return [
    ...(unused.length > 0
      ? [{ key: "note.without-parameters", values: { columns: unused.join(", ") } } satisfies Words]
      : []),
    ...(differing.size > 0
      ? [{ key: "note.own-parameters", values: { items: [...differing].join(", ") } } satisfies Words]
      : []),
  ];
}

function tasksOf(
  request: PlausibleValuesRequest,
  table: ResponseTable,
  data: ResponseData,
  dimensions: readonly DimensionRows[],
  background: readonly BackgroundVariable[],
): GroupTask[] {
  const { share, componentsMax } = request;
  const width = data.items.length;
  return data.groupNames.map((group, g) => {
    const persons = table.ids.flatMap((_, p) => (data.groups[p] === g ? [p] : []));
    const scores = new Int8Array(persons.length * width);
    persons.forEach((p, n) => scores.set(data.scores.subarray(p * width, (p + 1) * width), n * width));
    const task: PopulationTask = {
      group: table.groups ? group : "",
      ids: persons.map((p) => table.ids[p] ?? ""),
      items: [...data.items],
      scores,
      maxScores: [...data.maxScores],
      weights: rescaled(persons.map((p) => table.weights?.[p] ?? 1)),
      dimensions: dimensionsIn(dimensions, group),
      background: background.map((variable) => pick(variable, persons)),
      coding: request.coding,
      interactions: [...request.interactions],
      components: share === null ? null : { share, countMax: componentsMax },
      method: request.method,
      tolerance: request.tolerance,
      count: request.draws,
      seed: request.seed,
      shape: request.shape,
    };
    return { persons, task };
  });
}

/**
 * Within a group, weights sum to the number of test takers who have one, as for a sample of its own. They are summed in
 * the order of their size, so that the order of the rows does not show in the last digit.
 */
function rescaled(weights: readonly number[]): Float64Array {
  const total = Float64Array.from(weights)
    .sort()
    .reduce((sum, weight) => sum + weight, 0);
  const count = weights.filter((weight) => weight > 0).length;
  return Float64Array.from(weights, (weight) => (total > 0 ? (weight * count) / total : 0));
}

function pick(variable: BackgroundVariable, persons: readonly number[]): BackgroundVariable {
  return variable.kind === "numeric"
    ? { ...variable, values: persons.map((p) => variable.values[p] ?? null) }
    : { ...variable, values: persons.map((p) => variable.values[p] ?? null) };
}

function summaryOf(
  request: PlausibleValuesRequest,
  data: ResponseData,
  { models, dimensions }: TableContext,
  seconds: number,
): Record<string, unknown> {
  return {
    n_persons: data.personCount,
    dimensions,
    draws: request.draws,
    seed: request.seed,
    shape: request.shape,
    method: request.method,
    share: request.share,
    groups: models.map(({ group, persons, model }) => ({
      group: group === "" ? null : group,
      n_persons: persons.length,
      n_persons_in_regression: model.regression.personCount,
      n_contrasts: model.contrasts.length,
      n_components: model.components?.count ?? null,
      share_reached: model.components?.share ?? null,
      r_squared: model.regression.rSquared,
      residual_covariance: model.regression.residualCovariance,
      residual_correlation: model.regression.residualCorrelation,
      mean: model.regression.populationMean,
      variance: model.regression.populationVariance,
      eap_reliability: model.regression.eapReliability,
      log_likelihood: model.regression.logLikelihood,
      n_parameters: model.regression.parameterCount,
      iterations: model.regression.cycles,
      converged: model.regression.converged,
    })),
    seconds: Math.round(seconds * 1000) / 1000,
    version: programVersion,
  };
}
