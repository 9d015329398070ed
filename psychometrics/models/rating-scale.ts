import { divideByTotal } from "./divide-by-total.js";

/**
 * The rating scale model (Andrich, 1978): the items of a scale have their own locations, and the distances between
 * the steps in common:
 *
 *     P(X = k | theta) is proportional to exp of the sum over v <= k of (slope * theta - location - threshold_v),
 *
 * where the thresholds sum to 0. Parameters are [slope, location, threshold_1, ..., threshold_(m-1)] with m = K - 1; the
 * last threshold is minus the sum of the others. The slope is 1 in a calibration, and the steps are
 * b_k = location + threshold_k. That thresholds are one and the same for all items of a scale is the calibration's
 * business, not this formula's.
 *
 * Andrich, D. (1978). A rating formulation for ordered response categories. Psychometrika, 43(4), 561-573.
 */
export const ratingScale = divideByTotal({
  name: "RSM",
  hasCategorySlopes: false,

  parameterNames(categories) {
    return ["slope", "location", ...Array.from({ length: categories - 2 }, (_, k) => `threshold_${k + 1}`)];
  },

  slopeWeight: (k, j) => (j === 0 ? k : 0),

  interceptWeight(k, j, categories) {
    if (j === 0) return 0;
    if (j === 1) return -k;
    // Threshold v = j - 1 is passed from category v on, and taken back by the last threshold.
    const passed = k >= j - 1 ? 1 : 0;
    return k === categories - 1 ? 0 : -passed;
  },

  fromCategoryForm({ slopes, intercepts }) {
    const highest = intercepts.length;
    const location = -intercepts[highest - 1] / highest;
    const thresholds = intercepts
      .slice(0, -1)
      .map((value, k) => (k === 0 ? 0 : intercepts[k - 1]) - value - location);
    return [slopes[0], location, ...thresholds];
  },
});
