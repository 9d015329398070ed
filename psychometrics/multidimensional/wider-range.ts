import { rangeMax, reachMade, reachMin } from "../calibrate/grid.js";
import type { MultidimensionalEstimation } from "./setup.js";
import type { MultidimensionalSteps } from "./steps.js";

/**
 * How far the grids are to reach in place of a range that turned out too little: where a dimension in which a test taker has
 * responses has less than 5 standard deviations of that one's prior on its grid. Null where the range will do, and where a variance
 * has run to what the grid can tell, which is no estimate.
 */
export function widerRange(
  { nodes, cases, abilities }: MultidimensionalEstimation,
  { expectation }: MultidimensionalSteps,
): number | null {
  const { size } = abilities;
  const range = nodes[nodes.length - 1];
  const { weights } = expectation.moments;
  let least = 0;
  let wanted = range;
  for (let n = 0; n < cases.count; n++) {
    if (!(weights[n] > 0)) continue;
    const covariance = abilities.covarianceOf(cases.groups[n]);
    for (let d = 0; d < size; d++) {
      if ((cases.seen[n] & (1 << d)) === 0) continue;
      const mean = Math.abs(expectation.fitted[n * size + d]);
      const deviation = Math.sqrt(covariance[d * (size + 1)]);
      if (mean >= range || deviation >= 2 * range) return null;
      least = Math.max(least, mean + reachMin * deviation);
      wanted = Math.max(wanted, mean + reachMade * deviation);
    }
  }
  return least > range ? Math.min(rangeMax, Math.ceil(wanted)) : null;
}
