import { adaptiveQuadrature } from "./adaptive-quadrature.js";
import { equallySpaced } from "./equally-spaced.js";
import type { PosteriorMode } from "./posterior-mode.js";
import type { MomentsAt } from "./posterior-moments.js";

/**
 * By number of dimensions: how many Gauss-Hermite nodes a dimension are taken for a posterior that is near to a normal, and how
 * wide it may then be, as a share of the length in which the steepest item turns.
 */
const nearNormalRules = [
  null,
  { points: 11, widest: 0.5 },
  null,
  { points: 7, widest: 1 },
  { points: 5, widest: 1 },
];

/**
 * Posterior moments on nodes laid about each mode: equally spaced ones, as far as there is anything, for posteriors of any shape; and
 * Gauss-Hermite nodes, half as many or fewer, for posteriors that are near enough to normal ones. Those are the ones that
 * are nowhere wider than a share of the length in which the steepest item's likelihood turns, half of that with a lower asymptote:
 * there Gauss-Hermite nodes are exact to some 1e-4 of a standard deviation, and to 1e-6 where the steepest slope is near 1.
 * With wider ones, as in short tests of steep items or under the 3PL, they were off by up to a fifth of a standard deviation.
 *
 * @param size the number of dimensions, 1 to 4.
 */
export function quadrature(size: number): MomentsAt {
  const anyShape = equallySpaced(size);
  const rule = nearNormalRules[size];
  if (!rule) return anyShape;
  const nearNormal = adaptiveQuadrature(size, rule.points);
  return (mode, person, mean, out) => {
    const moments = isNearNormal(mode, rule.widest) ? nearNormal : anyShape;
    moments(mode, person, mean, out);
  };
}

function isNearNormal({ dimensions, covariance }: PosteriorMode, widest: number): boolean {
  for (let d = 0; d < dimensions.length; d++) {
    const { turnLength, hasLowerAsymptote } = dimensions[d];
    const limit = widest * (hasLowerAsymptote ? turnLength / 2 : turnLength);
    if (Math.sqrt(covariance[d * (dimensions.length + 1)]) > limit) return false;
  }
  return true;
}
