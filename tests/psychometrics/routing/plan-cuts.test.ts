import { describe, expect, it } from "vitest";
import {
  formItem,
  itemCurve,
  nextTestlet,
  planCuts,
  routingCuts,
  scoreProbabilities,
  type CutRule,
  type MultistagePlan,
  type TestletItem,
} from "../../../psychometrics/index.js";

const twoParameter = (item: string, slope: number, difficulty: number): TestletItem =>
  formItem({ item, model: "2pl", slope, difficulties: [difficulty] });
const testlet = (name: string, difficulties: readonly number[], slope = 1) =>
  difficulties.map((difficulty, i) => twoParameter(`${name}${i + 1}`, slope, difficulty));

const items = new Map<string, readonly TestletItem[]>([
  ["R", testlet("R", [-1.2, -0.6, -0.2, 0.2, 0.6, 1.2])],
  ["E", testlet("E", [-1.6, -1.2, -1, -0.8, -0.4])],
  ["H", testlet("H", [0.4, 0.8, 1, 1.2, 1.6])],
  ["EE", testlet("EE", [-2.2, -1.8, -1.4])],
  ["HH", testlet("HH", [1.4, 1.8, 2.2])],
]);
const plan: MultistagePlan = {
  start: ["R"],
  steps: [
    // The later step first: the order of the list does not matter.
    { taken: ["R", "H"], easy: ["EE"], hard: ["HH"] },
    { taken: ["R"], easy: ["E"], hard: ["H"] },
  ],
};

describe("cut scores where the hard testlet becomes more informative", () => {
  it("lie in the middle of a symmetric design, at half of the items", () => {
    const { cuts } = planCuts(plan, items, { kind: "information" });
    // Difficulties are symmetric about 0 and slopes equal, so both testlets tell the same at ability 0.
    expect(cuts[1]?.theta).toBeCloseTo(0, 8);
    expect(cuts[1]).toMatchObject({ taken: ["R"], low: 3, high: 3, scoreMax: 6 });
    expect(cuts[1]?.expectedLow).toBeCloseTo(3, 8);
  });

  it("send scores below to the more informative testlet there, for items of any slopes", () => {
    const uneven = new Map(items).set("H", testlet("H", [0.2, 0.9, 1.3, 1.5], 1.4));
    const { design, cuts } = planCuts(
      { ...plan, steps: [{ taken: ["R"], easy: ["E"], hard: ["H"] }] },
      uneven,
      { kind: "information" },
    );
    const at = cuts[0]?.theta ?? NaN;
    const information = (name: string, theta: number) =>
      (uneven.get(name) ?? []).reduce((sum, item) => sum + (itemCurve(item, [theta]).information[0] ?? 0), 0);
    expect(information("E", at)).toBeCloseTo(information("H", at), 8);
    expect(information("E", at - 0.5)).toBeGreaterThan(information("H", at - 0.5));
    expect(information("E", at + 0.5)).toBeLessThan(information("H", at + 0.5));
    const certain = { low: 1, medium: 0.5, high: 0 };
    const low = cuts[0]?.low ?? NaN;
    expect(nextTestlet(design, ["R"], low - 1, () => 0.5, certain)?.testlet).toBe("E");
    expect(nextTestlet(design, ["R"], low + 1, () => 0.5, certain)?.testlet).toBe("H");
  });

  it("are refused where the hard testlet is not harder", () => {
    const same = new Map(items).set("H", testlet("H", [-1.6, -1.2, -1]));
    expect(() => planCuts(plan, same, { kind: "information" })).toThrow(
      "after R: the hard testlets do not become more informative",
    );
  });
});

describe("cut scores by shares of a population", () => {
  it("are the nearest to the shares that all answers to three items have, enumerated", () => {
    const known = [-0.5, 0.1, 0.7].map((difficulty, i) => ({
      item: `R${i + 1}`,
      model: "2pl" as const,
      slope: 1.3,
      difficulties: [difficulty],
    }));
    const small = new Map(items).set(
      "R",
      known.map((item) => twoParameter(item.item, 1.3, item.difficulties[0] ?? NaN)),
    );
    const shares = [0, 0, 0, 0];
    let total = 0;
    for (let theta = -5; theta <= 5.001; theta += 0.05) {
      const density = Math.exp(-((theta - 0.2) ** 2) / (2 * 0.81));
      total += density;
      for (let pattern = 0; pattern < 8; pattern++) {
        let probability = density;
        let score = 0;
        known.forEach((item, i) => {
          const right = (pattern >> i) & 1;
          score += right;
          probability *= scoreProbabilities(item, theta)[right] ?? NaN;
        });
        shares[score] = (shares[score] ?? 0) + probability;
      }
    }
    const rule: CutRule = { kind: "proportions", low: 0.25, high: 0.3, mean: 0.2, sd: 0.9 };
    const { cuts } = planCuts(
      { start: ["R"], steps: [{ taken: ["R"], easy: ["E"], hard: ["H"] }] },
      small,
      rule,
    );
    // Both grids integrate the normal to better than 1e-4.
    const share = (from: number, to: number) =>
      shares.slice(from, to).reduce((sum, value) => sum + value, 0) / total;
    const { low, high, shareLow, shareHigh } = cuts[0] ?? { low: NaN, high: NaN, shareLow: 0, shareHigh: 0 };
    expect(shareLow).toBeCloseTo(share(0, low), 4);
    expect(shareHigh).toBeCloseTo(share(high + 1, 4), 4);
    const distance = (l: number, h: number) => Math.abs(share(0, l) - 0.25) + Math.abs(share(h + 1, 4) - 0.3);
    for (const [l, h] of [
      [1, 1],
      [1, 2],
      [2, 2],
    ] as const)
      expect(distance(low, high)).toBeLessThanOrEqual(distance(l, h) + 1e-6);
  });

  it("of a later step are shares of those who come there", () => {
    const { cuts } = planCuts(plan, items, { kind: "proportions", low: 0.3, high: 0.3 });
    const [after, first] = cuts;
    expect(first?.shareLow).toBeGreaterThan(0.15);
    // The harder route brings the abler: their scores are higher than in the whole population.
    const whole = planCuts(
      plan,
      items,
      { kind: "proportions", low: 0.3, high: 0.3 },
      { low: 0.5, medium: 0.5, high: 0.5 },
    );
    expect(after?.low).toBeGreaterThan(whole.cuts[0]?.low ?? NaN);
  });
});

describe("cut scores of a whole plan", () => {
  it("by two abilities are those of each step's test characteristic curve, and given ones stay", () => {
    const withOwn: MultistagePlan = {
      ...plan,
      steps: plan.steps.map((step) => (step.taken.length === 1 ? { ...step, low: 2, high: 4 } : step)),
    };
    const rule: CutRule = { kind: "abilities", abilities: [425, 530], scale: { slope: 90, intercept: 480 } };
    const { design, cuts } = planCuts(withOwn, items, rule);
    expect(cuts[1]).toMatchObject({ low: 2, high: 4, scoreMax: 6, expectedLow: null });
    const all = [...(items.get("R") ?? []), ...(items.get("H") ?? [])];
    expect(cuts[0]).toMatchObject(routingCuts("R, H", all, [425, 530], rule.scale));
    expect(design.steps.map(({ taken }) => taken)).toEqual([["R", "H"], ["R"]]);
  });

  it("do not count what people code", () => {
    const coded = new Map(items).set(
      "R",
      (items.get("R") ?? []).map((item, i) => ({ ...item, isHumanCoded: i > 3 })),
    );
    expect(planCuts(plan, coded, { kind: "proportions", low: 0.3, high: 0.3 }).cuts[1]?.scoreMax).toBe(4);
  });

  it.each<[string, Partial<MultistagePlan>, CutRule | null]>([
    ["after R: it has no cut scores, and there is no rule", {}, null],
    [
      "after R: the high cut NaN is not a whole score",
      { steps: [{ taken: ["R"], easy: ["E"], hard: ["H"], low: 2 }] },
      null,
    ],
    [
      "after Q: testlet Q has no items",
      { start: ["Q"], steps: [{ taken: ["Q"], easy: ["E"], hard: ["H"] }] },
      { kind: "information" },
    ],
    ["after R: the shares 0.6 and 0.5 must be above 0", {}, { kind: "proportions", low: 0.6, high: 0.5 }],
    ["the population needs a mean", {}, { kind: "proportions", low: 0.3, high: 0.3, sd: 0 }],
    ["after R: the abilities must rise", {}, { kind: "abilities", abilities: [1, 1] }],
    [
      "the test does not begin with testlet E",
      { steps: [{ taken: ["E"], easy: ["EE"], hard: ["HH"] }] },
      { kind: "proportions", low: 0.3, high: 0.3 },
    ],
    [
      "after R: there is no step",
      { steps: [{ taken: ["R", "EE", "H"], easy: ["E"], hard: ["HH"] }] },
      { kind: "proportions", low: 0.3, high: 0.3 },
    ],
  ])("are refused: %s", (sentence, changes, rule) => {
    const attempt = () => planCuts({ ...plan, ...changes }, items, rule);
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(sentence);
  });
});
