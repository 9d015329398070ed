import { describe, expect, it } from "vitest";
import { fCdf, fQuantile, incompleteBeta } from "../../../psychometrics/numeric/beta.js";

describe("the incomplete beta function", () => {
  it("is a polynomial for whole numbers", () => {
    // I_x(2, 3) = 6x^2 - 8x^3 + 3x^4.
    for (const x of [0.01, 0.2, 0.5, 0.77, 0.99])
      expect(incompleteBeta(x, 2, 3)).toBeCloseTo(6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4, 13);
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
  });
});

describe("the F distribution", () => {
  it("has the quantiles of printed tables", () => {
    // Abramowitz & Stegun (1964), table 26.9.
    expect(fQuantile(0.975, 10, 20)).toBeCloseTo(2.774, 3);
    expect(fQuantile(0.95, 1, 10)).toBeCloseTo(4.965, 3);
    expect(fQuantile(0.99, 5, 60)).toBeCloseTo(3.339, 3);
  });

  it("is inverted by its quantile, with a million degrees of freedom too", () => {
    for (const p of [0.001, 0.025, 0.5, 0.975])
      for (const [a, b] of [
        [3, 7],
        [999, 3996],
        [1e6, 5e6],
      ])
        expect(fCdf(fQuantile(p, a, b), a, b)).toBeCloseTo(p, 9);
    expect(() => fQuantile(1, 3, 3)).toThrow("not 1");
  });
});
