import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { align, type AlignedData } from "../persons/align.js";
import { scorePersons, type Estimator } from "../persons/score-persons.js";

/** Where residuals are taken: at a point estimate of ability, or from the expectation over the posterior. */
export type ResidualAt = Estimator | "posterior";

/** What was scored less what is expected, by pattern of responses. */
export interface Residuals {
  aligned: AlignedData;
  /** Patterns x items: category less expected category; NaN where not presented or without a finite ability. */
  residuals: Float64Array;
  /** The variance of the category at the ability, in the same form. */
  variances: Float64Array;
}

/**
 * Residuals of every response pattern. Patterns without responses, and with ML those without a finite estimate, have
 * none: they count nowhere.
 *
 * @throws {RangeError} as `align`.
 */
export function residualsOf(calibration: Calibration, data: ResponseData, at: ResidualAt): Residuals {
  const aligned = align(calibration, data);
  const { patterns, items } = aligned;
  const size = patterns.patternCount * items.length;
  const residuals = new Float64Array(size).fill(NaN);
  const variances = new Float64Array(size).fill(NaN);
  const found = { aligned, residuals, variances };
  if (at === "posterior") fromPosterior(found);
  else fromEstimates(calibration, data, at, found);
  return found;
}

function fromEstimates(calibration: Calibration, data: ResponseData, at: Estimator, found: Residuals): void {
  const { aligned, residuals, variances } = found;
  const { patterns, items } = aligned;
  const count = items.length;
  const scores = scorePersons(calibration, data, [at]);
  const isDone = new Uint8Array(patterns.patternCount);
  scores.forEach(({ estimates, max }, p) => {
    const n = patterns.personPattern[p];
    const theta = estimates[at]?.theta ?? NaN;
    if (isDone[n] || !Number.isFinite(theta) || max === 0) return;
    isDone[n] = 1;
    items.forEach(({ model, categories, parameters }, i) => {
      const category = patterns.responses[n * count + i];
      if (category < 0) return;
      const probabilities = new Float64Array(categories);
      model.probabilities(theta, parameters, probabilities);
      const { mean, variance } = moments(probabilities);
      residuals[n * count + i] = category - mean;
      variances[n * count + i] = variance;
    });
  });
}

function fromPosterior({ aligned, residuals, variances }: Residuals): void {
  const { patterns, items, nodes, posteriors, logProbabilities, logMass } = aligned;
  const count = items.length;
  posteriors.visit(logProbabilities, logMass, (n, posterior, from, to) => {
    items.forEach(({ categories }, i) => {
      const category = patterns.responses[n * count + i];
      if (category < 0) return;
      const probabilities = new Float64Array(categories);
      for (let k = 0; k < categories; k++) {
        const row = (posteriors.rows[i] + k) * nodes.length;
        for (let q = from; q < to; q++)
          probabilities[k] += posterior[q] * Math.exp(logProbabilities[row + q]);
      }
      const { mean, variance } = moments(probabilities);
      residuals[n * count + i] = category - mean;
      variances[n * count + i] = variance;
    });
  });
}

function moments(probabilities: Float64Array): { mean: number; variance: number } {
  let mean = 0;
  for (let k = 1; k < probabilities.length; k++) mean += k * probabilities[k];
  let variance = 0;
  for (let k = 0; k < probabilities.length; k++) variance += probabilities[k] * (k - mean) ** 2;
  return { mean, variance };
}
