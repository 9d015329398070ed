import type { Uniform } from "../numeric/random.js";
import type { AdaptiveTest } from "./adaptive-test.js";
import { simulateAdaptiveTest, type SimulatedAdaptiveTest } from "./simulate-adaptive.js";
import { Refusal } from "../messages/refusal.js";

/** Exposure parameters found by simulation. */
export interface SympsonHetter {
  /** The probability that an item is given when it comes up. */
  parameters: Record<string, number>;
  /** The highest share of test takers who were given an item, in each round of simulation: the way to the target. */
  highestRates: number[];
}

const roundsDefault = 8;

/**
 * The share of the tests in which each item of the pool was given.
 *
 * @throws {RangeError} without a test.
 */
export function exposureRates(
  test: AdaptiveTest,
  simulated: readonly SimulatedAdaptiveTest[],
): Map<string, number> {
  if (simulated.length === 0) throw new Refusal("exposure-without-tests");
  return sharesOf(test, simulated, ({ responses }) => responses.map(({ item }) => item));
}

/**
 * Exposure parameters that keep every item to at most a share of the test takers, by Sympson & Hetter's (1985) simulation: in every round
 * an item that came up for a share P(S) of them gets the parameter target / P(S), at most 1. As many items as a test has keep
 * the parameter 1, those with the largest ones, so that no test runs out of items.
 *
 * Rates come near the target, not exactly to it: by the sampling of the simulated test takers, and where the content shares need more of an
 * area than its items may be given.
 *
 * @param test whose exposure control, if it has one, is not used.
 * @param rateMax the target.
 * @param abilities of the simulated test takers: the population that the test is for.
 * @throws {RangeError} when the target is not above 0 and up to 1, or the pool is too small for it.
 */
export function sympsonHetter(
  test: AdaptiveTest,
  rateMax: number,
  abilities: readonly number[],
  uniform: Uniform,
  rounds = roundsDefault,
): SympsonHetter {
  const { itemsMax } = test.options.stop;
  if (!(rateMax > 0 && rateMax <= 1)) {
    throw new Refusal("exposure-rate", { value: rateMax });
  }
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Refusal("exposure-rounds", { value: rounds });
  }
  if (abilities.length === 0) throw new Refusal("exposure-without-abilities");
  if (rateMax * test.pool.items.length < itemsMax) {
    throw new Refusal("exposure-impossible", {
      count: test.pool.items.length,
      most: itemsMax,
      value: rateMax,
    });
  }
  let parameters: Record<string, number> = {};
  const highestRates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const controlled: AdaptiveTest = {
      ...test,
      options: { ...test.options, exposure: { method: "sympson-hetter", parameters } },
    };
    const simulated = abilities.map((theta) => simulateAdaptiveTest(controlled, theta, uniform));
    highestRates.push(Math.max(...exposureRates(test, simulated).values()));
    const cameUp = sharesOf(test, simulated, ({ selections }) =>
      selections.flatMap(({ item, setAside }) => [...setAside, item]),
    );
    parameters = parametersFor(cameUp, rateMax, itemsMax);
  }
  return { parameters, highestRates };
}

function parametersFor(
  cameUp: ReadonlyMap<string, number>,
  rateMax: number,
  itemsMax: number,
): Record<string, number> {
  const parameters = [...cameUp].map(([item, share]): [string, number] => [
    item,
    share > rateMax ? rateMax / share : 1,
  ]);
  const largest = [...parameters].sort((a, b) => b[1] - a[1]).slice(0, itemsMax);
  const kept = new Set(largest.map(([item]) => item));
  return Object.fromEntries(parameters.map(([item, parameter]) => [item, kept.has(item) ? 1 : parameter]));
}

/** For every item of the pool, the share of the tests that name it; an item counts once in a test. */
function sharesOf(
  { pool }: AdaptiveTest,
  simulated: readonly SimulatedAdaptiveTest[],
  namesOf: (one: SimulatedAdaptiveTest) => string[],
): Map<string, number> {
  const counts = new Map(pool.items.map(({ item }) => [item, 0]));
  for (const one of simulated) {
    for (const item of new Set(namesOf(one))) counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return new Map([...counts].map(([item, count]) => [item, count / simulated.length]));
}
