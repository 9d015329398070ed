import { logistic } from "../numeric/special.js";
import type { ItemModel } from "./model.js";

// A difference of two cumulative probabilities can vanish in floating point far from the item; its logarithm must not.
const smallest = 1e-300;

/**
 * The graded response model (Samejima, 1969), in slope-intercept form:
 *
 *     P(X >= k | theta) = 1 / (1 + exp(-(slope * theta + intercept_k))),  k = 1, ..., K - 1
 *
 * Parameters are [slope, intercept_1, ..., intercept_(K-1)] with intercepts strictly falling; thresholds are
 * b_k = -intercept_k / slope. Where the intercepts do not fall there is no such model and probabilities come out NaN,
 * which a line search takes as a step too far.
 *
 * Samejima, F. (1969). Estimation of latent ability using a response pattern of graded scores.
 * Psychometrika Monograph Supplement, 17.
 */
export const grm: ItemModel = {
  name: "GRM",
  difficultyForm: "thresholds",
  hasLowerAsymptote: false,
  hasCategorySlopes: false,
  hasLinearLogOdds: false,

  toCategoryForm(parameters, slopes, intercepts) {
    for (let k = 1; k <= slopes.length; k++) {
      slopes[k - 1] = parameters[0];
      intercepts[k - 1] = parameters[k];
    }
  },

  fromCategoryForm: ({ slopes, intercepts }) => [slopes[0], ...intercepts],

  parameterNames(categories) {
    return ["slope", ...Array.from({ length: categories - 1 }, (_, k) => `intercept_${k + 1}`)];
  },

  // L(x) - L(y) = L(x) * (1 - L(y)) * (1 - exp(y - x)) keeps its digits where both are close to one.
  probabilities(theta, parameters, out) {
    const last = out.length - 1;
    const z = parameters[0] * theta;
    out[0] = logistic(-(z + parameters[1]));
    for (let k = 1; k < last; k++) {
      const step = parameters[k + 1] - parameters[k];
      const mass = logistic(z + parameters[k]) * logistic(-(z + parameters[k + 1])) * -Math.expm1(step);
      out[k] = step < 0 ? Math.max(mass, smallest) : NaN;
    }
    out[last] = logistic(z + parameters[last]);
  },

  // P(X = k)' = slope P(X = k) (P(X < k) - P(X > k)): unlike a difference of densities it keeps its digits where P(X = k) is small.
  thetaDerivatives(parameters, probabilities, out) {
    fillAbove(probabilities, out);
    let below = 0;
    for (let k = 0; k < out.length; k++) {
      out[k] = parameters[0] * probabilities[k] * (below - out[k]);
      below += probabilities[k];
    }
  },

  thetaSecondDerivatives(parameters, probabilities, out) {
    const squaredSlope = parameters[0] ** 2;
    fillAbove(probabilities, out);
    let below = 0;
    for (let k = 0; k < out.length; k++) {
      const own = probabilities[k];
      const above = out[k];
      const densities = below * (own + above) + above * (below + own);
      out[k] = squaredSlope * own * ((below - above) ** 2 - densities);
      below += own;
    }
  },

  addGradient(theta, _parameters, counts, probabilities, gradient) {
    for (let k = 1; k < counts.length; k++) {
      const density = densityAt(k, probabilities);
      // Raising intercept k moves mass from category k - 1 to category k.
      const pull = density * (counts[k] / probabilities[k] - counts[k - 1] / probabilities[k - 1]);
      gradient[k] += pull;
      gradient[0] += theta * pull;
    }
  },

  addInformation(theta, parameters, count, probabilities, information) {
    const size = parameters.length;
    let densityBefore = 0;
    for (let k = 1; k < size; k++) {
      const density = densityAt(k, probabilities);
      const own = count * density * density * (1 / probabilities[k - 1] + 1 / probabilities[k]);
      const withBefore = k > 1 ? (-count * density * densityBefore) / probabilities[k - 1] : 0;
      information[k * size + k] += own;
      information[k] += theta * (own + withBefore);
      information[k * size] += theta * (own + withBefore);
      information[0] += theta * theta * (own + 2 * withBefore);
      if (k > 1) {
        information[k * size + k - 1] += withBefore;
        information[(k - 1) * size + k] += withBefore;
        information[k - 1] += theta * withBefore;
        information[(k - 1) * size] += theta * withBefore;
      }
      densityBefore = density;
    }
  },
};

/** Fill `out[k]` with P(X > k). */
function fillAbove(probabilities: Float64Array, out: Float64Array): void {
  let above = 0;
  for (let k = out.length - 1; k >= 0; k--) {
    out[k] = above;
    above += probabilities[k];
  }
}

/** P(X < k) P(X >= k), each summed by itself: one less the other has no digits left where it is small. */
function densityAt(k: number, probabilities: Float64Array): number {
  let below = 0;
  let above = 0;
  for (let j = 0; j < probabilities.length; j++) {
    if (j < k) below += probabilities[j];
    else above += probabilities[j];
  }
  return below * above;
}
