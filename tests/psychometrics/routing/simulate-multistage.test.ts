import { describe, expect, it } from "vitest";
import {
  formItem,
  multistagePaths,
  routingCuts,
  simulateMultistage,
  testletScoreMaxima,
  type MultistageDesign,
  type TestletItem,
} from "../../../psychometrics/index.js";
import { pisaDesignA } from "../../support/pisa-2018-reading.js";
import { uniformFrom } from "../../support/uniform.js";

const rasch = (item: string, difficulty: number): TestletItem =>
  formItem({ item, model: "rasch", slope: 1, difficulties: [difficulty] });
const testlet = (name: string, count: number, difficulty: number) =>
  Array.from({ length: count }, (_, i) => rasch(`${name}-${i + 1}`, difficulty));

/** A core of ten items, and an easy and a hard testlet; cuts where abilities of -0.5 and 0.5 are expected to score. */
const core = testlet("core", 10, 0);
const design: MultistageDesign = {
  start: ["core"],
  steps: [{ taken: ["core"], ...routingCuts("core", core, [-0.5, 0.5]), easy: ["easy"], hard: ["hard"] }],
};
const items = new Map([
  ["core", core],
  ["easy", testlet("easy", 5, -1)],
  ["hard", testlet("hard", 5, 1)],
]);

describe("simulated multistage tests", () => {
  it("send a given ability to the easy testlet as often as its score distribution and the probability layer say", () => {
    const uniform = uniformFrom("multistage");
    const count = 3000;
    for (const theta of [-1, 0, 1.5]) {
      // With ten items of difficulty 0 the score is binomial.
      const right = 1 / (1 + Math.exp(-theta));
      let coefficient = 1;
      let expected = 0;
      for (let score = 0; score <= 10; score++) {
        const probability = coefficient * right ** score * (1 - right) ** (10 - score);
        expected += probability * (score < 4 ? 0.9 : score > 6 ? 0.1 : 0.5);
        coefficient *= (10 - score) / (score + 1);
      }
      let easy = 0;
      for (let n = 0; n < count; n++) {
        if (simulateMultistage(design, items, theta, uniform).taken[1] === "easy") easy++;
      }
      // Three and a half standard errors of a share among 3000 are 0.032 at most.
      expect(Math.abs(easy / count - expected)).toBeLessThan(0.032);
    }
  });

  it("count the score over all testlets, but for human-coded items, and keep to the design's paths", () => {
    const points = testletScoreMaxima(pisaDesignA);
    const names = new Set(multistagePaths(pisaDesignA).flat());
    const bank = new Map(
      [...names].map((name): [string, TestletItem[]] => [
        name,
        [...testlet(name, points.get(name) ?? 8, 0), { ...rasch(`${name}-coded`, 0), isHumanCoded: true }],
      ]),
    );
    const paths = new Set(multistagePaths(pisaDesignA).map((path) => path.join()));
    const uniform = uniformFrom("pisa");
    for (let n = 0; n < 200; n++) {
      const { taken, responses, routingScores } = simulateMultistage(pisaDesignA, bank, 0, uniform);
      expect(paths.has(taken.join())).toBe(true);
      const scored = responses.filter(({ item }) => !item.endsWith("coded"));
      expect(responses.length - scored.length).toBe(3);
      expect(routingScores[2]).toBe(scored.reduce((sum, { score }) => sum + score, 0));
      expect(routingScores[0]).toBe(
        scored
          .filter(({ item }) => item.startsWith(`${taken[0]}-`))
          .reduce((sum, { score }) => sum + score, 0),
      );
    }
  });

  it("are the same for the same seed", () => {
    const once = () => simulateMultistage(design, items, 0.2, uniformFrom("again"));
    expect(once()).toEqual(once());
  });

  it("refuse a testlet without items", () => {
    expect(() => simulateMultistage(design, new Map([["core", core]]), 0, uniformFrom("x"))).toThrow(
      /testlet (easy|hard) has no items/,
    );
  });
});
