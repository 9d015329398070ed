import { describe, expect, it } from "vitest";
import {
  formItem,
  jackknifeLink,
  linkErrorAboveCut,
  linkErrorAt,
  linkErrorOfDifferences,
  robustLinkError,
  simulateAbilities,
  trend,
} from "../../../psychometrics/index.js";
import { normalCdf, normalDensity } from "../../../psychometrics/numeric/special.js";
import { uniformFrom } from "../../support/uniform.js";

const rasch = (difficulties: number[]) => ({
  items: difficulties.map((b, i) => formItem({ item: `i${i}`, model: "rasch", slope: 1, difficulties: [b] })),
});

describe("the jackknife link error", () => {
  const first = [-1, -0.3, 0.1, 0.8, 1.4];
  const second = [-0.9, -0.5, 0.3, 0.8, 1.9];

  it("of a mean over single items is sd / sqrt(L): leaving one out says the same as the formula", () => {
    const differences = second.map((b, i) => b - first[i]);
    const { linkErrors } = jackknifeLink(rasch(first), rasch(second), { method: "mean-mean" });
    expect(linkErrors.intercept).toBeCloseTo(linkErrorOfDifferences(differences), 12);
  });

  it("takes the items of a unit out together, and is that of an ability where A is not held", () => {
    const unitOf = { i0: "a", i1: "a", i2: "b", i3: "b", i4: "c" };
    const jackknifed = jackknifeLink(
      rasch(first),
      rasch(second),
      { method: "mean-sigma", slope: "free" },
      unitOf,
    );
    expect(jackknifed.units.map(({ items }) => items)).toEqual([["i0", "i1"], ["i2", "i3"], ["i4"]]);
    expect(jackknifed.linkErrors.slope).toBeGreaterThan(0);
    expect(linkErrorAt(jackknifed, 0)).toBeCloseTo(jackknifed.linkErrors.intercept, 12);
    expect(linkErrorAt(jackknifed, 3)).not.toBeCloseTo(jackknifed.linkErrors.intercept, 3);
  });

  it("takes an item without a unit for a unit of its own", () => {
    const forms = [rasch(first), rasch(second)] as const;
    const options = { method: "mean-sigma", slope: "free" } as const;
    const partial = jackknifeLink(...forms, options, { i0: "a", i1: "a", i2: "i4", i3: "i4" });
    const whole = jackknifeLink(...forms, options, { i0: "a", i1: "a", i2: "b", i3: "b", i4: "c" });
    // A unit that is called as an item without one is another unit.
    expect(partial.units.map(({ unit, items }) => [unit, ...items])).toEqual([
      ["a", "i0", "i1"],
      ["i4", "i2", "i3"],
      ["i4", "i4"],
    ]);
    expect(partial.linkErrors).toEqual(whole.linkErrors);
  });

  it("needs two units, and a unit for one of the items", () => {
    const forms = [rasch(first), rasch(second)] as const;
    const one = Object.fromEntries(first.map((_, i) => [`i${i}`, "all"]));
    expect(() => jackknifeLink(...forms, {}, one)).toThrow("at least 2 units, not 1");
    expect(() => jackknifeLink(...forms, {}, { z: "a" })).toThrow("none of the common items has a unit");
    expect(() => linkErrorOfDifferences([1])).toThrow("at least 2 common items");
  });
});

describe("PISA's robust link error", () => {
  it("of six values, by hand", () => {
    // For 1, 2, 4, 8, 16, 32 the high medians of the distances to all six (rank 4) are 7, 6, 4, 7, 14, 28;
    // their low median (rank 3) is 7.
    expect(robustLinkError([1, 2, 4, 8, 16, 32])).toBeCloseTo(1.1926 * 7, 12);
  });

  it("is the standard deviation of a normal sample, and hardly moved by one country far off", () => {
    const values = simulateAbilities(uniformFrom("countries"), 600, 3, 2);
    expect(Math.abs(robustLinkError(values) - 2)).toBeLessThan(0.2);
    const few = values.slice(0, 60);
    expect(Math.abs(robustLinkError([...few, 500]) / robustLinkError(few) - 1)).toBeLessThan(0.15);
    expect(() => robustLinkError([1])).toThrow("at least 2 countries");
  });
});

describe("a trend", () => {
  it("of Chinese Taipei in PISA mathematics 2018 to 2022 has the standard error with the published link error", () => {
    const result = trend({ value: 531.1, standardError: 2.89 }, { value: 547.1, standardError: 3.78 }, 2.24);
    expect(result.difference).toBeCloseTo(16, 10);
    expect(result.standardError).toBeCloseTo(5.259, 3);
    expect(result.z).toBeCloseTo(3.042, 3);
    expect(result.p).toBeCloseTo(2 * normalCdf(-3.0424), 5);
    expect(() => trend({ value: 1, standardError: 0 }, { value: 2, standardError: 0 }, 0)).toThrow("above 0");
  });

  it("of a percentage takes the link error through the cut: its size is that of the density there", () => {
    const values = simulateAbilities(uniformFrom("cut"), 20_000, 500, 100).sort((a, b) => a - b);
    const even = values.map(() => 1);
    for (const cut of [420, 500, 669.3]) {
      // To first order the share moves by the density times the shift; 3 points are small beside 100.
      const expected = (normalDensity((cut - 500) / 100) / 100) * 3;
      expect(linkErrorAboveCut(values, even, cut, 3) / expected).toBeGreaterThan(0.9);
      expect(linkErrorAboveCut(values, even, cut, 3) / expected).toBeLessThan(1.1);
    }
    expect(linkErrorAboveCut(values, even, 500, 0)).toBe(0);
    expect(linkErrorAboveCut(values, even, 5000, 3)).toBe(0);
  });

  it("is exact for a few values with unequal weights", () => {
    const values = [300, 450, 450, 470, 510, 620];
    const weights = [1, 0.5, 2, 0, 3, 1.5];
    // Over the total of 8 the share is Bernoulli variables that rise together: Cov(i, j) = min(p_i, p_j) - p_i p_j, with p_i the
    // probability that the shifted value is at or above the cut.
    for (const [cut, linkError] of [
      [450, 3],
      [400, 20],
      [530, 20],
      [450, 500],
    ]) {
      const chances = values.map((value) => normalCdf((value - cut) / linkError));
      let variance = 0;
      for (let i = 0; i < values.length; i++)
        for (let j = 0; j < values.length; j++)
          variance +=
            ((weights[i] * weights[j]) / 64) * (Math.min(chances[i], chances[j]) - chances[i] * chances[j]);
      expect(linkErrorAboveCut(values, weights, cut, linkError)).toBeCloseTo(Math.sqrt(variance), 10);
    }
    // Everybody at the cut: all are above it or nobody, each with probability a half.
    expect(linkErrorAboveCut([0, 0], [1, 3], 0, 2)).toBeCloseTo(0.5, 12);
  });

  it("weighs its values: a half with no weight changes nothing", () => {
    const values = simulateAbilities(uniformFrom("weights"), 2000, 500, 100);
    const even = values.map(() => 2);
    const doubled = linkErrorAboveCut(
      [...values, ...values.map((value) => value + 300)],
      [...even, ...values.map(() => 0)],
      500,
      4,
    );
    expect(doubled).toBeCloseTo(linkErrorAboveCut(values, even, 500, 4), 12);
    expect(() => linkErrorAboveCut([1], [0], 0, 1)).toThrow("no value with a weight");
    expect(() => linkErrorAboveCut([1], [1], 0, -1)).toThrow("0 or more");
  });
});
