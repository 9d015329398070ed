import { findPatterns } from "../likelihood/patterns.js";
import { normalMass } from "../numeric/quadrature.js";
import { eap, type Ability } from "../persons/eap.js";
import { PatternLikelihoods } from "../persons/likelihood.js";
import { PointEstimator, type NormalPrior } from "../persons/point-estimates.js";
import type { ItemPool } from "./pool.js";
import { Refusal } from "../messages/refusal.js";

/** The estimators that have a value after any responses; EAP and MAP have one before the first. */
export const adaptiveEstimators = ["eap", "map", "wle"] as const;

/** One of `adaptiveEstimators`. */
export type AdaptiveEstimator = (typeof adaptiveEstimators)[number];

/** A response that the test has been given, scored. */
export interface GivenResponse {
  item: string;
  score: number;
}

/** The present estimate, and the estimator that it comes from. */
export interface CurrentAbility extends Ability {
  estimator: AdaptiveEstimator;
}

/** A response as places: in the pool, and among the item's categories. */
export interface PlacedResponse {
  place: number;
  category: number;
}

/**
 * Responses as places in the pool.
 *
 * @throws {RangeError} when an item is not in the pool or comes twice, or a score is not one of the item's.
 */
export function placeResponses(pool: ItemPool, responses: readonly GivenResponse[]): PlacedResponse[] {
  const seen = new Set<string>();
  return responses.map(({ item, score }) => {
    const place = pool.places.get(item);
    if (place === undefined) throw new Refusal("item-not-in-pool", { item });
    if (seen.has(item)) throw new Refusal("item-answered-twice", { item });
    seen.add(item);
    const { scoreValues } = pool.items[place];
    const category = scoreValues.indexOf(score);
    if (category < 0) {
      throw new Refusal("score-not-of-item", { item, score, scores: scoreValues });
    }
    return { place, category };
  });
}

/**
 * The ability after the responses so far. Where the estimator asked for has no finite value, as the WLE before the first
 * response, the EAP takes its place.
 *
 * @param prior of EAP and MAP.
 */
export function currentAbility(
  pool: ItemPool,
  responses: readonly PlacedResponse[],
  estimator: AdaptiveEstimator,
  prior: NormalPrior,
): CurrentAbility {
  if (estimator !== "eap" && responses.length > 0) {
    const point = pointEstimate(pool, responses, estimator, prior);
    if (point) return { ...point, estimator };
  }
  return { ...posteriorMean(pool, responses, prior), estimator: "eap" };
}

function posteriorMean(pool: ItemPool, responses: readonly PlacedResponse[], prior: NormalPrior): Ability {
  const { nodes } = pool;
  const posterior = new Float64Array(nodes.length);
  normalMass(nodes, prior.mean, prior.variance, posterior);
  for (let q = 0; q < nodes.length; q++) posterior[q] = Math.log(posterior[q]);
  for (const { place, category } of responses) {
    const { logProbabilities } = pool.items[place];
    for (let q = 0; q < nodes.length; q++) posterior[q] += logProbabilities[category * nodes.length + q];
  }
  const peak = posterior.reduce((highest, value) => Math.max(highest, value), -Infinity);
  let total = 0;
  for (let q = 0; q < nodes.length; q++) total += posterior[q] = Math.exp(posterior[q] - peak);
  for (let q = 0; q < nodes.length; q++) posterior[q] /= total;
  return eap(posterior, nodes);
}

/** MAP or WLE with the estimators of all test takers, on a pattern of the responded items alone; null without a finite one. */
function pointEstimate(
  pool: ItemPool,
  responses: readonly PlacedResponse[],
  estimator: "map" | "wle",
  prior: NormalPrior,
): Ability | null {
  const items = responses.map(({ place }) => pool.items[place].known);
  const patterns = findPatterns(
    Int8Array.from(responses, ({ category }) => category),
    Int32Array.from(items, ({ categories }) => categories),
    Float64Array.of(1),
    Int32Array.of(0),
    1,
  );
  const points = new PointEstimator(new PatternLikelihoods(items, patterns));
  const { theta, standardError } = estimator === "map" ? points.map(0, prior) : points.wle(0);
  return theta === null || standardError === null ? null : { theta, standardError };
}
