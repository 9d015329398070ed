import { presmooth, type SmoothedDistribution } from "./presmooth.js";
import type { ScoreDistribution } from "./score-distribution.js";

/** The smoothing that was chosen, and all that were tried, by degree. */
export interface ChosenSmoothing {
  chosen: SmoothedDistribution;
  tried: SmoothedDistribution[];
}

/**
 * Log-linear presmoothing with the degree that has the least AIC (Moses & Holland, 2010), the lower one of two that have the
 * same. Degrees that the scores do not determine are passed over.
 *
 * @param degreeMax the highest degree to try; 10 by default.
 * @throws {RangeError} when not even a polynomial of degree 1 can be fitted.
 *
 * Moses, T., & Holland, P. W. (2010). A comparison of statistical selection strategies for univariate and bivariate
 * log-linear models. British Journal of Mathematical and Statistical Psychology, 63(3), 557-574.
 */
export function chooseSmoothing(observed: ScoreDistribution, degreeMax = 10): ChosenSmoothing {
  const tried = [presmooth(observed, 1)];
  for (let degree = 2; degree <= Math.min(degreeMax, observed.shares.length - 1); degree++) {
    try {
      tried.push(presmooth(observed, degree));
    } catch (error) {
      if (error instanceof RangeError) break;
      throw error;
    }
  }
  const chosen = tried.reduce((best, next) => (next.aic < best.aic - 1e-9 ? next : best));
  return { chosen, tried };
}
