import { inversePositiveDefinite } from "../numeric/linear-algebra.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import { logistic } from "../numeric/special.js";

/** Weighted counts of scores at one setting of the predictors. */
export interface PredictedRow {
  predictors: readonly number[];
  /** For each category, lowest first. */
  counts: Float64Array;
}

/** A fitted regression of an ordered response. */
export interface CumulativeLogit {
  /** Minus twice the log-likelihood. */
  deviance: number;
  /** Of the predictors, in their order. */
  coefficients: number[];
  /** Null where the information could not be inverted. */
  standardErrors: (number | null)[];
  /** Of the coefficients, predictors by predictors in rows; null where the information could not be inverted. */
  covariance: Float64Array | null;
  /** False where predictors separate the categories, so that a coefficient grows without end. */
  converged: boolean;
}

const stepsMax = 50;
const halvingsMax = 30;
const tolerance = 1e-10;
/** Predictors are standardised or 0 and 1: nothing real is as strong as that, and what separates grows beyond it. */
const coefficientMax = 15;

/**
 * The cumulative logit model by maximum likelihood (McCullagh, 1980; Fisher scoring with step halving),
 *
 *     P(Y >= k) = 1 / (1 + exp(-(intercept_k + sum of coefficient * predictor)))
 *
 * With two categories it is logistic regression. Every category must occur. Standard errors and covariances are of the inverse of the
 * observed information (minus the second derivatives of the log-likelihood), which with two categories is the expected one.
 *
 * McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society, Series B, 42, 109-142.
 */
export function cumulativeLogit(rows: readonly PredictedRow[], predictorCount: number): CumulativeLogit {
  const cuts = rows[0].counts.length - 1;
  const size = cuts + predictorCount;
  let parameters = startingPoint(rows, cuts, size);
  let state = evaluate(rows, cuts, parameters);
  let converged = false;
  for (let step = 0; step < stepsMax && !converged; step++) {
    const direction = state.gradient.slice();
    if (!solveInPlace(state.information.slice(), direction, size)) break;
    const gain = direction.reduce((sum, value, j) => sum + value * state.gradient[j], 0);
    converged = gain < tolerance;
    const next = improved(rows, cuts, parameters, state.logLikelihood, direction);
    if (next === null) break;
    ({ parameters, state } = next);
    if (parameters.some((value) => Math.abs(value) > coefficientMax)) {
      converged = false;
      break;
    }
  }
  const inverse = inversePositiveDefinite(observedInformation(rows, cuts, parameters), size);
  const places = Array.from({ length: predictorCount }, (_, j) => cuts + j);
  return {
    deviance: -2 * state.logLikelihood,
    coefficients: places.map((j) => parameters[j]),
    standardErrors: places.map((j) => (inverse ? Math.sqrt(inverse[j * (size + 1)]) : null)),
    covariance: inverse && Float64Array.from(places.flatMap((a) => places.map((b) => inverse[a * size + b]))),
    converged,
  };
}

/** The intercepts of the marginal shares, and no effects. */
function startingPoint(rows: readonly PredictedRow[], cuts: number, size: number): Float64Array {
  const marginal = new Float64Array(cuts + 1);
  for (const { counts } of rows) counts.forEach((count, k) => (marginal[k] += count));
  const total = marginal.reduce((sum, count) => sum + count, 0);
  const start = new Float64Array(size);
  let above = total;
  for (let k = 0; k < cuts; k++) {
    above -= marginal[k];
    start[k] = Math.log(above / (total - above));
  }
  return start;
}

interface State {
  logLikelihood: number;
  gradient: Float64Array;
  information: Float64Array;
}

function improved(
  rows: readonly PredictedRow[],
  cuts: number,
  parameters: Float64Array,
  logLikelihood: number,
  direction: Float64Array,
): { parameters: Float64Array; state: State } | null {
  let length = 1;
  for (let halving = 0; halving < halvingsMax; halving++) {
    const next = parameters.map((value, j) => value + length * direction[j]);
    const state = evaluate(rows, cuts, next);
    if (state.logLikelihood >= logLikelihood) return { parameters: next, state };
    length /= 2;
  }
  return null;
}

/** Log-likelihood (minus infinity where intercepts do not fall), its gradient and the expected information. */
function evaluate(rows: readonly PredictedRow[], cuts: number, parameters: Float64Array): State {
  const size = parameters.length;
  const state: State = {
    logLikelihood: 0,
    gradient: new Float64Array(size),
    information: new Float64Array(size * size),
  };
  const cumulative = new Float64Array(cuts + 2);
  const density = new Float64Array(cuts + 2);
  const ofCut = new Float64Array(size);
  const ofCategory = new Float64Array(size);
  cumulative[0] = 1;
  for (const { predictors, counts } of rows) {
    let effect = 0;
    predictors.forEach((value, j) => (effect += value * parameters[cuts + j]));
    for (let k = 1; k <= cuts; k++) {
      cumulative[k] = logistic(parameters[k - 1] + effect);
      density[k] = cumulative[k] * (1 - cumulative[k]);
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    for (let k = 0; k <= cuts; k++) {
      const probability = cumulative[k] - cumulative[k + 1];
      if (!(probability > 0)) {
        if (counts[k] > 0 || cumulative[k] < cumulative[k + 1]) return { ...state, logLikelihood: -Infinity };
        continue;
      }
      state.logLikelihood += counts[k] > 0 ? counts[k] * Math.log(probability) : 0;
      // The derivative of this category's probability in each parameter.
      ofCut.fill(0);
      if (k > 0) ofCut[k - 1] += density[k];
      if (k < cuts) ofCut[k] -= density[k + 1];
      ofCategory.set(ofCut);
      predictors.forEach((value, j) => (ofCategory[cuts + j] = value * (density[k] - density[k + 1])));
      for (let a = 0; a < size; a++) {
        if (ofCategory[a] === 0) continue;
        state.gradient[a] += (counts[k] * ofCategory[a]) / probability;
        for (let b = 0; b < size; b++)
          state.information[a * size + b] += (total * ofCategory[a] * ofCategory[b]) / probability;
      }
    }
  }
  return state;
}

/** Minus the second derivatives of the log-likelihood. */
function observedInformation(
  rows: readonly PredictedRow[],
  cuts: number,
  parameters: Float64Array,
): Float64Array {
  const size = parameters.length;
  const information = new Float64Array(size * size);
  // Of each cut: what its cumulative probability is linear in, and that probability's derivatives in it.
  const design = Array.from({ length: cuts }, () => new Float64Array(size));
  const gradient = new Float64Array(size);
  for (const { predictors, counts } of rows) {
    const cumulative = design.map((row, k) => {
      row[k] = 1;
      row.set(predictors, cuts);
      return logistic(row.reduce((sum, value, j) => sum + value * parameters[j], 0));
    });
    const slope = cumulative.map((p) => p * (1 - p));
    const curvature = cumulative.map((p) => p * (1 - p) * (1 - 2 * p));
    counts.forEach((count, k) => {
      const probability = (k > 0 ? cumulative[k - 1] : 1) - (k < cuts ? cumulative[k] : 0);
      if (!(count > 0) || !(probability > 0)) return;
      const share = count / probability;
      // The category begins at the cut below it and ends at the cut above.
      const edges = [...(k > 0 ? [[k - 1, 1]] : []), ...(k < cuts ? [[k, -1]] : [])];
      gradient.fill(0);
      for (const [cut, sign] of edges)
        design[cut].forEach((value, j) => (gradient[j] += sign * slope[cut] * value));
      for (let a = 0; a < size; a++)
        for (let b = 0; b < size; b++) {
          let second = 0;
          for (const [cut, sign] of edges) second += sign * curvature[cut] * design[cut][a] * design[cut][b];
          information[a * size + b] += share * ((gradient[a] * gradient[b]) / probability - second);
        }
    });
  }
  return information;
}
