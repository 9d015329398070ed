import { weightedMean, weightedVariance } from "../numeric/summary.js";
import type { MultidimensionalOptions } from "./options.js";
import type { AbilityCoefficient, CalibratedDimension, MultidimensionalCalibration } from "./options.js";
import type { MultidimensionalEstimation } from "./setup.js";
import type { MultidimensionalSteps } from "./steps.js";

/** The covariance of the parameters with the places of those of the abilities in it. */
export interface AbilityErrors {
  covariance: Float64Array | null;
  size: number;
  /** The place of the first of the abilities' parameters. */
  first: number;
}

/** The names of the abilities' free parameters, in order. */
export function abilityNames(
  { abilities }: MultidimensionalEstimation,
  { dimensions }: MultidimensionalOptions,
): string[] {
  const name = (d: number) => dimensions[d].name;
  const regressors = abilities.design?.names ?? [];
  return [
    ...dimensions.flatMap((own) => regressors.map((regressor) => `coefficient_${own.name}_${regressor}`)),
    ...abilities.freeMeans.map((d) => `mean_${name(d)}`),
    ...abilities.freeElements.map(([d, e]) =>
      d === e ? `variance_${name(d)}` : `covariance_${name(d)}_${name(e)}`,
    ),
  ];
}

/** The standard error of a sum of shares of the abilities' parameters; null where nothing in it was estimated. */
function errorOf(
  { covariance, size, first }: AbilityErrors,
  shares: ReadonlyMap<number, number>,
): number | null {
  if (!covariance) return null;
  let variance = 0;
  for (const [a, share] of shares)
    for (const [b, other] of shares) variance += share * other * covariance[(first + a) * size + first + b];
  return variance > 0 ? Math.sqrt(variance) : null;
}

/** Coefficients in the regressors' own units, the intercept first. */
export function describeCoefficients(
  { abilities }: MultidimensionalEstimation,
  { dimensions }: MultidimensionalOptions,
  errors: AbilityErrors,
): AbilityCoefficient[] {
  const { design, coefficients, regressorCount } = abilities;
  if (!design) return [];
  return dimensions.flatMap(({ name: dimension }, d) => {
    let intercept = abilities.means[d];
    const shares = new Map<number, number>();
    const meanPlace = abilities.freeMeans.indexOf(d);
    if (meanPlace >= 0) shares.set(coefficients.length + meanPlace, 1);
    const slopes = design.names.map((regressor, j): AbilityCoefficient => {
      const place = d * regressorCount + j;
      const estimate = coefficients[place] / design.scales[j];
      intercept -= design.means[j] * estimate;
      shares.set(place, -design.means[j]);
      return { regressor, dimension, estimate, standardError: errorOf(errors, new Map([[place, 1]])) };
    });
    const standardError = errorOf(errors, shares);
    return [{ regressor: "(intercept)", dimension, estimate: intercept, standardError }, ...slopes];
  });
}

/** Covariances and correlations, with standard errors by the delta method. */
export function describeCovariances(
  { abilities }: MultidimensionalEstimation,
  errors: AbilityErrors,
): Pick<
  MultidimensionalCalibration,
  "covariances" | "covarianceStandardErrors" | "correlations" | "correlationStandardErrors"
> {
  const { size, covariance, freeElements } = abilities;
  const start = abilities.coefficients.length + abilities.freeMeans.length;
  const at = (d: number, e: number) => covariance[d * size + e];
  const placeOf = (d: number, e: number) => {
    const place = freeElements.findIndex(([f, g]) => (f === d && g === e) || (f === e && g === d));
    return place < 0 ? -1 : start + place;
  };
  const sharesOf = (parts: readonly [number, number][]) => new Map(parts.filter(([place]) => place >= 0));
  const correlation = (d: number, e: number) => at(d, e) / Math.sqrt(at(d, d) * at(e, e));
  const matrix = <T>(value: (d: number, e: number) => T): T[][] =>
    Array.from({ length: size }, (_, d) => Array.from({ length: size }, (__, e) => value(d, e)));
  return {
    covariances: matrix(at),
    covarianceStandardErrors: matrix((d, e) => errorOf(errors, sharesOf([[placeOf(d, e), 1]]))),
    correlations: matrix((d, e) => (d === e ? 1 : correlation(d, e))),
    correlationStandardErrors: matrix((d, e) =>
      d === e
        ? null
        : errorOf(
            errors,
            sharesOf([
              [placeOf(d, e), 1 / Math.sqrt(at(d, d) * at(e, e))],
              [placeOf(d, d), -correlation(d, e) / (2 * at(d, d))],
              [placeOf(e, e), -correlation(d, e) / (2 * at(e, e))],
            ]),
          ),
    ),
  };
}

/** Each dimension's mean, and what its test takers' posteriors come to. */
export function describeDimensions(
  { abilities, cases, dimensionOf }: MultidimensionalEstimation,
  { dimensions }: MultidimensionalOptions,
  { expectation }: MultidimensionalSteps,
  errors: AbilityErrors,
  personWeights: Float64Array,
): CalibratedDimension[] {
  const { size, covariance, coefficients, freeMeans } = abilities;
  const { moments, fitted } = expectation;
  const { personCase } = cases;
  const weights = personWeights.map((weight, p) => (cases.seen[personCase[p]] === 0 ? 0 : weight));
  const ofPersons = (values: Float64Array, width: number, offset: number) =>
    weights.map((_, p) => values[personCase[p] * width + offset]);
  const counted = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  // With the sum of the weights in the denominator, as TAM has it.
  const variance = (values: Float64Array) =>
    counted < 2 ? 0 : (weightedVariance(values, weights) * (counted - 1)) / counted;
  return dimensions.map(({ name }, d) => {
    const between = variance(ofPersons(moments.means, size, d));
    const within = weightedMean(ofPersons(moments.covariances, size * size, d * (size + 1)), weights);
    const explained = variance(ofPersons(fitted, size, d));
    const meanPlace = freeMeans.indexOf(d);
    return {
      name,
      itemCount: dimensionOf.reduce((count, own) => count + Number(own === d), 0),
      personCount: weights.reduce(
        (count, weight, p) => count + Number(weight > 0 && (cases.seen[personCase[p]] & (1 << d)) > 0),
        0,
      ),
      mean: abilities.means[d],
      meanStandardError:
        meanPlace < 0 ? null : errorOf(errors, new Map([[coefficients.length + meanPlace, 1]])),
      rSquared: explained / (explained + covariance[d * (size + 1)]),
      eapReliability: between > 0 ? between / (between + within) : null,
    };
  });
}
