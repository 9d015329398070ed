import { logGamma, logistic } from "../numeric/special.js";

/** A prior density on one parameter, as a description that can be stored. */
export type Prior =
  | { kind: "beta"; alpha: number; beta: number }
  | { kind: "normal-logit"; mean: number; standardDeviation: number };

/** The log density and its first two derivatives in the log-odds x of the lower asymptote. */
export interface PriorShape {
  logDensity(x: number): number;
  derivative(x: number): number;
  secondDerivative(x: number): number;
}

/**
 * A prior on a lower asymptote c as a function of its log-odds.
 *
 * `beta` is the density of c itself, so the estimate is the mode in c: the log-odds are only how it is computed,
 * and bring no factor c(1 - c) with them. `normal-logit` is a normal density of the log-odds.
 *
 * @throws {RangeError} when a parameter of the prior is not positive.
 */
export function priorShape(prior: Prior): PriorShape {
  if (prior.kind === "beta") {
    const { alpha, beta } = prior;
    if (!(alpha > 0 && beta > 0)) throw new RangeError("a beta prior needs two positive parameters");
    const total = alpha + beta - 2;
    const constant = logGamma(alpha + beta) - logGamma(alpha) - logGamma(beta);
    return {
      logDensity: (x) => constant + (alpha - 1) * Math.log(logistic(x)) + (beta - 1) * Math.log(logistic(-x)),
      derivative: (x) => alpha - 1 - total * logistic(x),
      secondDerivative: (x) => -total * logistic(x) * logistic(-x),
    };
  }
  const { mean, standardDeviation } = prior;
  if (!(standardDeviation > 0)) throw new RangeError("a normal prior needs a positive standard deviation");
  const precision = 1 / standardDeviation ** 2;
  return {
    logDensity: (x) => 0.5 * Math.log(precision / (2 * Math.PI)) - 0.5 * precision * (x - mean) ** 2,
    derivative: (x) => -precision * (x - mean),
    secondDerivative: () => -precision,
  };
}
