import { responseDataOf, type ResponseData } from "../data.js";
import {
  contrastMatrix,
  type BackgroundVariable,
  type Contrast,
  type ContrastMatrix,
  type ContrastOptions,
} from "./contrasts.js";
import type { DroppedContrast } from "./distinct-contrasts.js";
import { latentRegression, type LatentRegressionOptions } from "./latent-regression.js";
import type { FixedDimension } from "./person-posteriors.js";
import { plausibleValues, type PlausibleValueOptions } from "./plausible-values.js";
import { ResamplingRecord } from "./resampling-record.js";
import { principalComponents } from "./principal-components.js";
import type { RegressionSummary } from "./regression-summary.js";

/** All that a population model is made from. */
export interface PopulationModelInput {
  /** One for each test taker, no two alike. */
  ids: readonly string[];
  data: ResponseData;
  dimensions: readonly FixedDimension[];
  background: readonly BackgroundVariable[];
  contrasts?: Omit<ContrastOptions, "weights">;
  /**
   * Share of the contrasts' variance to keep in principal components, at most so many of them; null regresses on the
   * contrasts themselves.
   */
  components: { share: number; countMax?: number } | null;
  regression?: LatentRegressionOptions;
  draws: Omit<PlausibleValueOptions, "ids" | "from" | "to">;
}

/** A population model in plain values and arrays, test takers in the order of the input. */
export interface PopulationModel {
  contrasts: Contrast[];
  droppedContrasts: DroppedContrast[];
  /**
   * Variances of all components, how many are kept with which share, and the loadings of these: components x contrasts, unit
   * vectors over the contrasts standardised to mean 0 and variance 1. Null without components.
   */
  components: { eigenvalues: Float64Array; count: number; share: number; loadings: Float64Array } | null;
  regression: RegressionSummary;
  /** Test takers x draws x dimensions. */
  plausibleValues: Float64Array;
  /** Posterior means: test takers x dimensions. */
  means: Float64Array;
  /** Posterior standard deviations: test takers x dimensions. */
  standardDeviations: Float64Array;
}

/**
 * The population model of a large-scale assessment in one call: background variables to contrasts, contrasts to
 * principal components, latent regression on them with known items, plausible values.
 *
 * Test takers are first put in the order of their ids, so that sums are taken in the same order and the result is the
 * same to the last bit however the rows of the input are shuffled.
 *
 * @throws {RangeError} as `contrastMatrix`, `principalComponents`, `latentRegression` and `plausibleValues`.
 */
export function populationModel(input: PopulationModelInput): PopulationModel {
  const { ids } = input;
  const order = ids.map((_, p) => p).sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : 0));
  const data = inOrder(input.data, order);
  const background = input.background.map((variable) =>
    variable.kind === "categorical"
      ? { ...variable, values: order.map((p) => variable.values[p]) }
      : { ...variable, values: order.map((p) => variable.values[p]) },
  );
  const matrix = contrastMatrix(background, data.personCount, { ...input.contrasts, weights: data.weights });
  const { design, components } = condition(matrix, input.components, data.weights);
  const regression = latentRegression(input.dimensions, data, design, input.regression);
  const record = new ResamplingRecord();
  const values = plausibleValues(regression, {
    ...input.draws,
    ids: order.map((p) => ids[p]),
    onResampled: (effective) => {
      record.add(effective);
      input.draws.onResampled?.(effective);
    },
  });
  regression.summary.notes.push(...record.notes());
  const size = input.dimensions.length;
  const spreads = regression.means.map((_, n) => Math.sqrt(regression.covariances[n * size + (n % size)]));
  return {
    contrasts: matrix.contrasts,
    droppedContrasts: matrix.dropped,
    components,
    regression: regression.summary,
    plausibleValues: backInPlace(values, order),
    means: backInPlace(regression.means, order),
    standardDeviations: backInPlace(spreads, order),
  };
}

function condition(
  matrix: ContrastMatrix,
  options: PopulationModelInput["components"],
  weights: Float64Array,
) {
  const names = matrix.contrasts.map(({ name }) => name);
  if (options === null || names.length === 0)
    return { design: { names, columns: matrix.columns }, components: null };
  const found = principalComponents({ ...matrix, names }, { ...options, weights });
  const { eigenvalues, share, loadings } = found;
  return {
    design: { names: found.names, columns: found.columns },
    components: { eigenvalues, share, loadings, count: found.names.length },
  };
}

function inOrder(data: ResponseData, order: readonly number[]): ResponseData {
  const width = data.items.length;
  const scores = new Int8Array(data.scores.length);
  order.forEach((p, n) => scores.set(data.scores.subarray(p * width, (p + 1) * width), n * width));
  return responseDataOf({
    ...{ items: data.items, personCount: data.personCount, scores, maxScores: data.maxScores },
    weights: Float64Array.from(order, (p) => data.weights[p]),
  });
}

/** Rows that stand in the order given, put back where they came from. */
function backInPlace(rows: Float64Array, order: readonly number[]): Float64Array {
  const width = rows.length / Math.max(1, order.length);
  const out = new Float64Array(rows.length);
  order.forEach((p, n) => out.set(rows.subarray(n * width, (n + 1) * width), p * width));
  return out;
}
