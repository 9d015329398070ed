import { describe, expect, it } from "vitest";
import { contingencyDif, responseData } from "../../../psychometrics/index.js";
import { ordinalClass, scoreDeviation } from "../../../psychometrics/dif/ordinal.js";

const clear = { chiSquare: 20, p: 0.00001 };

describe("the class of an item with more than two scores", () => {
  // The bounds of Zwick, Thayer & Mazzeo (1997): 0.17 and 0.25 standard deviations.
  it.each([
    [0.17, "A"],
    [-0.18, "B"],
    [0.25, "B"],
    [-0.26, "C"],
  ])("with a mean difference of %f standard deviations is %s", (difference, expected) => {
    expect(ordinalClass(2 * difference, 2, clear)).toBe(expected);
  });

  it("is A where Mantel's test is not significant, and none where there is nothing to class", () => {
    expect(ordinalClass(1, 1, { chiSquare: 3, p: 0.08 })).toBe("A");
    expect(ordinalClass(null, 1, clear)).toBeNull();
    expect(ordinalClass(0.5, 0, clear)).toBeNull();
    expect(ordinalClass(0.5, 1, null)).toBeNull();
  });
});

describe("the standard deviation of an item's score", () => {
  it("is that of both groups together, over the strata with both", () => {
    const strata = [
      { reference: Float64Array.of(2, 1, 0), focal: Float64Array.of(1, 0, 1) },
      { reference: Float64Array.of(0, 1, 1), focal: Float64Array.of(0, 0, 1) },
    ];
    // Scores 0 three times, 1 twice, 2 three times: mean 1, variance 6 / 8.
    expect(scoreDeviation(strata)).toBeCloseTo(Math.sqrt(6 / 8), 12);
    expect(scoreDeviation([])).toBeNull();
  });
});

it("an item is classed by Mantel-Haenszel where it is right or wrong, else by its mean difference", () => {
  const rows = Array.from({ length: 120 }, (_, p) => {
    const isFocal = p % 2 === 1;
    const level = Math.floor(p / 2) % 3;
    // The second item is a point harder for the focal group at every level.
    return [level > 0 ? 1 : 0, Math.max(0, level + 1 - (isFocal ? 1 : 0)), level > 1 ? 1 : 0, level];
  });
  const data = responseData({
    items: ["two", "three", "hard", "level"],
    rows,
    maxScores: [1, 3, 1, 2],
    groups: rows.map((_, p) => (p % 2 === 1 ? "focal" : "reference")),
    groupNames: ["reference", "focal"],
  });
  const match = rows.map((row) => row[3]);
  const { items } = contingencyDif(data, { match, strataCount: 3 });
  expect(items[1].effectClass).toBe("C");
  expect(items[1].standardisedMeanDifference).toBeCloseTo(-1, 12);
  expect(items[1].mantelHaenszel).toBeNull();
  expect(items[0].effectClass).toBe(items[0].mantelHaenszel?.etsClass ?? null);
});
