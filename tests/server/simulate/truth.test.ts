import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { scoreProbabilities } from "../../../psychometrics/index.js";
import { drawItem, drawPerson, drawScore } from "../../../server/simulate/truth.js";
import { makeItem } from "../../support/make-study.js";

describe("what a simulation draws", () => {
  const cluster = makeItem("KM101Q01", "KM101", "trueFalseCluster");

  it("is the same for the same seed, and another for another", () => {
    expect(drawItem(cluster, "1")).toEqual(drawItem(cluster, "1"));
    expect(drawItem(cluster, "1")).not.toEqual(drawItem(cluster, "2"));
    expect(drawPerson(7, "1").theta).toBe(drawPerson(7, "1").theta);
    expect(drawPerson(7, "1").theta).not.toBe(drawPerson(8, "1").theta);
  });

  it("has a slope between 0.5 and 2 and a step for every category but the lowest", () => {
    for (let seed = 0; seed < 200; seed++) {
      const item = drawItem(cluster, String(seed));
      expect(item?.slope).toBeGreaterThanOrEqual(0.5);
      expect(item?.slope).toBeLessThanOrEqual(2);
      expect(item?.difficulties).toHaveLength(4);
      expect(item?.scores).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it("is nothing for a questionnaire or practice", () => {
    expect(drawItem(makeItem("QUE1Q1", "QUE1", "likert"), "1")).toBeNull();
    const practice = makeItem("PRA1Q1", "PRA1");
    practice.metadata.subject = "practice";
    expect(drawItem(practice, "1")).toBeNull();
  });

  it("draws abilities from a standard normal distribution", () => {
    const thetas = Array.from({ length: 4000 }, (_, k) => drawPerson(k, "1").theta);
    const mean = thetas.reduce((sum, theta) => sum + theta, 0) / thetas.length;
    const variance = thetas.reduce((sum, theta) => sum + (theta - mean) ** 2, 0) / thetas.length;
    // Three standard errors of 4000 draws.
    expect(Math.abs(mean)).toBeLessThan(0.048);
    expect(Math.abs(variance - 1)).toBeLessThan(0.068);
  });

  it("draws scores with the model's probabilities", () => {
    const item = drawItem(cluster, "1");
    if (!item) throw new Error("the cluster is scored");
    const random = seedrandom("scores");
    const counts = [0, 0, 0, 0, 0];
    for (let k = 0; k < 20_000; k++) counts[drawScore(item, 0.4, random)] += 1;
    const expected = scoreProbabilities(item, 0.4);
    counts.forEach((count, score) => expect(Math.abs(count / 20_000 - expected[score])).toBeLessThan(0.012));
  });
});
