import type { ItemModel } from "./models/index.js";
import { logistic } from "./numeric/special.js";

/** An item's parameters in the form that reports print, with standard errors by the delta method. */
export interface ReportedParameters {
  /** The discrimination; for the nominal model the slope of the highest category over its number, as mirt's a1. */
  slope: number;
  intercepts: number[];
  /**
   * Steps (partial credit, nominal) or thresholds (graded), b1 to bm, in logits; null where slopes leave none. A step is
   * where two neighbouring categories are equally likely.
   */
  difficulties: (number | null)[];
  lowerAsymptote: number | null;
  /** For the nominal model the slope a_k of each category from 1 to m; null for the others. */
  categorySlopes: number[] | null;
  /** For the nominal model its scoring function a_k / slope, as mirt's ak; null for the others, and where the slope is 0. */
  categoryScores: number[] | null;
  /** Null where there is none: the parameter was fixed, or the information could not be inverted. */
  standardErrors: {
    slope: number | null;
    intercepts: (number | null)[];
    difficulties: (number | null)[];
    lowerAsymptote: number | null;
    categorySlopes: (number | null)[] | null;
    categoryScores: (number | null)[] | null;
  };
}

/** A number that follows from the parameters, and its derivatives in them. */
interface Derived {
  value: number;
  gradient: number[];
}

/**
 * From an item's own parameters to slope, intercepts and difficulties: steps b_k = (d_(k-1) - d_k) / (a_k - a_(k-1)) with
 * a_0 = d_0 = 0, or thresholds b_k = -d_k / a_k; the lower asymptote from its log-odds.
 *
 * @param categories how many the item has.
 * @param covariance of the parameters, row by row, with zeros for fixed ones; null where there is none.
 */
export function reportParameters(
  model: ItemModel,
  categories: number,
  parameters: ArrayLike<number>,
  covariance: ArrayLike<number> | null,
): ReportedParameters {
  const { slopes, intercepts } = categoryForm(model, categories, parameters);
  const size = parameters.length;
  const unit = (j: number) => Array.from({ length: size }, (_, h) => (h === j ? 1 : 0));
  const slope: Derived = { value: parameters[0], gradient: unit(0) };
  const difficulties = intercepts.map((intercept, k) => {
    if (model.difficultyForm === "thresholds" || k === 0) return quotient(intercept, slopes[k], -1);
    return quotient(difference(intercept, intercepts[k - 1]), difference(slopes[k], slopes[k - 1]), -1);
  });
  const scores =
    model.hasCategorySlopes && slope.value !== 0 ? slopes.map((own) => quotient(own, slope, 1)) : null;
  const asymptote = model.hasLowerAsymptote ? logistic(parameters[size - 1]) : null;
  const errorOf = (derived: Derived | null) => derived && deltaError(derived.gradient, covariance);
  return {
    slope: slope.value,
    intercepts: intercepts.map(({ value }) => value),
    difficulties: difficulties.map((difficulty) => difficulty && difficulty.value),
    lowerAsymptote: asymptote,
    categorySlopes: model.hasCategorySlopes ? slopes.map(({ value }) => value) : null,
    categoryScores: scores && scores.map((score) => score?.value ?? 0),
    standardErrors: {
      slope: errorOf(slope),
      intercepts: intercepts.map(errorOf),
      difficulties: difficulties.map(errorOf),
      lowerAsymptote:
        asymptote === null
          ? null
          : deltaError(
              unit(size - 1).map((one) => one * asymptote * (1 - asymptote)),
              covariance,
            ),
      categorySlopes: model.hasCategorySlopes ? slopes.map(errorOf) : null,
      categoryScores: scores && scores.map(errorOf),
    },
  };
}

/** Slopes and intercepts of the categories above 0, with derivatives: the models are linear in them. */
function categoryForm(
  model: ItemModel,
  categories: number,
  parameters: ArrayLike<number>,
): { slopes: Derived[]; intercepts: Derived[] } {
  const at = (values: ArrayLike<number>) => {
    const slopes = new Float64Array(categories - 1);
    const intercepts = new Float64Array(categories - 1);
    model.toCategoryForm(values, slopes, intercepts);
    return { slopes, intercepts };
  };
  const here = at(parameters);
  const units = Array.from({ length: parameters.length }, (_, j) =>
    at(Array.from({ length: parameters.length }, (__, h) => (h === j ? 1 : 0))),
  );
  const derived = (name: "slopes" | "intercepts") =>
    Array.from(here[name], (value, k) => ({ value, gradient: units.map((unit) => unit[name][k]) }));
  return { slopes: derived("slopes"), intercepts: derived("intercepts") };
}

function difference(a: Derived, b: Derived): Derived {
  return { value: a.value - b.value, gradient: a.gradient.map((value, j) => value - b.gradient[j]) };
}

/** sign * a / b with its gradient; null where b is zero. */
function quotient(a: Derived, b: Derived, sign: 1 | -1): Derived | null {
  if (b.value === 0) return null;
  const ratio = a.value / b.value;
  return {
    value: sign * ratio,
    gradient: a.gradient.map((own, j) => (sign * (own - ratio * b.gradient[j])) / b.value),
  };
}

/** The standard error of a function of the parameters with this gradient; null where nothing in it was estimated. */
function deltaError(gradient: number[], covariance: ArrayLike<number> | null): number | null {
  if (!covariance) return null;
  let variance = 0;
  for (let j = 0; j < gradient.length; j++) {
    for (let h = 0; h < gradient.length; h++)
      variance += gradient[j] * gradient[h] * covariance[j * gradient.length + h];
  }
  return variance > 0 ? Math.sqrt(variance) : null;
}

/**
 * The intercepts of an item given by slope and difficulties: the way back from `reportParameters`.
 *
 * @param categorySlopes of the nominal model, whose steps rest on the differences between neighbours.
 */
export function interceptsOf(
  form: ItemModel["difficultyForm"],
  slope: number,
  difficulties: readonly number[],
  categorySlopes?: readonly number[],
): number[] {
  if (form === "thresholds") return difficulties.map((difficulty) => -slope * difficulty);
  let intercept = 0;
  return difficulties.map((difficulty, k) => {
    const rise = categorySlopes ? categorySlopes[k] - (k === 0 ? 0 : categorySlopes[k - 1]) : slope;
    return (intercept -= rise * difficulty);
  });
}

/** An item as a report or another program gives it, and its own parameter vector. */
export interface GivenItem {
  slope: number;
  intercepts: readonly number[];
  /** For the 3PL; 0 by default. */
  lowerAsymptote?: number;
  /** For the nominal model: the slope of each category from 1 to m. As multiples of `slope` by default. */
  categorySlopes?: readonly number[];
}

/** The parameter vector of a model behind slope and intercepts: the other way back from `reportParameters`. */
export function parametersOf(model: ItemModel, item: GivenItem): Float64Array {
  const { slope, intercepts, lowerAsymptote } = item;
  const slopes =
    item.categorySlopes ??
    intercepts.map((_, k) => (model.difficultyForm === "steps" ? (k + 1) * slope : slope));
  return Float64Array.from(model.fromCategoryForm({ slopes, intercepts, lowerAsymptote }));
}

/** From a slope in the metric with D = 1.7 (normal ogive metric) to the logistic one used here. */
export function logisticSlope(normalMetricSlope: number): number {
  return 1.7 * normalMetricSlope;
}
