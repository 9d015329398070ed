import { drawCategory, type Uniform } from "../numeric/random.js";
import type { CurrentAbility, GivenResponse } from "./ability.js";
import { nextItem, type AdaptiveTest } from "./adaptive-test.js";
import type { Selection } from "./select.js";
import type { StopReason } from "./stop.js";

/** An adaptive test from its first item to its end. */
export interface SimulatedAdaptiveTest {
  responses: GivenResponse[];
  /** The choice of each item, in the same order. */
  selections: Selection[];
  /** At the end. */
  ability: CurrentAbility;
  stop: StopReason;
}

/**
 * The test of one test taker whose ability is known, who responds as the items' models say. The same source gives the same test:
 * the numbers of a choice come first, then one for the response.
 */
export function simulateAdaptiveTest(
  test: AdaptiveTest,
  theta: number,
  uniform: Uniform,
): SimulatedAdaptiveTest {
  const responses: GivenResponse[] = [];
  const selections: Selection[] = [];
  const setAside: string[] = [];
  for (;;) {
    const { ability, stop, selection } = nextItem(test, { responses, setAside }, uniform);
    if (!selection) return { responses, selections, ability, stop: stop ?? "no-item-left" };
    selections.push(selection);
    setAside.push(...selection.setAside);
    responses.push(respond(test, selection.item, theta, uniform));
  }
}

function respond({ pool }: AdaptiveTest, item: string, theta: number, uniform: Uniform): GivenResponse {
  const { known, scoreValues } = pool.items[pool.places.get(item) ?? 0];
  const probabilities = new Float64Array(known.categories);
  known.model.probabilities(theta, known.parameters, probabilities);
  return { item, score: scoreValues[drawCategory(uniform, probabilities)] };
}
