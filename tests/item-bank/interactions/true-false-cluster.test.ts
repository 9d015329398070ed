import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trueFalseCluster } from "../../../item-bank/interactions/true-false-cluster.js";
import { interactionLaws, localised } from "../../support/interaction-laws.js";

const interaction = {
  kind: "trueFalseCluster" as const,
  statements: ["a", "b", "c", "d"].map((id) => ({ id, content: localised(`Statement ${id}`) })),
};
const points = [0, 0.1, 0.25, 0.5, 1];

interactionLaws(
  trueFalseCluster,
  fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()).map(([a, b, c, d]) => ({
    interaction,
    scoring: { key: { a, b, c, d }, points },
    maxScore: 4,
  })),
);

describe("the true/false cluster of the graduation exam", () => {
  const key = { a: true, b: false, c: true, d: false };
  const score = (value: Record<string, boolean>) =>
    trueFalseCluster.score(interaction, { key, points }, value, 4);

  it.each([
    [0, 0, { a: false, b: true, c: false, d: true }],
    [1, 0.1, { a: true, b: true, c: false, d: true }],
    [2, 0.25, { a: true, b: false, c: false, d: true }],
    [3, 0.5, { a: true, b: false, c: true, d: true }],
    [4, 1, key],
  ])("scores %i right statements with %f points", (right, expected, value) => {
    expect(score(value)).toMatchObject({ score: right, points: expected, maxScore: 4 });
  });

  it("keeps the four binary scores, with null for a statement left empty, which is not right", () => {
    expect(score({ a: true, b: true })).toMatchObject({
      score: 1,
      points: 0.1,
      parts: { a: 1, b: 0, c: null, d: null },
    });
  });

  it("becomes four variables", () => {
    expect(trueFalseCluster.variables(interaction).map(({ suffix }) => suffix)).toEqual(["A", "B", "C", "D"]);
    expect(trueFalseCluster.toVariables(interaction, { a: true, c: false })).toEqual([1, null, 0, null]);
  });

  it("wants the maximum score 4 and points that never fall", () => {
    const problems = trueFalseCluster.checkScoring(interaction, { key, points: [0, 0.5, 0.25, 0.5, 1] }, 1);
    expect(problems.map(({ path }) => path)).toEqual(["/maxScore", "/scoring/points"]);
  });
});
