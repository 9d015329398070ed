import { describe, expect, it } from "vitest";
import type { ResponseValue } from "../../../item-bank/types.js";
import type { FinalResponse } from "../../../server/responses/fold.js";
import { scoreSitting } from "../../../server/scoring/score-sitting.js";
import { makePackage } from "../../support/make-study.js";

const pkg = makePackage({ kinds: ["choice", "trueFalseCluster", "extendedText"] });

const given = (value: ResponseValue): FinalResponse => ({
  value,
  firstAt: null,
  firstActionMs: 400,
  visits: 1,
  ms: 5000,
  changes: 1,
  isMarked: false,
});

const cluster = pkg.items.BL1Q2;
const clusterKey = cluster.scoring.key as Record<string, boolean>;
const choiceKey = pkg.items.BL1Q1.scoring.key as string[];

const score = (responses: Record<string, FinalResponse>) =>
  new Map(scoreSitting(pkg, "BOOKLET1", responses).map((item) => [item.itemId, item]));

describe("scoring a sitting", () => {
  it("leaves practice out and numbers the items as they stood", () => {
    const scored = scoreSitting(pkg, "BOOKLET1", { PRAQ1: given(["A"]) });
    expect(scored.map(({ itemId, position }) => [itemId, position])).toEqual([
      ["BL1Q1", 1],
      ["BL1Q2", 2],
      ["BL1Q3", 3],
      ["BL2Q1", 4],
      ["BL2Q2", 5],
      ["BL2Q3", 6],
      ["QUEQ1", 7],
    ]);
  });

  it("gives a right choice its point, and a cluster its four binary responses and the exam's points", () => {
    const wrongOnce = Object.fromEntries(
      Object.entries(clusterKey).map(([id, key], index) => [id, index === 0 ? !key : key]),
    );
    const scored = score({ BL1Q1: given(choiceKey), BL1Q2: given(wrongOnce) });
    expect(scored.get("BL1Q1")).toMatchObject({ status: "scored", score: 1, ms: 5000, visits: 1 });
    expect(scored.get("BL1Q2")).toMatchObject({ status: "scored", score: 3, points: 0.5 });
    expect(Object.values(scored.get("BL1Q2")?.parts ?? {})).toEqual([0, 1, 1, 1]);
    expect(scored.get("BL1Q2")?.variables).toHaveLength(4);
  });

  it("tells omitted from not reached, block by block, and gives neither a score", () => {
    const scored = score({ BL1Q2: given(clusterKey), BL2Q1: given(choiceKey) });
    expect(scored.get("BL1Q1")).toMatchObject({ status: "omitted", score: null });
    expect(scored.get("BL1Q3")).toMatchObject({ status: "notReached", score: null });
    expect(scored.get("BL2Q2")).toMatchObject({ status: "notReached", score: null });
    expect(scored.get("QUEQ1")).toMatchObject({ status: "notReached" });
  });

  it("leaves open responses to coders, and takes one of spaces for nothing", () => {
    const scored = score({ BL1Q3: given("vì nước bốc hơi"), BL2Q3: given("   ") });
    expect(scored.get("BL1Q3")).toMatchObject({ status: "uncoded", score: null, value: "vì nước bốc hơi" });
    expect(scored.get("BL2Q3")).toMatchObject({ status: "notReached" });
  });

  it("gives a questionnaire no score", () => {
    const { statements, options } = pkg.items.QUEQ1.interaction as {
      statements: { id: string }[];
      options: { id: string }[];
    };
    const value = Object.fromEntries(statements.map(({ id }) => [id, options[1].id]));
    expect(score({ QUEQ1: given(value) }).get("QUEQ1")).toMatchObject({
      status: "unscored",
      score: null,
      variables: [2],
    });
  });
});
