import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gpcm } from "../../../psychometrics/models/index.js";
import { itemModelLaws } from "../../support/item-model-laws.js";

const intercept = fc.double({ min: -3, max: 3, noNaN: true });
const slope = fc.double({ min: -2, max: 3, noNaN: true });

itemModelLaws(
  gpcm,
  4,
  fc.tuple(slope, intercept, intercept, intercept).map((p) => Float64Array.from(p)),
);

describe("GPCM", () => {
  it("is the 2PL when there are two categories", () => {
    const out = new Float64Array(2);
    gpcm.probabilities(0.4, Float64Array.of(1.3, -0.52), out);
    expect(out[1]).toBeCloseTo(1 / (1 + Math.exp(-(1.3 * 0.4 - 0.52))), 14);
  });

  it("makes neighbouring categories equally likely at their step", () => {
    const [slopeValue, d1, d2] = [0.8, 0.5, -0.4];
    const out = new Float64Array(3);
    gpcm.probabilities((d1 - d2) / slopeValue, Float64Array.of(slopeValue, d1, d2), out);
    expect(out[2]).toBeCloseTo(out[1], 14);
  });

  it("stays finite where the exponentials overflow", () => {
    const out = new Float64Array(3);
    gpcm.probabilities(40, Float64Array.of(30, 5, -5), out);
    expect(Array.from(out)).toEqual([0, 0, 1]);
  });
});
