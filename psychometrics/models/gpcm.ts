import { softmaxInPlace } from "../numeric/special.js";
import { gpcmGridSums } from "./gpcm-sums.js";
import type { ItemModel } from "./model.js";

/**
 * The generalized partial credit model (Muraki, 1992), in slope-intercept form:
 *
 *     P(X = k | theta) = exp(k * slope * theta + intercept_k) / sum over h of exp(h * slope * theta + intercept_h)
 *
 * with intercept_0 = 0. Parameters are [slope, intercept_1, ..., intercept_(K-1)]. Theta is in logits: no 1.7 appears
 * here. `parameters.ts` converts to and from the step parameters b_k = (intercept_(k-1) - intercept_k) / slope.
 *
 * With the slope fixed at 1 this is the partial credit model (Masters, 1982); with K = 2 it is the 2PL;
 * with both it is the Rasch model.
 *
 * Muraki, E. (1992). A generalized partial credit model: Application of an EM algorithm.
 * Applied Psychological Measurement, 16(2), 159-176.
 */
export const gpcm: ItemModel = {
  name: "GPCM",
  difficultyForm: "steps",
  hasLowerAsymptote: false,
  hasCategorySlopes: false,
  hasLinearLogOdds: true,

  toCategoryForm(parameters, slopes, intercepts) {
    for (let k = 1; k <= slopes.length; k++) {
      slopes[k - 1] = k * parameters[0];
      intercepts[k - 1] = parameters[k];
    }
  },

  fromCategoryForm: ({ slopes, intercepts }) => [slopes[0], ...intercepts],

  parameterNames(categories) {
    return ["slope", ...Array.from({ length: categories - 1 }, (_, k) => `intercept_${k + 1}`)];
  },

  probabilities(theta, parameters, out) {
    const slope = parameters[0];
    out[0] = 0;
    for (let k = 1; k < out.length; k++) out[k] = k * slope * theta + parameters[k];
    softmaxInPlace(out);
  },

  thetaDerivatives(parameters, probabilities, out) {
    const slope = parameters[0];
    const expected = meanScore(probabilities);
    for (let k = 0; k < out.length; k++) out[k] = slope * probabilities[k] * (k - expected);
  },

  thetaSecondDerivatives(parameters, probabilities, out) {
    const squaredSlope = parameters[0] ** 2;
    const expected = meanScore(probabilities);
    let variance = 0;
    for (let k = 0; k < out.length; k++) variance += probabilities[k] * (k - expected) ** 2;
    for (let k = 0; k < out.length; k++) {
      out[k] = squaredSlope * probabilities[k] * ((k - expected) ** 2 - variance);
    }
  },

  addGradient(theta, _parameters, counts, probabilities, gradient) {
    let total = 0;
    for (let k = 0; k < counts.length; k++) total += counts[k];
    for (let k = 1; k < counts.length; k++) {
      const residual = counts[k] - total * probabilities[k];
      gradient[0] += k * theta * residual;
      gradient[k] += residual;
    }
  },

  // The multinomial logit is an exponential family, so this is the exact negative Hessian as well.
  addInformation(theta, parameters, count, probabilities, information) {
    const size = parameters.length;
    const expected = meanScore(probabilities);
    for (let k = 0; k < size; k++)
      information[0] += count * theta * theta * probabilities[k] * (k - expected) ** 2;
    for (let k = 1; k < size; k++) {
      const share = count * probabilities[k];
      const withSlope = share * theta * (k - expected);
      information[k] += withSlope;
      information[k * size] += withSlope;
      information[k * size + k] += share;
      for (let h = 1; h < size; h++) information[k * size + h] -= share * probabilities[h];
    }
  },

  addGridSums: gpcmGridSums,
};

function meanScore(probabilities: Float64Array): number {
  let mean = 0;
  for (let k = 1; k < probabilities.length; k++) mean += k * probabilities[k];
  return mean;
}
