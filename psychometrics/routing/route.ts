import type { Uniform } from "../numeric/random.js";
import type { RoutingCuts } from "./cut-scores.js";
import { Refusal } from "../messages/refusal.js";

/** What a score says for routing. */
export type RoutingLevel = "low" | "medium" | "high";

/** The probability of the easy testlet at each level. */
export type EasyProbabilities = Readonly<Record<RoutingLevel, number>>;

/**
 * PISA's since 2018 (technical report, chapter 2): most go where their score points, and some of every level take each
 * testlet, so that every item is responded to over the whole range of ability.
 */
export const pisaEasyProbabilities: EasyProbabilities = { low: 0.9, medium: 0.5, high: 0.1 };

/** The level of a number-correct score: below the low cut, above the high cut, or between them, both included. */
export function routingLevel(score: number, { low, high }: RoutingCuts): RoutingLevel {
  if (score < low) return "low";
  return score > high ? "high" : "medium";
}

/**
 * The probability layer: true for the easy testlet, false for the hard one. It uses one number of the source.
 *
 * @throws {RangeError} when a probability is not from 0 to 1.
 */
export function drawsEasy(
  level: RoutingLevel,
  uniform: Uniform,
  probabilities: EasyProbabilities = pisaEasyProbabilities,
): boolean {
  const probability = probabilities[level];
  if (!(probability >= 0 && probability <= 1)) {
    throw new Refusal("easy-probability", { level, value: probability });
  }
  return uniform() < probability;
}
