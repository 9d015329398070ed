import { divideByTotal } from "./divide-by-total.js";

/**
 * The nominal response model (Bock, 1972), for categories that have no known order:
 *
 *     P(X = k | theta) = exp(a_k theta + d_k) / sum over h of exp(a_h theta + d_h),   a_0 = d_0 = 0.
 *
 * Its parameters are [slope, intercept_1, ..., intercept_m, slope_deviation_1, ..., slope_deviation_(m-1)] with
 * m = K - 1 and a_k = k * slope + slope_deviation_k, the last deviation being 0. So the slope is a_m / m, which is mirt's
 * a1, mirt's ak_k is a_k / slope, and with all deviations at 0 the model is the GPCM; yet unlike a1 and ak these
 * parameters stay determined where the slope is 0. With two categories it is the 2PL.
 *
 * Bock, R. D. (1972). Estimating item parameters and latent ability when responses are scored in two or more nominal
 * categories. Psychometrika, 37(1), 29-51.
 */
export const nominal = divideByTotal({
  name: "Nominal",
  hasCategorySlopes: true,

  parameterNames(categories) {
    const highest = categories - 1;
    return [
      "slope",
      ...Array.from({ length: highest }, (_, k) => `intercept_${k + 1}`),
      ...Array.from({ length: highest - 1 }, (_, k) => `slope_deviation_${k + 1}`),
    ];
  },

  slopeWeight: (k, j, categories) => (j === 0 ? k : j === categories - 1 + k ? 1 : 0),
  interceptWeight: (k, j) => (j === k ? 1 : 0),

  fromCategoryForm({ slopes, intercepts }) {
    const highest = slopes.length;
    const slope = slopes[highest - 1] / highest;
    const deviations = slopes.slice(0, -1).map((value, k) => value - (k + 1) * slope);
    return [slope, ...intercepts, ...deviations];
  },
});
