import { describe, expect, it } from "vitest";
import { isConcentrated, weightSpread } from "../../../psychometrics/index.js";

describe("Kish's effective size", () => {
  it("is n for equal weights of any size, and 1 + cv² times smaller for others", () => {
    expect(weightSpread([7, 7, 0, 7])).toEqual({
      count: 3,
      effectiveSize: 3,
      largest: 0,
      largestShare: 1 / 3,
    });
    // Weights 1, 2, 3: mean 2, variance 2/3, so cv² = 1/6.
    expect(weightSpread([1, 2, 3]).effectiveSize).toBeCloseTo(3 / (1 + 1 / 6), 12);
    expect(weightSpread([0, 0])).toEqual({ count: 0, effectiveSize: 0, largest: -1, largestShare: 0 });
  });

  it("stays finite for a weight beyond all others, which it names", () => {
    const spread = weightSpread([1, 1e300, 1]);
    expect(spread).toEqual({ count: 3, effectiveSize: 1, largest: 1, largestShare: 1 });
  });

  it("is too small below a tenth of the persons, or below 30 and half of them; few equal weights are not", () => {
    const withOne = (count: number, weight: number) =>
      Array.from({ length: count }, (_, p) => (p ? 1 : weight));
    expect(isConcentrated(weightSpread(withOne(20, 1)))).toBe(false);
    expect(isConcentrated(weightSpread(withOne(20, 1e9)))).toBe(true);
    // (n + a)² / (n + a²) with n = 1000 is 98.4 for a = 107 and 101.5 for a = 105; a tenth is 100.1.
    expect(isConcentrated(weightSpread(withOne(1001, 107)))).toBe(true);
    expect(isConcentrated(weightSpread(withOne(1001, 105)))).toBe(false);
    expect(isConcentrated(weightSpread([]))).toBe(false);
  });
});
