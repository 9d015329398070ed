import type { ItemModel } from "../models/index.js";
import { logGamma, logistic } from "../numeric/special.js";
import { Refusal } from "../messages/refusal.js";

/**
 * A prior density on one parameter, as a description that can be stored. `beta` and `normal-logit` are for lower
 * asymptotes; `log-normal` has the mean and the standard deviation of the logarithm.
 */
export type Prior =
  | { kind: "beta"; alpha: number; beta: number }
  | { kind: "normal-logit"; mean: number; standardDeviation: number }
  | { kind: "normal"; mean: number; standardDeviation: number }
  | { kind: "log-normal"; mean: number; standardDeviation: number };

/** The log density and its first two derivatives in a parameter x of the model. */
export interface PriorShape {
  logDensity(x: number): number;
  derivative(x: number): number;
  secondDerivative(x: number): number;
}

/** A log density that depends on several of an item's parameters at once. */
export interface JointPriorShape {
  logDensity(parameters: ArrayLike<number>): number;
  addGradient(parameters: ArrayLike<number>, gradient: Float64Array): void;
  /** Add minus the second derivatives to `information`, row by row. */
  addCurvature(parameters: ArrayLike<number>, information: Float64Array): void;
  /** The same without the bend of the difficulty itself: never negative, as scoring steps need it. */
  addExpectedCurvature(parameters: ArrayLike<number>, information: Float64Array): void;
}

/**
 * A prior as a function of the parameter that the model has inside; of the log-odds x, where it is on a lower asymptote.
 *
 * The density is that of the parameter itself, so the estimate is the mode in it: the log-odds of a lower asymptote c
 * are only how it is computed, and bring no factor c(1 - c) with them. `normal-logit` is a normal density of the
 * log-odds.
 *
 * @throws {RangeError} when a parameter of the prior is not positive.
 */
export function priorShape(prior: Prior): PriorShape {
  if (prior.kind === "beta") return betaShape(prior.alpha, prior.beta);
  const { mean, standardDeviation } = prior;
  if (!(standardDeviation > 0) || !Number.isFinite(mean)) {
    throw new Refusal("prior-without-spread", { kind: prior.kind });
  }
  return prior.kind === "log-normal"
    ? logNormalShape(mean, standardDeviation)
    : normalShape(mean, standardDeviation);
}

/** A density to the power of `share`, which is then no density: what one of several parts bears of a prior. */
export function shareOfPrior(shape: PriorShape, share: number): PriorShape {
  return {
    logDensity: (x) => share * shape.logDensity(x),
    derivative: (x) => share * shape.derivative(x),
    secondDerivative: (x) => share * shape.secondDerivative(x),
  };
}

/** The same of a density of several parameters. */
export function shareOfJointPrior(shape: JointPriorShape, share: number): JointPriorShape {
  const addShare = (total: Float64Array, fill: (own: Float64Array) => void) => {
    const own = new Float64Array(total.length);
    fill(own);
    own.forEach((value, n) => (total[n] += share * value));
  };
  return {
    logDensity: (parameters) => share * shape.logDensity(parameters),
    addGradient: (parameters, gradient) => addShare(gradient, (own) => shape.addGradient(parameters, own)),
    addCurvature: (parameters, information) =>
      addShare(information, (own) => shape.addCurvature(parameters, own)),
    addExpectedCurvature: (parameters, information) =>
      addShare(information, (own) => shape.addExpectedCurvature(parameters, own)),
  };
}

function betaShape(alpha: number, beta: number): PriorShape {
  if (!(alpha > 0 && beta > 0)) throw new Refusal("beta-prior-not-positive");
  const total = alpha + beta - 2;
  const constant = logGamma(alpha + beta) - logGamma(alpha) - logGamma(beta);
  return {
    logDensity: (x) => constant + (alpha - 1) * Math.log(logistic(x)) + (beta - 1) * Math.log(logistic(-x)),
    derivative: (x) => alpha - 1 - total * logistic(x),
    secondDerivative: (x) => -total * logistic(x) * logistic(-x),
  };
}

function normalShape(mean: number, standardDeviation: number): PriorShape {
  const precision = 1 / standardDeviation ** 2;
  return {
    logDensity: (x) => 0.5 * Math.log(precision / (2 * Math.PI)) - 0.5 * precision * (x - mean) ** 2,
    derivative: (x) => -precision * (x - mean),
    secondDerivative: () => -precision,
  };
}

/** Nothing at or below zero has any density, so no step goes there. */
function logNormalShape(mean: number, standardDeviation: number): PriorShape {
  const ofLog = normalShape(mean, standardDeviation);
  return {
    logDensity: (x) => (x > 0 ? ofLog.logDensity(Math.log(x)) - Math.log(x) : -Infinity),
    derivative: (x) => (ofLog.derivative(Math.log(x)) - 1) / x,
    secondDerivative: (x) =>
      (ofLog.secondDerivative(Math.log(x)) - ofLog.derivative(Math.log(x)) + 1) / (x * x),
  };
}

/**
 * A normal density of a difficulty b = -N / D, where N is the rise of the intercepts and D that of the slopes up to its
 * category: both are linear in the item's parameters, so the derivatives of b are closed.
 *
 * @param step the difficulty's number, from 1.
 */
export function difficultyPrior(
  model: ItemModel,
  categories: number,
  step: number,
  prior: { mean: number; standardDeviation: number },
): JointPriorShape {
  const shape = normalShape(prior.mean, prior.standardDeviation);
  const precision = 1 / prior.standardDeviation ** 2;
  const size = model.parameterNames(categories).length;
  const rises = (parameters: ArrayLike<number>) => {
    const slopes = new Float64Array(categories - 1);
    const intercepts = new Float64Array(categories - 1);
    model.toCategoryForm(parameters, slopes, intercepts);
    const isRise = model.difficultyForm === "steps" && step > 1;
    return {
      intercept: intercepts[step - 1] - (isRise ? intercepts[step - 2] : 0),
      slope: slopes[step - 1] - (isRise ? slopes[step - 2] : 0),
    };
  };
  const units = Array.from({ length: size }, (_, j) =>
    rises(Array.from({ length: size }, (__, h) => (h === j ? 1 : 0))),
  );
  const at = (parameters: ArrayLike<number>) => {
    const { intercept, slope } = rises(parameters);
    const difficulty = -intercept / slope;
    const gradient = units.map((unit) => (-unit.intercept - difficulty * unit.slope) / slope);
    return { difficulty, slope, gradient };
  };
  const add = (information: Float64Array, entry: (j: number, h: number) => number) => {
    for (let j = 0; j < size; j++) for (let h = 0; h < size; h++) information[j * size + h] += entry(j, h);
  };
  return {
    logDensity: (parameters) => shape.logDensity(at(parameters).difficulty),
    addGradient(parameters, gradient) {
      const here = at(parameters);
      const pull = shape.derivative(here.difficulty);
      for (let j = 0; j < size; j++) gradient[j] += pull * here.gradient[j];
    },
    addCurvature(parameters, information) {
      const { difficulty, slope, gradient } = at(parameters);
      const pull = shape.derivative(difficulty);
      const bend = (j: number, h: number) =>
        -(gradient[j] * units[h].slope + gradient[h] * units[j].slope) / slope;
      add(information, (j, h) => precision * gradient[j] * gradient[h] - pull * bend(j, h));
    },
    addExpectedCurvature(parameters, information) {
      const { gradient } = at(parameters);
      add(information, (j, h) => precision * gradient[j] * gradient[h]);
    },
  };
}
