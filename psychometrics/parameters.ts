import type { ItemModel } from "./models/index.js";
import { logistic } from "./numeric/special.js";

/** An item's parameters in the form that reports print, with standard errors by the delta method. */
export interface ReportedParameters {
  slope: number;
  intercepts: number[];
  /** Steps (partial credit) or thresholds (graded), b1 to bm, in logits; null where the slope is zero. */
  difficulties: (number | null)[];
  lowerAsymptote: number | null;
  /** Null where there is none: the parameter was fixed, or the information could not be inverted. */
  standardErrors: {
    slope: number | null;
    intercepts: (number | null)[];
    difficulties: (number | null)[];
    lowerAsymptote: number | null;
  };
}

/**
 * From slope and intercepts to slope and difficulties: steps b_k = (d_(k-1) - d_k) / a with d_0 = 0,
 * or thresholds b_k = -d_k / a; the lower asymptote from its log-odds.
 *
 * @param covariance of the parameters, row by row, with zeros for fixed ones; null where there is none.
 */
export function reportParameters(
  model: ItemModel,
  parameters: ArrayLike<number>,
  covariance: ArrayLike<number> | null,
): ReportedParameters {
  const size = parameters.length;
  const interceptCount = model.hasLowerAsymptote ? size - 2 : size - 1;
  const slope = parameters[0];
  const intercepts = Array.from({ length: interceptCount }, (_, k) => parameters[k + 1]);
  const unit = (j: number) => Array.from({ length: size }, (_, h) => (h === j ? 1 : 0));
  const difficulties: (number | null)[] = [];
  const difficultyErrors: (number | null)[] = [];
  for (let k = 1; k <= interceptCount; k++) {
    const before = model.difficultyForm === "steps" && k > 1 ? parameters[k - 1] : 0;
    const difficulty = slope === 0 ? null : (before - parameters[k]) / slope;
    difficulties.push(difficulty);
    const gradient = new Array<number>(size).fill(0);
    if (difficulty !== null) {
      gradient[0] = -difficulty / slope;
      gradient[k] = -1 / slope;
      if (model.difficultyForm === "steps" && k > 1) gradient[k - 1] = 1 / slope;
    }
    difficultyErrors.push(difficulty === null ? null : deltaError(gradient, covariance));
  }
  const asymptote = model.hasLowerAsymptote ? logistic(parameters[size - 1]) : null;
  const asymptoteGradient = unit(size - 1).map((one) => one * (asymptote ?? 0) * (1 - (asymptote ?? 0)));
  return {
    slope,
    intercepts,
    difficulties,
    lowerAsymptote: asymptote,
    standardErrors: {
      slope: deltaError(unit(0), covariance),
      intercepts: intercepts.map((_, k) => deltaError(unit(k + 1), covariance)),
      difficulties: difficultyErrors,
      lowerAsymptote: asymptote === null ? null : deltaError(asymptoteGradient, covariance),
    },
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

/** The intercepts of an item given by slope and difficulties: the way back from `reportParameters`. */
export function interceptsOf(
  form: ItemModel["difficultyForm"],
  slope: number,
  difficulties: readonly number[],
): number[] {
  if (form === "thresholds") return difficulties.map((difficulty) => -slope * difficulty);
  let intercept = 0;
  return difficulties.map((difficulty) => (intercept -= slope * difficulty));
}

/** From a slope in the metric with D = 1.7 (normal ogive metric) to the logistic one used here. */
export function logisticSlope(normalMetricSlope: number): number {
  return 1.7 * normalMetricSlope;
}
