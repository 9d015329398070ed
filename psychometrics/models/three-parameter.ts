import { logistic, logit } from "../numeric/special.js";
import type { ItemModel } from "./model.js";

const asymptoteMin = 1e-9;

/**
 * The three-parameter logistic model (Birnbaum, 1968):
 *
 *     P(X = 1 | theta) = c + (1 - c) / (1 + exp(-(slope * theta + intercept)))
 *
 * Parameters are [slope, intercept, log-odds of c]; the log-odds keep the lower asymptote c between 0 and 1
 * without a constraint. The difficulty is b = -intercept / slope.
 *
 * Birnbaum, A. (1968). Some latent trait models and their use in inferring an examinee's ability.
 * In F. M. Lord & M. R. Novick, Statistical theories of mental test scores. Addison-Wesley.
 */
export const threeParameter: ItemModel = {
  name: "3PL",
  difficultyForm: "thresholds",
  hasLowerAsymptote: true,
  hasCategorySlopes: false,
  hasLinearLogOdds: false,

  toCategoryForm(parameters, slopes, intercepts) {
    slopes[0] = parameters[0];
    intercepts[0] = parameters[1];
  },

  // A guessing chance of exactly zero has no log-odds; one in a billion is as good.
  fromCategoryForm({ slopes, intercepts, lowerAsymptote = 0 }) {
    return [
      slopes[0],
      intercepts[0],
      logit(Math.min(Math.max(lowerAsymptote, asymptoteMin), 1 - asymptoteMin)),
    ];
  },

  parameterNames() {
    return ["slope", "intercept_1", "lower_asymptote_logit"];
  },

  // P(X = 1) as a sum, not as 1 - P(X = 0), which would be 0 where c and the logistic part are below the last digit of 1.
  probabilities(theta, parameters, out) {
    const z = parameters[0] * theta + parameters[1];
    const guessFree = logistic(-parameters[2]);
    out[0] = logistic(-z) * guessFree;
    out[1] = logistic(parameters[2]) + guessFree * logistic(z);
  },

  thetaDerivatives(parameters, probabilities, out) {
    const knows = logisticPart(parameters, probabilities);
    out[1] = parameters[0] * probabilities[0] * knows;
    out[0] = -out[1];
  },

  thetaSecondDerivatives(parameters, probabilities, out) {
    const knows = logisticPart(parameters, probabilities);
    out[1] = parameters[0] ** 2 * probabilities[0] * knows * (1 - 2 * knows);
    out[0] = -out[1];
  },

  addGradient(theta, parameters, counts, probabilities, gradient) {
    const knows = logisticPart(parameters, probabilities);
    // Every derivative of P(X = 1) has the factor P(X = 0), which cancels against the likelihood's.
    const pull = (counts[1] * probabilities[0]) / probabilities[1] - counts[0];
    gradient[0] += pull * knows * theta;
    gradient[1] += pull * knows;
    gradient[2] += pull * logistic(parameters[2]);
  },

  addInformation(theta, parameters, count, probabilities, information) {
    const knows = logisticPart(parameters, probabilities);
    const guess = logistic(parameters[2]);
    const odds = (count * probabilities[0]) / probabilities[1];
    const slope = knows * theta;
    information[0] += odds * slope * slope;
    information[1] += odds * slope * knows;
    information[2] += odds * slope * guess;
    information[3] += odds * slope * knows;
    information[4] += odds * knows * knows;
    information[5] += odds * knows * guess;
    information[6] += odds * slope * guess;
    information[7] += odds * knows * guess;
    information[8] += odds * guess * guess;
  },
};

/** L of P(X = 1) = c + (1 - c) L, from the probabilities. */
function logisticPart(parameters: Float64Array, probabilities: Float64Array): number {
  return Math.max(0, probabilities[1] - logistic(parameters[2])) / logistic(-parameters[2]);
}
