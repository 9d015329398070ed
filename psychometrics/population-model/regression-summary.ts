import type { EmResult } from "../calibrate/em.js";
import { weightedMean, weightedVariance } from "../numeric/summary.js";
import type { ScaledDesignMatrix } from "./design-matrix.js";
import { pairsNearlyOne } from "./inseparable-dimensions.js";
import type { FixedDimension } from "./person-posteriors.js";
import type { RegressionInformation } from "./regression-information.js";
import { message, type Message } from "../messages/message.js";

/** One predictor's coefficient for one dimension, in the predictor's own units. */
export interface RegressionCoefficient {
  predictor: string;
  dimension: string;
  estimate: number;
  standardError: number;
}

/** A latent regression in plain values, which can be stored as JSON. */
export interface RegressionSummary {
  dimensions: string[];
  /** The intercept, named `(intercept)`, then the predictors kept; dimension by dimension. */
  coefficients: RegressionCoefficient[];
  /** Predictors left out, with the reason. */
  dropped: { name: string; reason: Message }[];
  /** Covariances and correlations of the dimensions given the predictors. */
  residualCovariance: number[][];
  residualCorrelation: number[][];
  /** Share of each dimension's variance that the predictors explain: var(G'x) / (var(G'x) + S_dd). */
  rSquared: number[];
  /** Variance of the posterior means over that plus the mean posterior variance, for each dimension. */
  eapReliability: number[];
  /** Mean and variance that plausible values go to as their number grows, without the uncertainty of the regression. */
  populationMean: number[];
  populationVariance: number[];
  logLikelihood: number;
  parameterCount: number;
  aic: number;
  bic: number;
  /** Test takers who count: with a response and a weight above 0. */
  personCount: number;
  personsWithoutResponses: number;
  cycles: number;
  converged: boolean;
  largestChange: number;
  notes: Message[];
}

/** What a summary is made from. */
export interface RegressionParts {
  dimensions: readonly FixedDimension[];
  scaled: ScaledDesignMatrix;
  weights: Float64Array;
  coefficients: Float64Array;
  information: RegressionInformation;
  residualCovariance: Float64Array;
  means: Float64Array;
  covariances: Float64Array;
  em: EmResult;
  isMissing: (person: number) => boolean;
}

/** The plain values of a fitted regression. */
export function summarise(parts: RegressionParts): RegressionSummary {
  const { dimensions, scaled, weights, residualCovariance, em } = parts;
  const size = dimensions.length;
  const matrix = (at: (d: number, e: number) => number) =>
    dimensions.map((_, d) => dimensions.map((__, e) => at(d, e)));
  const covariance = (d: number, e: number) => residualCovariance[d * size + e];
  const personCount = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  const personsWithoutResponses = weights.reduce((count, _, p) => count + Number(parts.isMissing(p)), 0);
  const parameterCount = parts.coefficients.length + (size * (size + 1)) / 2;
  const spread = spreads(parts);
  return {
    dimensions: dimensions.map(({ name }) => name),
    coefficients: originalCoefficients(parts),
    dropped: scaled.dropped,
    residualCovariance: matrix(covariance),
    residualCorrelation: matrix((d, e) =>
      d === e ? 1 : covariance(d, e) / Math.sqrt(covariance(d, d) * covariance(e, e)),
    ),
    rSquared: spread.map(({ explained }, d) => explained / (explained + covariance(d, d))),
    eapReliability: spread.map(({ between, within }) => between / (between + within)),
    populationMean: spread.map(({ mean }) => mean),
    populationVariance: spread.map(({ between, within }) => between + within),
    logLikelihood: em.objective,
    parameterCount,
    aic: 2 * parameterCount - 2 * em.objective,
    bic: parameterCount * Math.log(personCount) - 2 * em.objective,
    personCount,
    personsWithoutResponses,
    cycles: em.cycles,
    converged: em.converged,
    largestChange: em.largestChange,
    notes: notesOf(parts, personsWithoutResponses),
  };
}

/** Each dimension's moments over the test takers who count. */
function spreads({ dimensions, scaled, weights, coefficients, means, covariances }: RegressionParts) {
  const size = dimensions.length;
  const fitted = new Float64Array(means.length);
  scaled.fitted(coefficients, size, fitted);
  const counted = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  // Shares, as in `pvVarLimit` of the references: variances have the sum of the weights in the denominator.
  const variance = (values: Float64Array) =>
    counted < 2 ? 0 : (weightedVariance(values, weights) * (counted - 1)) / counted;
  return dimensions.map((_, d) => {
    const place = (values: Float64Array, width: number, offset: number) =>
      weights.map((__, p) => values[p * width + offset]);
    const posteriorMeans = place(means, size, d);
    return {
      mean: weightedMean(posteriorMeans, weights),
      between: variance(posteriorMeans),
      within: weightedMean(place(covariances, size * size, d * size + d), weights),
      explained: variance(place(fitted, size, d)),
    };
  });
}

/** From standardised predictors back to the units they came in. */
function originalCoefficients(parts: RegressionParts): RegressionCoefficient[] {
  const { dimensions, scaled, coefficients, information } = parts;
  const width = scaled.names.length + 1;
  const variances = information.variances();
  return dimensions.flatMap(({ name: dimension }, d) => {
    const shares = new Float64Array(information.size);
    shares[d * width] = 1;
    let intercept = coefficients[d * width];
    const slopes = scaled.names.map((predictor, j): RegressionCoefficient => {
      const at = d * width + j + 1;
      shares[at] = -scaled.means[j] / scaled.scales[j];
      intercept += shares[at] * coefficients[at];
      return {
        ...{ predictor, dimension },
        estimate: coefficients[at] / scaled.scales[j],
        standardError: Math.sqrt(variances[at]) / scaled.scales[j],
      };
    });
    const standardError = Math.sqrt(information.varianceOf(shares));
    return [{ predictor: "(intercept)", dimension, estimate: intercept, standardError }, ...slopes];
  });
}

/** Below this a variance given the predictors has collapsed: a standard deviation of a tenth of a logit. */
const varianceCollapsed = 0.01;

function notesOf(parts: RegressionParts, withoutResponses: number): Message[] {
  const { scaled, em, information, dimensions, residualCovariance } = parts;
  const notes: Message[] = scaled.dropped.map((dropped) => message("predictor-left-out", dropped));
  if (withoutResponses > 0) notes.push(message("persons-without-responses", { count: withoutResponses }));
  dimensions.forEach(({ name: dimension }, d) => {
    const variance = residualCovariance[d * dimensions.length + d];
    if (variance >= varianceCollapsed) return;
    const shown = Number(variance.toPrecision(2));
    notes.push(message("variance-collapsed", { dimension, variance: shown }));
  });
  const pairs = pairsNearlyOne(
    residualCovariance,
    dimensions.map(({ name }) => name),
  );
  if (pairs.length > 0) notes.push(message("dimensions-nearly-one", { pairs }));
  if (!em.converged)
    notes.push(
      message("regression-not-converged", {
        cycles: em.cycles,
        change: Number(em.largestChange.toPrecision(2)),
      }),
    );
  if (!information.isObserved) notes.push(message("errors-of-known-abilities"));
  return notes;
}
