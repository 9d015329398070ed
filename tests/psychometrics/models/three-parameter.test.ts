import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gpcm, threeParameter } from "../../../psychometrics/models/index.js";
import { itemModelLaws } from "../../support/item-model-laws.js";

itemModelLaws(
  threeParameter,
  2,
  fc
    .tuple(
      fc.double({ min: 0.2, max: 2.5, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -3, max: 0, noNaN: true }),
    )
    .map((p) => Float64Array.from(p)),
);

describe("3PL", () => {
  it("falls to the lower asymptote for the least able", () => {
    const out = new Float64Array(2);
    threeParameter.probabilities(-50, Float64Array.of(1.2, 0.3, Math.log(0.2 / 0.8)), out);
    expect(out[1]).toBeCloseTo(0.2, 12);
  });

  it("is the 2PL without guessing", () => {
    const with3 = new Float64Array(2);
    const with2 = new Float64Array(2);
    threeParameter.probabilities(0.7, Float64Array.of(1.2, 0.3, -40), with3);
    gpcm.probabilities(0.7, Float64Array.of(1.2, 0.3), with2);
    expect(with3[1]).toBeCloseTo(with2[1], 14);
  });
});
