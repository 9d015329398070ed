import type { Uniform } from "../numeric/random.js";
import { requireCutsInRange, type RoutingCuts } from "./cut-scores.js";
import {
  drawsEasy,
  pisaEasyProbabilities,
  routingLevel,
  type EasyProbabilities,
  type RoutingLevel,
} from "./route.js";
import { Refusal } from "../messages/refusal.js";
import { message, type Message } from "../messages/message.js";

/** What is decided once some testlets have been taken. */
export interface RoutingStep extends RoutingCuts {
  /** The testlets taken, in their order. */
  taken: readonly string[];
  /** The highest score on all of them together: the number of their right-or-wrong items that are scored automatically. */
  scoreMax: number;
  /** The easy and the hard testlets that may follow; which of several is drawn with equal chances. */
  easy: readonly string[];
  hard: readonly string[];
}

/** A multistage test: it begins with one of `start`, and ends where no step goes on. */
export interface MultistageDesign {
  start: readonly string[];
  steps: readonly RoutingStep[];
}

/** Where a test taker goes next, and why. */
export interface Route {
  testlet: string;
  level: RoutingLevel;
  isEasy: boolean;
}

/** Every sequence of testlets that the design can give, in the order of its lists. */
export function multistagePaths(design: MultistageDesign): string[][] {
  const steps = stepsByTaken(design);
  const follow = (taken: readonly string[]): string[][] => {
    const step = steps.get(keyOf(taken));
    if (!step) return [[...taken]];
    return [...new Set([...step.easy, ...step.hard])].flatMap((testlet) => follow([...taken, testlet]));
  };
  return design.start.flatMap((testlet) => follow([testlet]));
}

/**
 * How many points each testlet has, from the highest scores of the steps before and after it; the last stage's have none.
 *
 * @throws {RangeError} where a testlet would have two different numbers, or none: a slip in the table of cuts.
 */
export function testletScoreMaxima(design: MultistageDesign): Map<string, number> {
  const steps = stepsByTaken(design);
  const maxima = new Map<string, number>();
  for (const { taken, scoreMax } of design.steps) {
    const before = taken.length > 1 ? steps.get(keyOf(taken.slice(0, -1)))?.scoreMax : 0;
    if (before === undefined) throw new Refusal("no-step-before", { where: nameOf(taken) });
    const testlet = taken[taken.length - 1];
    const own = scoreMax - before;
    const known = maxima.get(testlet) ?? own;
    if (own <= 0 || own !== known) {
      const met = { where: nameOf(taken), highest: scoreMax, testlet, count: own };
      if (own <= 0) throw new Refusal("testlet-without-points", met);
      throw new Refusal("testlet-points-differ", { ...met, most: known });
    }
    maxima.set(testlet, own);
  }
  return maxima;
}

/**
 * Refuse a design that cannot be given: a step that nothing leads to, is there twice or leads nowhere, a testlet that would come
 * twice, a cut outside the range of scores, or testlets whose numbers of points contradict each other.
 *
 * @throws {RangeError} naming the step by its testlets.
 */
export function requireMultistageDesign(design: MultistageDesign): void {
  if (design.start.length === 0) throw new Refusal("design-without-start");
  const steps = stepsByTaken(design);
  const reached = new Set(design.start.map((testlet) => keyOf([testlet])));
  for (const { taken, easy, hard } of design.steps) {
    for (const testlet of [...easy, ...hard]) {
      if (taken.includes(testlet)) throw new Refusal("testlet-twice", { where: nameOf(taken), testlet });
      reached.add(keyOf([...taken, testlet]));
    }
  }
  for (const step of steps.values()) {
    const name = nameOf(step.taken);
    if (!reached.has(keyOf(step.taken))) throw new Refusal("step-unreached", { where: name });
    if (step.easy.length === 0 || step.hard.length === 0) {
      throw new Refusal("step-leads-nowhere", { where: name });
    }
    requireCutsInRange(name, step, step.scoreMax);
  }
  testletScoreMaxima(design);
}

/**
 * The next testlet by number-correct routing with a probability layer.
 *
 * @param taken the testlets so far.
 * @param score on the automatically scored items of all of them.
 * @param uniform gives one number for easy or hard and, where several testlets may follow, one for which.
 * @returns null at the end of the test.
 * @throws {RangeError} when the score is outside the range of the step.
 */
export function nextTestlet(
  design: MultistageDesign,
  taken: readonly string[],
  score: number,
  uniform: Uniform,
  probabilities: EasyProbabilities = pisaEasyProbabilities,
): Route | null {
  const step = design.steps.find((candidate) => keyOf(candidate.taken) === keyOf(taken));
  if (!step) return null;
  if (!(score >= 0 && score <= step.scoreMax)) {
    throw new Refusal("routing-score-range", { where: nameOf(taken), score, highest: step.scoreMax });
  }
  const level = routingLevel(score, step);
  const isEasy = drawsEasy(level, uniform, probabilities);
  const testlets = isEasy ? step.easy : step.hard;
  const place = testlets.length > 1 ? Math.floor(uniform() * testlets.length) : 0;
  return { testlet: testlets[place], level, isEasy };
}

/** @throws {RangeError} when two steps have taken the same testlets. */
function stepsByTaken({ steps }: MultistageDesign): Map<string, RoutingStep> {
  const byTaken = new Map<string, RoutingStep>();
  for (const step of steps) {
    const key = keyOf(step.taken);
    if (byTaken.has(key)) throw new Refusal("two-steps", { where: nameOf(step.taken) });
    byTaken.set(key, step);
  }
  return byTaken;
}

function keyOf(taken: readonly string[]): string {
  return JSON.stringify(taken);
}

function nameOf(taken: readonly string[]): Message {
  return message("after-testlets", { names: taken });
}
