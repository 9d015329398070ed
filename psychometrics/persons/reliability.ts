import { weightedMean, weightedVariance } from "../numeric/summary.js";
import type { Estimator, PersonScore } from "./score-persons.js";

/**
 * The reliability of EAP estimates: var(EAP) / (var(EAP) + mean squared standard error). Null without an estimate.
 *
 * @param weights of the test takers, in the order of the scores.
 */
export function eapReliability(scores: readonly PersonScore[], weights: ArrayLike<number>): number | null {
  const finite = finiteEstimates(scores, "eap", weights);
  if (finite.theta.length < 2) return null;
  const between = weightedVariance(finite.theta, finite.weights);
  const within = weightedMean(finite.squaredError, finite.weights);
  return between + within > 0 ? between / (between + within) : null;
}

/**
 * The reliability of WLE estimates: 1 - mean squared standard error / var(WLE), which a short test can make negative.
 * Null without two different estimates.
 */
export function wleReliability(scores: readonly PersonScore[], weights: ArrayLike<number>): number | null {
  const finite = finiteEstimates(scores, "wle", weights);
  if (finite.theta.length < 2) return null;
  const variance = weightedVariance(finite.theta, finite.weights);
  return variance > 0 ? 1 - weightedMean(finite.squaredError, finite.weights) / variance : null;
}

function finiteEstimates(scores: readonly PersonScore[], estimator: Estimator, weights: ArrayLike<number>) {
  const finite = { theta: [] as number[], squaredError: [] as number[], weights: [] as number[] };
  scores.forEach(({ estimates, max }, p) => {
    const estimate = estimates[estimator];
    // A test taker without responses has the prior's EAP, which says nothing about the test.
    if (!estimate || estimate.theta === null || estimate.standardError === null || max === 0) return;
    finite.theta.push(estimate.theta);
    finite.squaredError.push(estimate.standardError ** 2);
    finite.weights.push(weights[p]);
  });
  return finite;
}
