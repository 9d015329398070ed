import { drawCategory, type Uniform } from "../numeric/random.js";
import type { FormItem } from "../linking/form.js";
import { parameterised } from "../persons/align.js";
import { nextTestlet, type MultistageDesign, type Route } from "./multistage-design.js";
import { pisaEasyProbabilities, type EasyProbabilities } from "./route.js";
import { Refusal } from "../messages/refusal.js";

/** An item of a testlet. */
export interface TestletItem extends FormItem {
  /** True where a person codes the responses, so that the score is not there in time to count for routing. */
  isHumanCoded?: boolean;
}

/** A multistage test from its first testlet to its end. */
export interface SimulatedMultistage {
  /** The testlets taken, in their order. */
  taken: string[];
  /** The decisions between them: one fewer than testlets. */
  routes: Route[];
  /** The score that routing went by, after each testlet. */
  routingScores: number[];
  /** Every response, in the order of testlets and items. */
  responses: { item: string; score: number }[];
}

/**
 * The test of one test taker whose ability is known, who responds as the items' models say. The same source gives the same test:
 * one number for the first testlet, one for each response, and those of `nextTestlet` in between.
 *
 * @param items of each testlet; scores count for routing but for those of human-coded items.
 * @param theta in logits.
 * @throws {RangeError} when a testlet that comes has no items, or `nextTestlet` refuses.
 */
export function simulateMultistage(
  design: MultistageDesign,
  items: ReadonlyMap<string, readonly TestletItem[]>,
  theta: number,
  uniform: Uniform,
  probabilities: EasyProbabilities = pisaEasyProbabilities,
): SimulatedMultistage {
  const result: SimulatedMultistage = { taken: [], routes: [], routingScores: [], responses: [] };
  if (design.start.length === 0) throw new Refusal("design-without-start");
  let testlet = design.start[Math.floor(uniform() * design.start.length)];
  let routingScore = 0;
  for (;;) {
    const presented = items.get(testlet) ?? [];
    if (presented.length === 0) throw new Refusal("testlet-without-items", { testlet });
    for (const item of presented) {
      const score = drawScore(item, theta, uniform);
      result.responses.push({ item: item.item, score });
      if (!item.isHumanCoded) routingScore += score;
    }
    result.taken.push(testlet);
    result.routingScores.push(routingScore);
    const route = nextTestlet(design, result.taken, routingScore, uniform, probabilities);
    if (!route) return result;
    result.routes.push(route);
    testlet = route.testlet;
  }
}

function drawScore(item: FormItem, theta: number, uniform: Uniform): number {
  const { model, categories, parameters } = parameterised(item);
  const out = new Float64Array(categories);
  model.probabilities(theta, parameters, out);
  return item.scoreValues[drawCategory(uniform, out)];
}
