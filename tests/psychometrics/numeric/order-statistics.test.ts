import { describe, expect, it } from "vitest";
import {
  median,
  medianAbsoluteDeviation,
  quantile,
} from "../../../psychometrics/numeric/order-statistics.js";

describe("order statistics", () => {
  it("interpolate between ordered values as R's default does", () => {
    // quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(.1, .25, .9)) in R 4.2.2.
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(quantile(values, 0.1)).toBeCloseTo(1, 12);
    expect(quantile(values, 0.25)).toBeCloseTo(1.75, 12);
    expect(quantile(values, 0.9)).toBeCloseTo(6.9, 12);
    expect(median(values)).toBe(3.5);
    // mad(values) in R.
    expect(medianAbsoluteDeviation(values)).toBeCloseTo(2.9652, 12);
  });

  it("of one value are that value, and of none there are none", () => {
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow("no values");
  });
});
