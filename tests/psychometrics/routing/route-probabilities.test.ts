import { describe, expect, it } from "vitest";
import {
  formItem,
  itemCurve,
  levelProbabilities,
  planCuts,
  routeProbabilities,
  simulateMultistage,
  type MultistageDesign,
  type TestletItem,
} from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

const testlet = (name: string, count: number, difficulty: number): TestletItem[] =>
  Array.from({ length: count }, (_, i) => ({
    ...formItem({
      item: `${name}${i + 1}`,
      model: i === 0 ? "gpcm" : "2pl",
      slope: 1 + 0.1 * i,
      difficulties: i === 0 ? [difficulty - 0.5, difficulty + 0.5] : [difficulty + 0.2 * i],
    }),
    isHumanCoded: i === count - 1,
  }));

const items = new Map([
  ["R1", testlet("R1", 6, -0.4)],
  ["R2", testlet("R2", 6, -0.2)],
  ["E", testlet("E", 5, -1.2)],
  ["H", testlet("H", 5, 0.8)],
  ["EE1", testlet("EE1", 4, -1.6)],
  ["EE2", testlet("EE2", 4, -1.4)],
  ["HH", testlet("HH", 4, 1.2)],
]);
const step = (taken: string[], easy: string[], hard: string[]) => ({ taken, easy, hard });
const { design } = planCuts(
  {
    start: ["R1", "R2"],
    steps: ["R1", "R2"].flatMap((first) => [
      step([first], ["E"], ["H"]),
      step([first, "E"], ["EE1", "EE2"], ["HH"]),
      step([first, "H"], ["EE1"], ["HH"]),
    ]),
  },
  items,
  { kind: "abilities", abilities: [-0.8, 0.7] },
);

describe("route probabilities", () => {
  const theta = [-2, -0.5, 0.4, 2];
  const routes = routeProbabilities(design, items, theta);
  const levels = levelProbabilities(design, items, theta);

  it("sum to 1 at every ability, over ten routes", () => {
    expect(routes).toHaveLength(10);
    theta.forEach((_, q) =>
      expect(routes.reduce((sum, { probability }) => sum + (probability[q] ?? NaN), 0)).toBeCloseTo(1, 12),
    );
  });

  it("are the sums over every pattern of responses and every draw", () => {
    const found = theta.map(() => new Map<string, number>());
    const curves = new Map(
      [...items.values()].flat().map((item) => [item, itemCurve(item, theta).probabilities]),
    );
    const give = (q: number, taken: string[], score: number, weight: number): void => {
      const key = taken.join();
      const known = design.steps.find((one) => one.taken.join() === key);
      const sums = found[q] ?? new Map<string, number>();
      if (!known) return void sums.set(key, (sums.get(key) ?? 0) + weight);
      const respond = (left: readonly TestletItem[], own: number, chance: number): void => {
        const [item, ...others] = left;
        if (item) {
          for (const [k, curve] of (curves.get(item) ?? []).entries())
            respond(others, own + (item.isHumanCoded ? 0 : k), chance * (curve[q] ?? NaN));
          return;
        }
        const easy = own < known.low ? 0.9 : own > known.high ? 0.1 : 0.5;
        for (const [testlets, part] of [
          [known.easy, easy],
          [known.hard, 1 - easy],
        ] as const)
          for (const next of testlets) give(q, [...taken, next], own, (chance * part) / testlets.length);
      };
      respond(items.get(taken.at(-1) ?? "") ?? [], score, weight);
    };
    theta.forEach((_, q) => design.start.forEach((first) => give(q, [first], 0, 0.5)));
    theta.forEach((_, q) => {
      for (const { taken, probability } of routes)
        expect(probability[q]).toBeCloseTo(found[q]?.get(taken.join()) ?? NaN, 12);
    });
  });

  it("are the shares of simulated tests", () => {
    const uniform = uniformFrom("routes");
    const count = 4000;
    for (const q of [1, 2]) {
      const counts = new Map<string, number>();
      for (let n = 0; n < count; n++) {
        const { taken } = simulateMultistage(design, items, theta[q] ?? NaN, uniform);
        counts.set(taken.join(), (counts.get(taken.join()) ?? 0) + 1);
      }
      for (const { taken, probability } of routes) {
        const expected = probability[q] ?? NaN;
        // Four standard errors of a share; at most one route in 15,000 lies outside by chance.
        const error = 4 * Math.sqrt((expected * (1 - expected)) / count);
        expect(Math.abs((counts.get(taken.join()) ?? 0) / count - expected)).toBeLessThan(error);
      }
    }
  });

  it("classify: levels sum to 1, the able are more often high, and the easy testlet follows the probability layer", () => {
    for (const { arriving, low, medium, high, easy } of levels) {
      theta.forEach((_, q) => {
        const [l, m, h] = [low[q] ?? NaN, medium[q] ?? NaN, high[q] ?? NaN];
        expect(l + m + h).toBeCloseTo(1, 12);
        expect(easy[q]).toBeCloseTo(0.9 * l + 0.5 * m + 0.1 * h, 12);
        expect(arriving[q]).toBeGreaterThan(0);
        if (q > 0) expect(h).toBeGreaterThan(high[q - 1] ?? NaN);
      });
    }
    // Both core testlets are drawn alike, whatever the ability.
    for (const share of levels[0]?.arriving ?? [NaN]) expect(share).toBeCloseTo(0.5, 12);
  });

  it("say null where nobody comes", () => {
    const never = levelProbabilities(design, items, [0], { low: 1, medium: 1, high: 1 });
    const afterHard = never.find(({ taken }) => taken.join() === "R1,H");
    expect(afterHard).toMatchObject({ arriving: [0], low: [null], easy: [null] });
  });

  it("refuse a design that cannot be given, and testlets without items", () => {
    const broken: MultistageDesign = { ...design, start: [] };
    expect(() => routeProbabilities(broken, items, theta)).toThrow("no testlet to begin with");
    const fewer = new Map([...items].filter(([name]) => name !== "HH"));
    expect(() => routeProbabilities(design, fewer, theta)).toThrow("testlet HH has no items");
  });
});
