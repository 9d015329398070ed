import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grm } from "../../../psychometrics/models/index.js";
import { itemModelLaws } from "../../support/item-model-laws.js";

const gap = fc.double({ min: 0.2, max: 2, noNaN: true });

itemModelLaws(
  grm,
  4,
  fc
    .tuple(
      fc.double({ min: -2, max: 2.5, noNaN: true }),
      fc.double({ min: -1, max: 3, noNaN: true }),
      gap,
      gap,
    )
    .map(([slope, first, second, third]) =>
      Float64Array.of(slope, first, first - second, first - second - third),
    ),
);

describe("GRM", () => {
  it("is the 2PL when there are two categories", () => {
    const out = new Float64Array(2);
    grm.probabilities(0.4, Float64Array.of(1.3, -0.52), out);
    expect(out[1]).toBeCloseTo(1 / (1 + Math.exp(-(1.3 * 0.4 - 0.52))), 14);
  });

  it("puts half of the test takers at or above a category at its threshold", () => {
    const out = new Float64Array(3);
    const threshold = -(-0.9) / 1.5;
    grm.probabilities(threshold, Float64Array.of(1.5, 0.7, -0.9), out);
    expect(out[2]).toBeCloseTo(0.5, 14);
  });

  it("keeps the digits of a middle category where both curves are near one", () => {
    const out = new Float64Array(3);
    grm.probabilities(20, Float64Array.of(2, 1, 0), out);
    // L(41) - L(40), which would come out as zero by subtraction.
    expect(out[1] / (Math.exp(-40) - Math.exp(-41))).toBeCloseTo(1, 10);
  });

  it("is no model where the thresholds are out of order", () => {
    const out = new Float64Array(3);
    grm.probabilities(0, Float64Array.of(1, -1, 1), out);
    expect(out[1]).toBeNaN();
  });
});
