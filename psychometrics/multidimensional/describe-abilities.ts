import { weightedMean, weightedVariance } from "../numeric/summary.js";
import type {
  AbilityCoefficient,
  CalibratedDimension,
  DimensionalGroup,
  MultidimensionalOptions,
} from "./options.js";
import type { MultidimensionalEstimation } from "./setup.js";
import type { MultidimensionalSteps } from "./steps.js";

/** The covariance of the parameters with the places of those of the abilities in it. */
export interface AbilityErrors {
  covariance: Float64Array | null;
  size: number;
  /** The place of the first of the abilities' parameters. */
  first: number;
}

/** The names of the abilities' free parameters, in order; with several groups they end in the group's. */
export function abilityNames(
  { abilities }: MultidimensionalEstimation,
  { dimensions }: MultidimensionalOptions,
  groupNames: readonly string[],
): string[] {
  const name = (d: number) => dimensions[d].name;
  const regressors = abilities.design?.names ?? [];
  return [
    ...dimensions.flatMap((own) => regressors.map((regressor) => `coefficient_${own.name}_${regressor}`)),
    ...abilities.groups.flatMap(({ freeMeans, freeElements }, g) => {
      const ending = abilities.groups.length > 1 ? `_${groupNames[g]}` : "";
      return [
        ...freeMeans.map((d) => `mean_${name(d)}${ending}`),
        ...freeElements.map(([d, e]) =>
          d === e ? `variance_${name(d)}${ending}` : `covariance_${name(d)}_${name(e)}${ending}`,
        ),
      ];
    }),
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

/** Coefficients in the regressors' own units, the intercepts first. */
export function describeCoefficients(
  { abilities }: MultidimensionalEstimation,
  { dimensions }: MultidimensionalOptions,
  errors: AbilityErrors,
  groupNames: readonly string[],
): AbilityCoefficient[] {
  const { regression, groups } = abilities;
  if (!regression) return [];
  const { coefficients, count, regressors } = regression;
  const { design, groupMeans } = regressors;
  return dimensions.flatMap(({ name: dimension }, d) => {
    const slopes = design.names.map((regressor, j): AbilityCoefficient => {
      const place = d * count + j;
      const estimate = coefficients[place] / design.scales[j];
      const standardError = errorOf(errors, new Map([[place, 1]]));
      return { regressor, dimension, group: null, estimate, standardError };
    });
    const intercepts = groups.map(({ means, freeMeans }, g): AbilityCoefficient => {
      const place = freeMeans.indexOf(d);
      const shares = new Map(place < 0 ? [] : [[abilities.firstOf(g) + place, 1]]);
      slopes.forEach((_, j) => shares.set(d * count + j, -groupMeans[g][j]));
      const estimate = slopes.reduce((left, slope, j) => left - groupMeans[g][j] * slope.estimate, means[d]);
      const group = groups.length > 1 ? groupNames[g] : null;
      return { regressor: "(intercept)", dimension, group, estimate, standardError: errorOf(errors, shares) };
    });
    return [...intercepts, ...slopes];
  });
}

/** Each group's means, covariances and correlations, with standard errors by the delta method, and its reliabilities. */
export function describeAbilityGroups(
  estimation: MultidimensionalEstimation,
  steps: MultidimensionalSteps,
  errors: AbilityErrors,
  personWeights: Float64Array,
  names: readonly string[],
): DimensionalGroup[] {
  const { abilities, cases } = estimation;
  return abilities.groups.map(({ size, means, freeMeans, covariance }, g) => {
    const first = abilities.firstOf(g);
    const isOwn = (p: number) => cases.groups[cases.personCase[p]] === g;
    const weights = countedWeights(estimation, personWeights).map((weight, p) => (isOwn(p) ? weight : 0));
    const persons = new Posteriors(estimation, steps, weights);
    return {
      name: names[g],
      personCount: persons.count,
      means: [...means],
      meanStandardErrors: Array.from({ length: size }, (_, d) => {
        const place = freeMeans.indexOf(d);
        return place < 0 ? null : errorOf(errors, new Map([[first + place, 1]]));
      }),
      ...describeCovariances(estimation, g, errors),
      eapReliabilities: Array.from({ length: size }, (_, d) => persons.reliability(d)),
      rSquared: Array.from({ length: size }, (_, d) => {
        const explained = abilities.design ? persons.explained(d) : 0;
        return explained / (explained + covariance[d * (size + 1)]);
      }),
    };
  });
}

function describeCovariances(
  { abilities }: MultidimensionalEstimation,
  g: number,
  errors: AbilityErrors,
): Pick<
  DimensionalGroup,
  "covariances" | "covarianceStandardErrors" | "correlations" | "correlationStandardErrors"
> {
  const { size, covariance, freeElements, freeCount } = abilities.groups[g];
  const start = abilities.firstOf(g) + freeCount - freeElements.length;
  const at = (d: number, e: number) => covariance[d * size + e];
  const placeOf = (d: number, e: number) => {
    const place = freeElements.findIndex(([f, h]) => (f === d && h === e) || (f === e && h === d));
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

/** Each dimension, with the reference group's mean, and what all test takers' posteriors come to. */
export function describeDimensions(
  estimation: MultidimensionalEstimation,
  { dimensions }: MultidimensionalOptions,
  steps: MultidimensionalSteps,
  personWeights: Float64Array,
  [reference]: readonly DimensionalGroup[],
): CalibratedDimension[] {
  const { cases, recoding, dimensionOf } = estimation;
  const weights = countedWeights(estimation, personWeights);
  const persons = new Posteriors(estimation, steps, weights);
  return dimensions.map(({ name }, d) => {
    const own = recoding.items.filter((_, i) => dimensionOf[i] === d);
    return {
      name,
      itemCount: new Set(own.map(({ item }) => item)).size,
      personCount: weights.reduce(
        (count, weight, p) => count + Number(weight > 0 && (cases.seen[cases.personCase[p]] & (1 << d)) > 0),
        0,
      ),
      mean: reference.means[d],
      meanStandardError: reference.meanStandardErrors[d],
      rSquared: reference.rSquared[d],
      eapReliability: persons.reliability(d),
    };
  });
}

/** Who has no response says nothing of the population. */
function countedWeights({ cases }: MultidimensionalEstimation, weights: Float64Array): Float64Array {
  return weights.map((weight, p) => (cases.seen[cases.personCase[p]] === 0 ? 0 : weight));
}

/** What the posteriors of some test takers come to. */
class Posteriors {
  readonly count: number;
  private readonly size: number;
  private readonly weights: Float64Array;
  private readonly personCase: Int32Array;
  private readonly steps: MultidimensionalSteps;

  constructor(
    { abilities, cases }: MultidimensionalEstimation,
    steps: MultidimensionalSteps,
    weights: Float64Array,
  ) {
    this.size = abilities.size;
    this.steps = steps;
    this.weights = weights;
    this.personCase = cases.personCase;
    this.count = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  }

  /** var(EAP) / (var(EAP) + mean posterior variance); null where nothing varies. */
  reliability(d: number): number | null {
    const { size, weights } = this;
    const { means, covariances } = this.steps.expectation.moments;
    const between = this.variance(this.ofPersons(means, size, d));
    if (!(between > 0)) return null;
    return (
      between / (between + weightedMean(this.ofPersons(covariances, size * size, d * (size + 1)), weights))
    );
  }

  /** The variance of the prior means, which regressors shift. */
  explained(d: number): number {
    return this.variance(this.ofPersons(this.steps.expectation.fitted, this.size, d));
  }

  private ofPersons(values: Float64Array, width: number, offset: number): Float64Array {
    return this.weights.map((_, p) => values[this.personCase[p] * width + offset]);
  }

  /** With the sum of the weights in the denominator, as TAM has it. */
  private variance(values: Float64Array): number {
    const { count, weights } = this;
    return count < 2 ? 0 : (weightedVariance(values, weights) * (count - 1)) / count;
  }
}
