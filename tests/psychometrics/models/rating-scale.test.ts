import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gpcm, ratingScale } from "../../../psychometrics/models/index.js";
import { interceptsOf, reportParameters } from "../../../psychometrics/index.js";
import { itemModelLaws } from "../../support/item-model-laws.js";

const value = fc.double({ min: -2, max: 2, noNaN: true });

itemModelLaws(
  ratingScale,
  4,
  fc
    .tuple(fc.double({ min: 0.3, max: 2, noNaN: true }), value, value, value)
    .map((p) => Float64Array.from(p)),
);

describe("rating scale", () => {
  it("is the PCM whose steps are the location plus thresholds that sum to zero", () => {
    const [location, first, second] = [0.4, -1.1, 0.3];
    const steps = [location + first, location + second, location - first - second];
    const ours = new Float64Array(4);
    const theirs = new Float64Array(4);
    ratingScale.probabilities(0.6, Float64Array.of(1, location, first, second), ours);
    gpcm.probabilities(0.6, Float64Array.of(1, ...interceptsOf("steps", 1, steps)), theirs);
    ours.forEach((probability, k) => expect(probability).toBeCloseTo(theirs[k], 14));
    const report = reportParameters(ratingScale, 4, [1, location, first, second], null);
    report.difficulties.forEach((b, k) => expect(b).toBeCloseTo(steps[k], 14));
  });

  it("takes any intercepts apart into a location and thresholds", () => {
    const intercepts = [0.3, -0.8, 1.1];
    const parameters = ratingScale.fromCategoryForm({ slopes: [1, 2, 3], intercepts });
    const report = reportParameters(ratingScale, 4, parameters, null);
    report.intercepts.forEach((d, k) => expect(d).toBeCloseTo(intercepts[k], 14));
  });

  it("is the Rasch model for right or wrong", () => {
    expect(ratingScale.parameterNames(2)).toEqual(["slope", "location"]);
    const out = new Float64Array(2);
    ratingScale.probabilities(0.4, Float64Array.of(1, 0.9), out);
    expect(out[1]).toBeCloseTo(1 / (1 + Math.exp(0.5)), 14);
  });
});
