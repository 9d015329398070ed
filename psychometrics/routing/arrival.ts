import { equallySpacedNodes, normalMass } from "../numeric/quadrature.js";
import { probabilityTable, sumScoreDistribution } from "../persons/score-table.js";
import type { MultistageDesign, RoutingStep } from "./multistage-design.js";
import { routingLevel, type EasyProbabilities } from "./route.js";
import type { TestletItem } from "./simulate-multistage.js";
import { Refusal } from "../messages/refusal.js";

/** The items of each testlet. */
export type TestletItems = ReadonlyMap<string, readonly TestletItem[]>;

/** A testlet's distribution of the score that counts for routing: scores x nodes, row by row. */
export type TestletScores = (testlet: string) => Float64Array;

/**
 * The distribution of each testlet's automatically scored items at some abilities, computed once.
 *
 * @throws {RangeError} when a testlet has no items.
 */
export function testletScores(items: TestletItems, theta: Float64Array): TestletScores {
  const known = new Map<string, Float64Array>();
  return (testlet) => {
    const present = items.get(testlet) ?? [];
    if (present.length === 0) throw new Refusal("testlet-empty", { testlet });
    const tables = present
      .filter(({ isHumanCoded }) => !isHumanCoded)
      .map((item) => ({ probabilities: probabilityTable(item, theta), scoreValues: item.scoreValues }));
    const scores = known.get(testlet) ?? sumScoreDistribution(tables, theta.length);
    known.set(testlet, scores);
    return scores;
  };
}

/**
 * The probability that a test taker takes these testlets and then has each routing score, exactly: scores are convolved testlet by
 * testlet (Lord & Wingersky, 1984), and weighted in between by the probability that the score leads on.
 *
 * @param steps of the testlets before the last one; later ones are not looked at.
 * @returns scores x nodes, row by row.
 * @throws {RangeError} when a step on the way is missing or does not lead there.
 */
export function arrivalDistribution(
  start: readonly string[],
  steps: readonly RoutingStep[],
  scores: TestletScores,
  taken: readonly string[],
  nodeCount: number,
  probabilities: EasyProbabilities,
): Float64Array {
  if (!start.includes(taken[0])) throw new Refusal("no-start-with", { testlet: taken[0] });
  let joint: Float64Array = scores(taken[0]).map((value) => value / start.length);
  for (let n = 1; n < taken.length; n++) {
    const before = taken.slice(0, n);
    const step = steps.find(
      (one) => one.taken.length === n && one.taken.every((name, k) => name === before[k]),
    );
    if (!step) throw new Refusal("no-step-after", { names: before });
    const onward = joint.slice();
    for (let s = 0; s * nodeCount < onward.length; s++) {
      const chance = chanceOf(step, s, taken[n], probabilities);
      for (let q = 0; q < nodeCount; q++) onward[s * nodeCount + q] *= chance;
    }
    joint = convolved(onward, scores(taken[n]), nodeCount);
  }
  return joint;
}

/** The probability that a routing score leads from a step to a testlet. */
function chanceOf(step: RoutingStep, score: number, testlet: string, easy: EasyProbabilities): number {
  const isEasy = easy[routingLevel(score, step)];
  const within = (testlets: readonly string[]) =>
    testlets.filter((name) => name === testlet).length / testlets.length;
  return isEasy * within(step.easy) + (1 - isEasy) * within(step.hard);
}

function convolved(a: Float64Array, b: Float64Array, nodeCount: number): Float64Array {
  const rows = a.length / nodeCount + b.length / nodeCount - 1;
  const out = new Float64Array(rows * nodeCount);
  for (let s = 0; s * nodeCount < a.length; s++)
    for (let t = 0; t * nodeCount < b.length; t++)
      for (let q = 0; q < nodeCount; q++)
        out[(s + t) * nodeCount + q] += a[s * nodeCount + q] * b[t * nodeCount + q];
  return out;
}

/** A normal population on a grid of abilities. */
export interface AbilityGrid {
  theta: Float64Array;
  mass: Float64Array;
}

/** @throws {RangeError} when the standard deviation is not above 0. */
export function abilityGrid({ mean, sd }: { mean: number; sd: number }): AbilityGrid {
  if (!Number.isFinite(mean) || !(sd > 0) || !Number.isFinite(sd))
    throw new Refusal("population-spread", { mean, value: sd });
  const theta = equallySpacedNodes(61, 5).map((node) => mean + sd * node);
  const mass = new Float64Array(theta.length);
  normalMass(theta, mean, sd ** 2, mass);
  return { theta, mass };
}

/** Every step of a design with what arrives at it; what `levelProbabilities` and `routeProbabilities` are made from. */
export function arrivalsOf(
  design: MultistageDesign,
  items: TestletItems,
  theta: readonly number[],
  probabilities: EasyProbabilities,
): (taken: readonly string[]) => Float64Array {
  const nodes = Float64Array.from(theta);
  const scores = testletScores(items, nodes);
  return (taken) =>
    arrivalDistribution(design.start, design.steps, scores, taken, nodes.length, probabilities);
}
