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

  it("keeps its digits, and finite derivatives, where neither chance nor ability is left", () => {
    // exp(-44) and exp(-60) are far below the last digit of 1, so that 1 - P(X = 0) would be 0.
    const parameters = Float64Array.of(6, -8, -60);
    const out = new Float64Array(2);
    threeParameter.probabilities(-6, parameters, out);
    expect(out[1] / (Math.exp(-44) + Math.exp(-60))).toBeCloseTo(1, 12);
    const gradient = new Float64Array(3);
    threeParameter.addGradient(-6, parameters, Float64Array.of(0, 1), out, gradient);
    // The logarithm of P(X = 1) is that of the logistic part, whose derivative in the intercept is 1.
    expect(gradient[0]).toBeCloseTo(-6, 5);
    expect(gradient[1]).toBeCloseTo(1, 6);
    expect(gradient[2]).toBeCloseTo(0, 6);
  });
});
