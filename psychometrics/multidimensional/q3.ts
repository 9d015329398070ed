import { partName } from "../calibrate/item-parts.js";
import type { ResponseData } from "../data.js";
import { residualCorrelations, type Q3 } from "../fit/q3.js";
import type { ResidualAt } from "../fit/residuals.js";
import type { Estimator } from "../persons/score-persons.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import { alignDimensions, type AlignedDimensions } from "./align-dimensions.js";
import type { MultidimensionalCalibration } from "./options.js";
import { scorePersonsMultidimensional } from "./score-persons.js";

/**
 * Yen's Q3 of all pairs of items, within and between dimensions: the correlation of residuals, each taken in the item's own
 * dimension, at the test takers' estimates there or from the expectation over the posterior. See `q3`.
 *
 * @param regressors those of the calibration, by name, with a value for every test taker.
 * @throws {RangeError} where a score occurs that was no category in the calibration, a group is unknown to it, or a regressor has no value.
 */
export function q3Multidimensional(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  at: ResidualAt = "eap",
  regressors?: DesignMatrix,
): Q3 {
  const aligned = alignDimensions(calibration, data, regressors);
  const residuals = new Float64Array(aligned.cases.count * calibration.items.length).fill(NaN);
  if (at === "posterior") fromPosteriors(aligned, residuals);
  else fromEstimates(calibration, data, at, aligned, residuals, regressors);
  const names = calibration.items.map(({ item, groups }) => partName(item, groups));
  return residualCorrelations(names, residuals, aligned.expectation.moments.weights);
}

/** Fill the residuals of a case's responses in a dimension: categories less what `expected` says of an item. */
function fillCase(
  { items, dimensions, cases }: AlignedDimensions,
  n: number,
  d: number,
  residuals: Float64Array,
  expected: (h: number) => number,
): void {
  const { responses, itemCount } = dimensions[d].patterns;
  const pattern = cases.patterns[n * dimensions.length + d];
  const width = residuals.length / cases.count;
  for (let h = 0; h < itemCount; h++) {
    const category = responses[pattern * itemCount + h];
    if (category >= 0) residuals[n * width + items[d].places[h]] = category - expected(h);
  }
}

function fromEstimates(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  at: Estimator,
  aligned: AlignedDimensions,
  residuals: Float64Array,
  regressors: DesignMatrix | undefined,
): void {
  const scores = scorePersonsMultidimensional(calibration, data, [at], regressors);
  const isDone = new Uint8Array(aligned.cases.count);
  aligned.cases.personCase.forEach((n, p) => {
    if (isDone[n]) return;
    isDone[n] = 1;
    scores.forEach((own, d) => {
      const theta = own[p].estimates[at]?.theta ?? NaN;
      if (!Number.isFinite(theta)) return;
      fillCase(aligned, n, d, residuals, (h) => {
        const { model, categories, parameters } = aligned.items[d].items[h];
        const probabilities = new Float64Array(categories);
        model.probabilities(theta, parameters, probabilities);
        return probabilities.reduce((sum, probability, k) => sum + k * probability, 0);
      });
    });
  });
}

function fromPosteriors(aligned: AlignedDimensions, residuals: Float64Array): void {
  const { items, nodes, rows, expectation, logProbabilities, abilities } = aligned;
  const nodeCount = nodes.length;
  const expected = expectedCategories(rows, logProbabilities, nodeCount);
  const firstItems = items.map((_, d) => items.slice(0, d).reduce((sum, own) => sum + own.places.length, 0));
  expectation.expect(logProbabilities, abilities, null, {
    visit: (n, { marginals, from, to }, seen) => {
      seen.forEach((d, k) =>
        fillCase(aligned, n, d, residuals, (h) => {
          const row = (firstItems[d] + h) * nodeCount;
          let sum = 0;
          for (let q = from[k]; q < to[k]; q++) sum += marginals[k][q] * expected[row + q];
          return sum;
        }),
      );
    },
  });
}

/** Items x nodes: the category that is expected. */
function expectedCategories(
  rows: Int32Array,
  logProbabilities: Float64Array,
  nodeCount: number,
): Float64Array {
  const out = new Float64Array((rows.length - 1) * nodeCount);
  for (let i = 0; i < rows.length - 1; i++)
    for (let row = rows[i]; row < rows[i + 1]; row++)
      for (let q = 0; q < nodeCount; q++)
        out[i * nodeCount + q] += (row - rows[i]) * Math.exp(logProbabilities[row * nodeCount + q]);
  return out;
}
