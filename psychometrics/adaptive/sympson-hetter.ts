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

/** The rounds of simulation where no number is given. */
export const exposureRounds = 8;

/** Where an item cannot be kept to the target its parameter falls from round to round; it is to stay above 0. */
const parameterMin = 1e-6;

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
 * Exposure parameters that keep every item to about a share of the test takers, by Sympson & Hetter's (1985) simulation: in every round
 * an item that came up for a share P(S) of them gets the parameter target / P(S), at most 1. Where tests are long for the pool, so that
 * some test takers have had every item set aside, one of these is given after all (see `exposeSetAside`); with P(F) the share to whom an
 * item was given so, its parameter K becomes target / (P(S) + P(F) / K), which brings its whole rate, K P(S) + P(F), to the target.
 *
 * That takes the place of Sympson and Hetter's own provision, which is to hold the parameter of as many items as a test has at 1: with tests
 * of half the pool and a target of 0.5 those items were given to 0.8. From the middle round on parameters are geometric means over rounds,
 * against the sampling of the simulated test takers (the stochastic approximation of Robbins & Monro, 1951).
 *
 * Rates come near the target, not exactly to it: by that sampling, and above it where enemies leave too few other items. Content shares
 * give way: where an area has too few items for its share at this rate, the others take its place.
 *
 * @param test whose exposure control, if it has one, is not used.
 * @param rateMax the target.
 * @param abilities of the simulated test takers: the population that the test is for.
 * @throws {RangeError} when the target is not above 0 and up to 1, or the pool is too small for it.
 *
 * Robbins, H., & Monro, S. (1951). A stochastic approximation method. Annals of Mathematical Statistics, 22(3), 400-407.
 */
export function sympsonHetter(
  test: AdaptiveTest,
  rateMax: number,
  abilities: readonly number[],
  uniform: Uniform,
  rounds = exposureRounds,
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
    const gain = 1 / Math.max(1, round - Math.floor(rounds / 2) + 1);
    parameters = parametersFor(test, simulated, rateMax, parameters, gain);
  }
  return { parameters, highestRates };
}

/** The parameters of the next round: those that the last one calls for, to the power of `gain`, times the old ones to the rest. */
function parametersFor(
  test: AdaptiveTest,
  simulated: readonly SimulatedAdaptiveTest[],
  rateMax: number,
  before: Readonly<Record<string, number>>,
  gain: number,
): Record<string, number> {
  const cameUp = sharesOf(test, simulated, ({ selections }) =>
    selections.flatMap(({ item, setAside }) => [...setAside, item]),
  );
  const forced = sharesOf(test, simulated, ({ selections }) =>
    selections.flatMap(({ item, isForced }) => (isForced ? [item] : [])),
  );
  return Object.fromEntries(
    [...cameUp].map(([item, share]) => {
      const old = before[item] ?? 1;
      const called = rateMax / (share + (forced.get(item) ?? 0) / old);
      const next = old ** (1 - gain) * Math.min(1, called) ** gain;
      return [item, Math.max(parameterMin, next)];
    }),
  );
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
