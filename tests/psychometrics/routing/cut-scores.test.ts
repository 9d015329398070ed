import { describe, expect, it } from "vitest";
import {
  drawsEasy,
  formItem,
  requireCutsInRange,
  routingCuts,
  routingLevel,
  scoreProbabilities,
} from "../../../psychometrics/index.js";

const rasch = (item: string, difficulty: number) =>
  formItem({ item, model: "rasch", slope: 1, difficulties: [difficulty] });
const nine = Array.from({ length: 9 }, (_, i) => rasch(`R${i}`, 0));

describe("cut scores for routing", () => {
  it("are the expected scores at two abilities: rounded up below, rounded down above", () => {
    // Nine items of difficulty 0: 9 / (1 + exp(0.75)) = 2.89 and 9 / (1 + exp(-0.3)) = 5.17.
    const cuts = routingCuts("RC", nine, [425, 530], { slope: 100, intercept: 500 });
    expect(cuts.expectedLow).toBeCloseTo(9 / (1 + Math.exp(0.75)), 12);
    expect(cuts.expectedHigh).toBeCloseTo(9 / (1 + Math.exp(-0.3)), 12);
    expect(cuts).toMatchObject({ low: 3, high: 5, scoreMax: 9 });
  });

  it("call a score low or high exactly where it is below or above the expected one", () => {
    const cuts = routingCuts("RC", nine, [-0.75, 0.3]);
    for (let score = 0; score <= 9; score++) {
      const level = score < cuts.expectedLow ? "low" : score > cuts.expectedHigh ? "high" : "medium";
      expect(routingLevel(score, cuts)).toBe(level);
    }
  });

  it("take an expected score for the whole score that it is, whatever the rounding of its sum", () => {
    // Difficulties that lie alike to both sides of 0: half of the items are expected to be right there, 4 of 8 and 6 of 12. These
    // sums come out as 3.9999999999999996 and 6.000000000000001.
    const pairs = (count: number, unit: number) =>
      Array.from({ length: count }, (_, i) => unit * (i + 1) * 0.37).flatMap((b, i) => [
        rasch(`S${i}`, b),
        rasch(`T${i}`, -b),
      ]);
    expect(routingCuts("RC", pairs(4, 0.7), [-1, 0]).high).toBe(4);
    expect(routingCuts("RC", pairs(6, 0.4), [0, 1]).low).toBe(6);
  });

  it("count partial credit with its scores, and items before the testlet cumulatively", () => {
    const source = { item: "P", model: "pcm", slope: 1, difficulties: [-0.5, 0.2, 0.6] } as const;
    const items = [...nine, formItem(source)];
    const { expectedLow, scoreMax } = routingCuts("RC", items, [-1, 1]);
    const partial = scoreProbabilities(source, -1).reduce(
      (sum, probability, score) => sum + score * probability,
      0,
    );
    expect(expectedLow).toBeCloseTo(9 / (1 + Math.exp(1)) + partial, 12);
    expect(scoreMax).toBe(12);
  });

  it("are refused by name where there are none", () => {
    expect(() => routingCuts("RC1", [], [-1, 1])).toThrow("RC1: there are no items");
    expect(() => routingCuts("RC1", nine, [1, -1])).toThrow("RC1: the abilities must rise, not be 1 and -1");
    expect(() => routingCuts("RC1", nine, [NaN, 1])).toThrow("RC1: the abilities must rise");
    expect(() => routingCuts("RC1", nine, [0, 1], { slope: 0, intercept: 0 })).toThrow(
      "RC1: the scale needs",
    );
    expect(() => routingCuts("RC1", [rasch("a", 0)], [-1, 1])).toThrow(
      "RC1: no whole score lies between the expected 0.27 and 0.73; take more items, or abilities further apart",
    );
  });

  it("are refused where they leave a level without a score", () => {
    expect(() => requireCutsInRange("R11H", { low: 4, high: 9 }, 9)).toThrow("R11H: the high cut 9 is not");
    expect(() => requireCutsInRange("R11H", { low: 4.5, high: 6 }, 9)).toThrow(
      "R11H: the low cut 4.5 is not",
    );
    expect(() => requireCutsInRange("R11H", { low: 1, high: 8 }, 9)).not.toThrow();
  });
});

describe("the probability layer", () => {
  it("draws the easy testlet below the level's probability", () => {
    expect(drawsEasy("low", () => 0.89)).toBe(true);
    expect(drawsEasy("low", () => 0.9)).toBe(false);
    expect(drawsEasy("high", () => 0.09)).toBe(true);
    expect(() => drawsEasy("low", () => 0, { low: 1.1, medium: 0.5, high: 0.1 })).toThrow(
      "is 1.1, not from 0 to 1",
    );
  });
});
