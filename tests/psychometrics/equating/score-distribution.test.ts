import { describe, expect, it } from "vitest";
import {
  responseData,
  scoreDistribution,
  scoreDistributionOfCounts,
  scoreMoments,
  sumScoreDistributionOf,
} from "../../../psychometrics/index.js";

describe("a score distribution", () => {
  it("from counts is that of the test takers one by one", () => {
    const counted = scoreDistributionOfCounts([1, 0, 2]);
    const listed = scoreDistribution([2, 0, 2], 2);
    expect(Array.from(counted.shares)).toEqual(Array.from(listed.shares));
    expect(counted.n).toBe(3);
    expect(Array.from(counted.covariance)).toEqual(Array.from(listed.covariance));
    expect(() => scoreDistributionOfCounts([1, -1])).toThrow("the score 1 is there -1 times");
    expect(() => scoreDistributionOfCounts([0, 0])).toThrow("all counts are 0");
  });

  it("has the moments of a Bernoulli distribution, and none beyond the first two where all are alike", () => {
    const p = 0.2;
    const { mean, sd, skewness, kurtosis } = scoreMoments([1 - p, p]);
    expect([mean, sd ** 2]).toEqual([p, expect.closeTo(p * (1 - p), 12)]);
    expect(skewness).toBeCloseTo((1 - 2 * p) / Math.sqrt(p * (1 - p)), 10);
    expect(kurtosis).toBeCloseTo((1 - 3 * p * (1 - p)) / (p * (1 - p)), 10);
    expect(scoreMoments([0, 1, 0])).toEqual({ mean: 1, sd: 0, skewness: null, kurtosis: null });
    // As other values: twice the score and 1 more.
    const moved = scoreMoments([0.5, 0.3, 0.2], [1, 3, 5]);
    const plain = scoreMoments([0.5, 0.3, 0.2]);
    expect(moved.mean).toBeCloseTo(2 * plain.mean + 1, 12);
    expect(moved.sd).toBeCloseTo(2 * plain.sd, 12);
    expect(moved.skewness).toBeCloseTo(plain.skewness ?? NaN, 10);
  });

  it("weighs its test takers, and counts unequal ones for less", () => {
    const weighted = scoreDistribution([0, 1, 1, 2], 2, [1, 2, 1, 0]);
    expect(Array.from(weighted.shares)).toEqual([0.25, 0.75, 0]);
    expect(weighted.n).toBeCloseTo(16 / 6, 12);
    expect(() => scoreDistribution([0.5], 2)).toThrow("row 1: a score of 0.5");
    expect(() => scoreDistribution([1], 2, [0])).toThrow("nobody");
  });

  it("of data is over those who were presented the whole form", () => {
    const data = responseData({
      items: ["a", "b", "c"],
      rows: [
        [1, 2, null],
        [0, 1, 1],
        [null, 1, 0],
      ],
    });
    expect(Array.from(sumScoreDistributionOf(data, ["a", "b"]).shares)).toEqual([0, 0.5, 0, 0.5]);
    expect(() => sumScoreDistributionOf(data, ["d"])).toThrow("no item d");
  });
});
