import { arrivalsOf, type TestletItems } from "./arrival.js";
import { multistagePaths, requireMultistageDesign, type MultistageDesign } from "./multistage-design.js";
import { pisaEasyProbabilities, routingLevel, type EasyProbabilities } from "./route.js";

/** How likely a whole route is. */
export interface RouteProbability {
  /** Its testlets in their order. */
  taken: string[];
  /** At each ability. */
  probability: number[];
}

/** What a step makes of the test takers who come to it, at each ability. */
export interface LevelProbability {
  /** The testlets taken before. */
  taken: readonly string[];
  /** The probability of coming here at all. */
  arriving: number[];
  /** Of those who come, the probability of each level, and of the easy testlet; null where nobody comes. */
  low: (number | null)[];
  medium: (number | null)[];
  high: (number | null)[];
  easy: (number | null)[];
}

/**
 * The probability of each route through a multistage test at some abilities, exactly, by convolving the testlets' scores.
 *
 * @param items of each testlet; those that people code do not count for routing.
 * @returns a line per route, in the order of `multistagePaths`; at each ability they sum to 1.
 * @throws {RangeError} when the design cannot be given, or a testlet has no items.
 */
export function routeProbabilities(
  design: MultistageDesign,
  items: TestletItems,
  theta: readonly number[],
  probabilities: EasyProbabilities = pisaEasyProbabilities,
): RouteProbability[] {
  requireMultistageDesign(design);
  const arrivals = arrivalsOf(design, items, theta, probabilities);
  return multistagePaths(design).map((taken) => ({
    taken,
    probability: sumOverScores(arrivals(taken), theta.length, () => 1),
  }));
}

/**
 * How each step classifies the test takers who come to it, at some abilities.
 *
 * @throws {RangeError} as `routeProbabilities`.
 */
export function levelProbabilities(
  design: MultistageDesign,
  items: TestletItems,
  theta: readonly number[],
  probabilities: EasyProbabilities = pisaEasyProbabilities,
): LevelProbability[] {
  requireMultistageDesign(design);
  const arrivals = arrivalsOf(design, items, theta, probabilities);
  return design.steps.map((step) => {
    const joint = arrivals(step.taken);
    const arriving = sumOverScores(joint, theta.length, () => 1);
    const share = (weight: (score: number) => number) =>
      sumOverScores(joint, theta.length, weight).map((value, q) =>
        arriving[q] > 0 ? value / arriving[q] : null,
      );
    const isLevel = (level: string) => (score: number) => (routingLevel(score, step) === level ? 1 : 0);
    return {
      ...{ taken: step.taken, arriving },
      low: share(isLevel("low")),
      medium: share(isLevel("medium")),
      high: share(isLevel("high")),
      easy: share((score) => probabilities[routingLevel(score, step)]),
    };
  });
}

function sumOverScores(joint: Float64Array, nodeCount: number, weight: (score: number) => number): number[] {
  const sums = new Array<number>(nodeCount).fill(0);
  joint.forEach((value, n) => (sums[n % nodeCount] += value * weight(Math.floor(n / nodeCount))));
  return sums;
}
