import { describe, expect, it } from "vitest";
import {
  adaptiveTest,
  exposureRates,
  nextItem,
  simulateAbilities,
  simulateAdaptiveTest,
  sympsonHetter,
} from "../../../psychometrics/index.js";
import { mean } from "../../support/moments.js";
import { simulatedPool } from "../../support/simulated-pool.js";
import { uniformFrom } from "../../support/uniform.js";

/** Largest over its standard error, of values whose mean should be zero. */
function zOfMean(values: readonly number[]): number {
  const centre = mean(values);
  const variance = mean(values.map((value) => (value - centre) ** 2));
  return centre / Math.sqrt(variance / values.length);
}

describe("adaptive tests that stop at a standard error", () => {
  const { pool } = simulatedPool(120, "precision pool");

  it("have errors of mean zero and of the size that the EAP's standard error says", () => {
    const test = adaptiveTest(pool, { stop: { itemsMin: 5, itemsMax: 40, standardErrorMax: 0.35 } });
    const uniform = uniformFrom("precision");
    const abilities = simulateAbilities(uniform, 300);
    const simulated = abilities.map((theta) => simulateAdaptiveTest(test, theta, uniform));
    const errors = simulated.map(({ ability }, p) => ability.theta - abilities[p]);
    // The posterior is right however items are chosen and whenever the test stops (Mislevy & Wu, 1988), so over a population both
    // differences have mean zero: within three standard errors.
    expect(Math.abs(zOfMean(errors))).toBeLessThan(3);
    const excess = simulated.map(({ ability }, p) => errors[p] ** 2 - ability.standardError ** 2);
    expect(Math.abs(zOfMean(excess))).toBeLessThan(3);
    const reached = simulated.filter(({ stop }) => stop === "standard-error");
    expect(reached.every(({ ability }) => ability.standardError <= 0.35)).toBe(true);
    expect(reached.length).toBeGreaterThan(270);
    // No test goes on for longer than it must: one item earlier nothing ended it.
    for (const { responses } of simulated.slice(0, 40)) {
      expect(nextItem(test, { responses: responses.slice(0, -1) }, uniform).stop).toBeNull();
    }
    const lengths = simulated.map(({ responses }) => responses.length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(5);
    expect(mean(lengths)).toBeLessThan(20);
    for (const { responses } of simulated)
      expect(new Set(responses.map(({ item }) => item)).size).toBe(responses.length);
  });

  it("have little bias at one ability with the WLE", () => {
    const test = adaptiveTest(pool, {
      stop: { itemsMin: 5, itemsMax: 30, standardErrorMax: 0.4 },
      estimator: "wle",
    });
    const uniform = uniformFrom("warm");
    const errors = Array.from({ length: 60 }, () => simulateAdaptiveTest(test, 1, uniform).ability.theta - 1);
    expect(Math.abs(zOfMean(errors))).toBeLessThan(3);
  });

  it("are the same for the same seed", () => {
    const test = adaptiveTest(pool, {
      stop: { itemsMax: 10 },
      exposure: { method: "randomesque", count: 5 },
    });
    const once = () => simulateAdaptiveTest(test, 0.3, uniformFrom("again"));
    expect(once()).toEqual(once());
    expect(simulateAdaptiveTest(test, 0.3, uniformFrom("other")).responses).not.toEqual(once().responses);
  });
});

describe("exposure control by Sympson and Hetter", () => {
  const { pool } = simulatedPool(40, "exposure pool");
  const plain = adaptiveTest(pool, { stop: { itemsMax: 8 } });
  const target = 0.35;

  it("brings the most exposed item from everybody's to the target, in new test takers", () => {
    const uniform = uniformFrom("exposure");
    const { parameters, highestRates } = sympsonHetter(
      plain,
      target,
      simulateAbilities(uniform, 250),
      uniform,
    );
    // Without control everybody begins with the same item.
    expect(highestRates[0]).toBe(1);
    const controlled = adaptiveTest(pool, {
      ...plain.options,
      exposure: { method: "sympson-hetter", parameters },
    });
    const fresh = simulateAbilities(uniform, 500).map((theta) =>
      simulateAdaptiveTest(controlled, theta, uniform),
    );
    const rates = exposureRates(controlled, fresh);
    // Two sampling errors meet, of the last round (250) and of the new test takers (500): together 0.037 a standard error; the highest
    // of 40 items is some two and a half of them up.
    expect(Math.max(...rates.values())).toBeLessThan(target + 0.095);
    expect(Math.max(...rates.values())).toBeGreaterThan(target - 0.095);
    // Every test has its eight items, so that rates add up to eight.
    expect([...rates.values()].reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(8, 9);
    expect(Object.values(parameters).every((parameter) => parameter > 0 && parameter <= 1)).toBe(true);
  });

  it("keeps to the least target that there is, where tests are half of the pool", () => {
    const half = adaptiveTest(pool.slice(0, 16), { stop: { itemsMax: 8 } });
    const uniform = uniformFrom("half");
    const { parameters } = sympsonHetter(half, 0.5, simulateAbilities(uniform, 300), uniform, 12);
    const exposure = { method: "sympson-hetter", parameters } as const;
    const controlled = adaptiveTest(pool.slice(0, 16), { ...half.options, exposure });
    const fresh = simulateAbilities(uniform, 500).map((theta) =>
      simulateAdaptiveTest(controlled, theta, uniform),
    );
    // Every item has to be given to half of the test takers. Standard errors are 0.022 for these 500 and 0.012 for the six last rounds of
    // 300; three together are 0.08. With as many parameters held at 1 as a test has items the highest rate is 0.8.
    expect(Math.max(...exposureRates(controlled, fresh).values())).toBeLessThan(0.58);
    expect(fresh.some(({ selections }) => selections.some(({ isForced }) => isForced))).toBe(true);
  });

  it("gives an item that came up for a share P(S) the parameter target / P(S)", () => {
    // One round without control, two test takers: each item came up for both, for one or for neither.
    const { parameters } = sympsonHetter(plain, target, [-2, 2], uniformFrom("definition"), 1);
    const values = Object.values(parameters);
    for (const value of values)
      expect([target, target / 0.5, 1].some((known) => Math.abs(value - known) < 1e-12)).toBe(true);
    // Everybody begins with the same item; shares add up to the eight items of a test.
    expect(Math.min(...values)).toBeCloseTo(target, 12);
    const limited = values.filter((value) => value < 1);
    expect(limited.reduce((sum, value) => sum + target / value, 0)).toBeCloseTo(8, 9);
  });

  it("refuses a target that the pool cannot keep", () => {
    const uniform = uniformFrom("refused");
    expect(() => sympsonHetter(plain, 0.15, [0], uniform)).toThrow(
      "40 items cannot make tests of 8 with none given to more than a share of 0.15",
    );
    expect(() => sympsonHetter(plain, 0, [0], uniform)).toThrow("the exposure rate must be above 0");
    expect(() => sympsonHetter(plain, 0.5, [], uniform)).toThrow("abilities to simulate");
    expect(() => sympsonHetter(plain, 0.5, [0], uniform, 0)).toThrow("the rounds of simulation");
    expect(() => exposureRates(plain, [])).toThrow("at least one test");
  });
});
