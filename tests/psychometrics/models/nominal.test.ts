import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gpcm, nominal } from "../../../psychometrics/models/index.js";
import { reportParameters } from "../../../psychometrics/index.js";
import { itemModelLaws } from "../../support/item-model-laws.js";

const value = fc.double({ min: -2, max: 2, noNaN: true });

itemModelLaws(
  nominal,
  4,
  fc.tuple(value, value, value, value, value, value).map((p) => Float64Array.from(p)),
);

describe("nominal", () => {
  it("is the GPCM where the slopes of the categories are multiples of one", () => {
    const ours = new Float64Array(4);
    const theirs = new Float64Array(4);
    nominal.probabilities(0.7, Float64Array.of(1.2, 0.5, 0.3, -1, 0, 0), ours);
    gpcm.probabilities(0.7, Float64Array.of(1.2, 0.5, 0.3, -1), theirs);
    ours.forEach((probability, k) => expect(probability).toBeCloseTo(theirs[k], 14));
  });

  it("has its definition's probabilities, whatever the order of the slopes", () => {
    const slopes = [1.4, -0.3, 0.6];
    const intercepts = [0.2, 0.9, -0.5];
    const parameters = nominal.fromCategoryForm({ slopes, intercepts });
    const out = new Float64Array(4);
    nominal.probabilities(0.8, Float64Array.from(parameters), out);
    const terms = [1, ...slopes.map((slope, k) => Math.exp(slope * 0.8 + intercepts[k]))];
    const total = terms.reduce((sum, term) => sum + term, 0);
    out.forEach((probability, k) => expect(probability).toBeCloseTo(terms[k] / total, 14));
    const report = reportParameters(nominal, 4, parameters, null);
    report.categorySlopes?.forEach((slope, k) => expect(slope).toBeCloseTo(slopes[k], 14));
    // mirt's identification: a1 with ak_0 = 0 and ak_3 = 3.
    expect(report.slope).toBeCloseTo(0.2, 14);
    expect(report.categoryScores?.[0]).toBeCloseTo(7, 12);
    expect(report.categoryScores?.[2]).toBeCloseTo(3, 12);
  });

  it("has a step where two neighbouring categories are equally likely", () => {
    const parameters = nominal.fromCategoryForm({ slopes: [0.5, 1.9], intercepts: [0.4, -0.3] });
    const { difficulties } = reportParameters(nominal, 3, parameters, null);
    const out = new Float64Array(3);
    nominal.probabilities(difficulties[1] ?? NaN, Float64Array.from(parameters), out);
    expect(out[2]).toBeCloseTo(out[1], 14);
    const level = nominal.fromCategoryForm({ slopes: [0.5, 0.5], intercepts: [0, 0] });
    expect(reportParameters(nominal, 3, level, null).difficulties[1]).toBeNull();
  });
});
