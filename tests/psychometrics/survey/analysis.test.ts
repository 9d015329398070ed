import { describe, expect, it } from "vitest";
import {
  combine,
  compositeOf,
  correlation,
  differenceBetween,
  differenceFromComposite,
  estimate,
  groupSummaries,
  jk2Replication,
  levelOf,
  meanAndSd,
  percentiles,
  pisaSuppression,
  regression,
  replication,
  suppressionReason,
} from "../../../psychometrics/index.js";
import { normalSource } from "../../../psychometrics/numeric/random.js";
import { studentTwoSided } from "../../../psychometrics/numeric/student.js";
import { uniformFrom } from "../../support/uniform.js";

describe("Rubin's rules", () => {
  const made = { method: "jk2", factor: 1 } as const;

  it("add the variance between plausible values, times 1 + 1/M, to the mean sampling variance", () => {
    const result = combine(
      {
        full: [500, 504, 502],
        replicates: [Float64Array.of(503, 500), Float64Array.of(504, 508), Float64Array.of(502, 507)],
      },
      made,
    );
    // Sampling variances 9, 16, 25; variance between 4.
    expect(result.estimate).toBe(502);
    expect(result.samplingVariance).toBeCloseTo(50 / 3, 12);
    expect(result.imputationVariance).toBe(4);
    expect(result.standardError).toBeCloseTo(Math.sqrt(50 / 3 + (4 / 3) * 4), 12);
    expect(result.missingInformation).toBeCloseTo(16 / 3 / (50 / 3 + 16 / 3), 12);
  });

  it("an observed variable has no imputation variance", () => {
    const result = combine({ full: [1], replicates: [Float64Array.of(2, 1)] }, made);
    expect(result).toMatchObject({ imputationVariance: 0, missingInformation: 0, standardError: 1 });
  });

  it("a replicate that leaves nobody gives no standard error, and says so", () => {
    const result = combine({ full: [1], replicates: [Float64Array.of(2, NaN)] }, made);
    expect(result).toMatchObject({ estimate: 1, standardError: null });
    expect(result.reason?.english).toContain("replicate nobody is left");
  });
});

describe("degrees of freedom", () => {
  it("of equal zones are nearly their number, and of one that has all the variance 1 to 3", () => {
    const even = combine(
      { full: [0], replicates: [new Float64Array(75).fill(1)] },
      { method: "jk2", factor: 1 },
    );
    expect(even.degreesOfFreedom).toBe(75);
    const lone = combine(
      { full: [0], replicates: [Float64Array.from({ length: 75 }, (_, r) => (r === 0 ? 1 : 0))] },
      { method: "jk2", factor: 1 },
    );
    // Johnson and Rust's correction: 3.16 - 2.77 / sqrt(75) = 2.84.
    expect(lone.degreesOfFreedom).toBeCloseTo(2.8401, 3);
  });

  it("fall to those of the plausible values where all uncertainty is between them", () => {
    const result = combine(
      { full: [0, 10, -10], replicates: [0, 10, -10].map((value) => Float64Array.of(value + 1e-6, value)) },
      { method: "jk2", factor: 1 },
    );
    expect(result.degreesOfFreedom).toBeCloseTo(2, 6);
  });

  it("Student's tails are those of the tables", () => {
    expect(studentTwoSided(2.228, 10)).toBeCloseTo(0.05, 4);
    expect(studentTwoSided(12.706, 1)).toBeCloseTo(0.05, 4);
    expect(studentTwoSided(1.959964, null)).toBeCloseTo(0.05, 6);
  });
});

describe("comparisons", () => {
  it("Chinese Taipei's change in mathematics 2018 to 2022 has the published error with the link error, and 4.758 without", () => {
    const before = { estimate: 531.1, standardError: 2.89 };
    const after = { estimate: 547.1, standardError: 3.78 };
    const change = differenceBetween(before, after, 2.24);
    expect(change.difference).toBeCloseTo(16.0, 10);
    expect(change.standardError).toBeCloseTo(5.259, 3);
    expect(change.t).toBeCloseTo(3.042, 3);
    expect(differenceBetween(before, after).standardError).toBeCloseTo(4.758, 3);
    expect(() => differenceBetween(before, after, -1)).toThrow("link error is 0 or more");
  });

  it("the average of countries, and a country against it, have the errors of the sum written out", () => {
    const parts = [3, 4, 12].map((standardError, n) => ({ estimate: 490 + 10 * n, standardError }));
    expect(compositeOf(parts)).toEqual({ estimate: 500, standardError: 13 / 3 });
    // 510 - 500 = -490/3 - 500/3 + 2 * 510/3, so its variance is (9 + 16 + 4 * 144) / 9.
    const difference = differenceFromComposite(parts, 2);
    expect(difference.difference).toBe(10);
    expect(difference.standardError).toBeCloseTo(Math.sqrt((9 + 16 + 4 * 144) / 9), 12);
  });
});

describe("reporting", () => {
  it("61 persons are suppressed, 62 are shown", () => {
    expect(suppressionReason(61, null)?.english).toContain("61 persons");
    expect(suppressionReason(62, null)).toBeNull();
    expect(suppressionReason(30, 4, pisaSuppression)?.english).toContain("4 sampling units");
    expect(suppressionReason(30, 5, pisaSuppression)).toBeNull();
    expect(() => suppressionReason(30, null, pisaSuppression)).toThrow("number is not given");
  });

  it("a score equal to a cut is above it", () => {
    expect([357.76, 357.77, 420.07, 700].map((score) => levelOf(score, [357.77, 420.07]))).toEqual([
      0, 1, 2, 2,
    ]);
  });

  it("one replicate gives no variance, and an odd number is not two for each zone", () => {
    const one = [[2, 0, 1, 1]];
    for (const method of ["jk1", "jk2", "fay", "bootstrap"] as const)
      expect(() => replication(method, [1, 1, 1, 1], one)).toThrow("at least 2 replicates, not 1");
    const three = [...one, [0, 2, 1, 1], [1, 1, 2, 0]];
    expect(() => replication("jk2-both", [1, 1, 1, 1], three)).toThrow("3 is an odd number");
    expect(replication("jk2", [1, 1, 1, 1], three).factor).toBe(1);
  });

  it("cuts that do not rise, values that are missing and lists of other lengths are refused by name", () => {
    const made = jk2Replication([1, 1, 1, 1], ["a", "a", "b", "b"], [0, 1, 0, 1]);
    const values = Float64Array.of(1, 2, NaN, 4);
    const groups = ["x", "x", "x", "x"];
    expect(() => groupSummaries({ values: [values], replication: made }, groups)).toThrow(
      "row 3: plausible value 1 is NaN",
    );
    expect(() => groupSummaries({ values: [Float64Array.of(1)], replication: made }, groups)).toThrow(
      "of 1 person, but there are weights of 4",
    );
    expect(() => groupSummaries({ values: [], replication: made }, groups)).toThrow("no plausible values");
    expect(() => groupSummaries({ values: [values], replication: made }, groups, [2, 2])).toThrow(
      "the cut 2 is not above 2",
    );
  });

  it("predictors that depend on each other give no coefficients, and a reason", () => {
    const made = jk2Replication(new Float64Array(8).fill(1), "aabbccdd".split(""), [0, 1, 0, 1, 0, 1, 0, 1]);
    const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 9);
    const values = [Float64Array.of(2, 1, 4, 3, 6, 5, 8, 7)];
    const data = { values, replication: made };
    const z = Float64Array.of(0, 1, 1, 0, 0, 1, 0, 1);
    const reasonsOf = (...of: Parameters<typeof regression>) =>
      new Set(
        estimate(data, regression(...of)).map(({ estimate: value, reason }) => value ?? reason?.english),
      );
    expect(reasonsOf([x, z, x.map((one) => 2 * one + 1)], ["x", "z", "twice"])).toEqual(
      new Set(["the predictor twice follows from x, so their effects cannot be told apart"]),
    );
    expect(reasonsOf([x, z, x.map((one, p) => one - z[p])])).toEqual(
      new Set([
        "the predictor predictor 3 follows from predictor 1, predictor 2, so their effects cannot be told apart",
      ]),
    );
    expect(reasonsOf([x, x.map(() => 3)], ["x", "three"])).toEqual(
      new Set(["the predictor three is the same for everybody"]),
    );
    expect(reasonsOf([x.map(() => NaN)])).toEqual(new Set(["nobody has a weight and all predictors"]));
  });

  it("what a replicate takes from a regression is said of that replicate", () => {
    const made = jk2Replication(new Float64Array(4).fill(1), ["a", "a", "b", "b"], [0, 1, 0, 1]);
    const data = { values: [Float64Array.of(2, 1, 4, 3)], replication: made };
    // Replicate 1 doubles one person of zone a and drops the other, the only one with another value of the predictor.
    const dropped = [0, 1].find((p) => made.replicates[0][p] === 0) ?? NaN;
    const x = Float64Array.from({ length: 4 }, (_, p) => Number(p === dropped));
    const [, slope] = estimate(data, regression([x], ["x"]));
    expect(slope.estimate).not.toBeNull();
    expect(slope).toMatchObject({
      standardError: null,
      reason: { english: "in replicate 1 the predictor x is the same for everybody" },
    });
  });

  it("persons without weight have no statistics, and that is the reason", () => {
    const made = replication("jk1", new Float64Array(3), [new Float64Array(3), new Float64Array(3)]);
    const data = { values: [Float64Array.of(1, 2, 3)], replication: made };
    const reason = "all weights (3 persons) are 0";
    expect(estimate(data, meanAndSd)[0]).toMatchObject({ estimate: null, reason: { english: reason } });
    expect(groupSummaries(data, ["a", "a", "a"])[0].mean).toMatchObject({
      estimate: null,
      reason: { english: reason },
    });
    expect(estimate(data, meanAndSd, { rows: new Int32Array(0) })[0].reason?.english).toBe(
      "there are no persons",
    );
  });

  it("values that are all the same have no error to test by, no correlation and no R squared", () => {
    const weights = Float64Array.from({ length: 80 }, (_, p) => 1 + 0.1 * (p % 7));
    const zones = Array.from(weights, (_, p) => `z${p >> 2}`);
    const made = jk2Replication(
      weights,
      zones,
      weights.map((_, p) => p & 1),
    );
    const values = [500.1, 500.1, 500.1].map((value) => new Float64Array(80).fill(value));
    const sex = Array.from(weights, (_, p) => (p % 8 < 4 ? "f" : "m"));
    const [f, m] = groupSummaries({ values, replication: made }, sex, [500]);
    for (const { mean, sd } of [f, m]) {
      expect(mean).toMatchObject({ estimate: 500.1, standardError: 0, degreesOfFreedom: null });
      expect(sd).toMatchObject({ estimate: 0, standardError: 0 });
    }
    expect(differenceBetween(f.mean, m.mean)).toMatchObject({ difference: 0, standardError: 0, p: null });
    const data = { values, replication: made };
    expect(estimate(data, meanAndSd).map(({ standardError }) => standardError)).toEqual([0, 0]);
    const other = Float64Array.from(weights, (_, p) => 0.3 * p);
    const fitted = estimate(data, regression([other], ["ses"]));
    expect(fitted[0].estimate).toBeCloseTo(500.1, 10);
    expect(fitted[1].estimate).toBeCloseTo(0, 12);
    expect(fitted[2]).toMatchObject({
      estimate: null,
      reason: { english: "the values are the same for everybody" },
    });
    expect(estimate(data, correlation(other))[0].estimate).toBeNull();
    expect(estimate({ values: [other], replication: made }, correlation(values[0]))[0].estimate).toBeNull();
  });

  it("a percentile is a value that occurs, also with weights of zero", () => {
    const rows = Int32Array.of(0, 1, 2, 3);
    const values = Float64Array.of(4, 1, 3, 2);
    expect(Array.from(percentiles([0.25, 0.5, 1])(values, Float64Array.of(1, 1, 1, 1), rows))).toEqual([
      1, 2, 4,
    ]);
    expect(Array.from(percentiles([0.25, 0.5, 1])(values, Float64Array.of(0, 0, 1, 1), rows))).toEqual([
      2, 2, 3,
    ]);
  });
});

describe("recovery", () => {
  it("over 400 samples of paired schools the mean is unbiased and its intervals hold their 95 percent", () => {
    const uniform = uniformFrom("survey recovery");
    const normal = normalSource(uniform);
    const zoneCount = 30;
    const size = 4 * zoneCount;
    const zones = Array.from({ length: size }, (_, p) => `z${p >> 2}`);
    const halves = Array.from({ length: size }, (_, p) => (p >> 1) & 1);
    let covered = 0;
    let sum = 0;
    const samples = 400;
    for (let s = 0; s < samples; s++) {
      const school = Array.from({ length: 2 * zoneCount }, () => 0.5 * normal());
      const values = Float64Array.from({ length: size }, (_, p) => school[p >> 1] + normal());
      const data = {
        values: [values],
        replication: jk2Replication(new Float64Array(size).fill(1), zones, halves),
      };
      const [mean] = estimate(data, meanAndSd);
      sum += mean.estimate ?? NaN;
      const t = Math.abs((mean.estimate ?? NaN) / (mean.standardError ?? NaN));
      if (studentTwoSided(t, mean.degreesOfFreedom) > 0.05) covered++;
    }
    // The sampling error of a mean of 400 means is about 0.006; of a coverage near 0.95 it is 0.011.
    expect(Math.abs(sum / samples)).toBeLessThan(0.02);
    expect(covered / samples).toBeGreaterThan(0.915);
    expect(covered / samples).toBeLessThan(0.985);
  });
});
