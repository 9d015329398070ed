import { continueEm } from "../calibrate/continue-em.js";
import { runEm, type EmOptions, type EmResult } from "../calibrate/em.js";
import type { MultidimensionalSteps } from "./steps.js";

/** The first round ends here: nodes that were laid about posteriors this near are as good as about the last ones. */
const firstTolerance = 0.01;

/**
 * EM, with the nodes that are laid about the posteriors, if any, laid at the start and once more near the end. Between they
 * stay where they are, so that the objective climbs; from one lay to the next it may change by what the integrals err.
 */
export function runRounds(steps: MultidimensionalSteps, options: EmOptions): EmResult {
  if (!steps.estimation.laid) return runEm(steps, options);
  steps.lay();
  const first = runEm(steps, { ...options, tolerance: Math.max(options.tolerance, firstTolerance) });
  steps.lay();
  return continueEm(first, options, (rest) => runEm(steps, rest));
}
