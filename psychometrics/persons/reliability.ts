import type { CalibratedItem, Calibration } from "../calibrate/calibration.js";
import { isOfGroup } from "../calibrate/item-parts.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { weightedMean, weightedVariance } from "../numeric/summary.js";
import { massAt, parameterised } from "./align.js";
import type { Estimator, PersonScore } from "./score-persons.js";

/**
 * The reliability of EAP estimates: var(EAP) / (var(EAP) + mean squared standard error). Null without an estimate.
 *
 * @param weights of the test takers, in the order of the scores: shares, of which only the proportions count.
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

/**
 * The empirical reliability of any estimates: their variance over it plus the mean squared standard error, as mirt
 * prints it. For the EAP it is `eapReliability`. Null without two finite estimates; infinite ones are left out.
 */
export function empiricalReliability(
  scores: readonly PersonScore[],
  weights: ArrayLike<number>,
  estimator: Estimator,
): number | null {
  const finite = finiteEstimates(scores, estimator, weights);
  if (finite.theta.length < 2) return null;
  const between = weightedVariance(finite.theta, finite.weights);
  const within = weightedMean(finite.squaredError, finite.weights);
  return between + within > 0 ? between / (between + within) : null;
}

/**
 * The marginal reliability of a test in one group, from its information alone: the mean over the group's ability
 * distribution of I / (I + 1 / variance) (Green, Bock, Humphreys, Linn & Reckase, 1984).
 *
 * @param group whose distribution, and whose parameters where an item's differ between groups; the first by default.
 * @param names the items of the test, such as those of one booklet; all of the group by default.
 *
 * Green, B. F., Bock, R. D., Humphreys, L. G., Linn, R. L., & Reckase, M. D. (1984). Technical guidelines for assessing
 * computerized adaptive tests. Journal of Educational Measurement, 21(4), 347-360.
 */
export function marginalReliability(calibration: Calibration, group = 0, names?: readonly string[]): number {
  const { name, variance } = calibration.groups[group];
  const { count, range } = calibration.quadrature;
  const nodes = equallySpacedNodes(count, range);
  const mass = massAt(calibration.groups[group], nodes);
  const items = calibration.items.filter(
    (item) => isOfGroup(item, name) && (names?.includes(item.item) ?? true),
  );
  const { information } = informationAt(items, nodes);
  let sum = 0;
  information.forEach((value, q) => (sum += (mass[q] * value) / (value + 1 / variance)));
  return sum;
}

function informationAt(items: readonly CalibratedItem[], nodes: Float64Array): { information: Float64Array } {
  const information = new Float64Array(nodes.length);
  for (const item of items) {
    const { model, categories, parameters } = parameterised(item);
    const probabilities = new Float64Array(categories);
    const slopes = new Float64Array(categories);
    nodes.forEach((node, q) => {
      model.probabilities(node, parameters, probabilities);
      model.thetaDerivatives(parameters, probabilities, slopes);
      for (let k = 0; k < categories; k++)
        if (probabilities[k] > 1e-300) information[q] += slopes[k] ** 2 / probabilities[k];
    });
  }
  return { information };
}

function finiteEstimates(scores: readonly PersonScore[], estimator: Estimator, weights: ArrayLike<number>) {
  const finite = { theta: [] as number[], squaredError: [] as number[], weights: [] as number[] };
  scores.forEach(({ estimates, max }, p) => {
    const estimate = estimates[estimator];
    // A test taker without responses has the prior's EAP, which says nothing about the test.
    if (!estimate || estimate.theta === null || estimate.standardError === null || max === 0) return;
    if (!Number.isFinite(estimate.theta)) return;
    finite.theta.push(estimate.theta);
    finite.squaredError.push(estimate.standardError ** 2);
    finite.weights.push(weights[p]);
  });
  return finite;
}
