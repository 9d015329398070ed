import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustedP } from "../../../psychometrics/index.js";

describe("p-values adjusted for many tests", () => {
  it("are what R's p.adjust(method = 'BH') gives", () => {
    // R 4.5: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.6, 0.04), "BH"); the values are exact, so only rounding is allowed.
    const expected = [0.03, 0.048, 0.048, 0.03, 0.6, 0.048];
    adjustedP([0.01, 0.04, 0.03, 0.005, 0.6, 0.04]).forEach((p, n) => expect(p).toBeCloseTo(expected[n], 12));
  });

  it("leave a test out that there was none of", () => {
    const [first, none, small, one] = adjustedP([0.2, null, 0.001, 1]);
    expect(none).toBeNull();
    expect([first, small, one]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.003, 12), 1]);
    expect(adjustedP([])).toEqual([]);
  });

  it("are never below the p-value nor above 1, and keep its order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const adjusted = adjustedP(values) as number[];
        values.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          values.forEach((other, j) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]);
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  it("refuse what is no probability, by its place", () => {
    expect(() => adjustedP([0.1, 1.2])).toThrow(/test 2: 1.2 is no p-value/);
  });
});
