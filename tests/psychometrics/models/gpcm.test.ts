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

  it.each([2, 3, 5])("has the same sums over the grid as node by node, for %i categories", (categories) => {
    const nodes = Float64Array.of(-40, -2, -0.3, 0, 0.9, 3, 60);
    const parameters = Float64Array.of(1.4, 0.7, -0.5, 0.2, -1.1).slice(0, categories);
    // One node has no responses; the item is the second of two, whose first has three categories.
    const counts = Float64Array.from({ length: categories * 7 }, (_, n) => (n % 7 === 3 ? 0 : (n * 5) % 8));
    const sums = {
      totals: Float64Array.from({ length: 14 }, (_, n) =>
        n < 7 ? 99 : counts.reduce((sum, count, m) => sum + (m % 7 === n - 7 ? count : 0), 0),
      ),
      responses: new Float64Array(3 + categories).fill(99),
      abilities: new Float64Array(3 + categories).fill(99),
    };
    for (let k = 0; k < categories; k++) {
      const ofCategory = counts.subarray(k * 7, k * 7 + 7);
      sums.responses[3 + k] = ofCategory.reduce((sum, count) => sum + count, 0);
      sums.abilities[3 + k] = ofCategory.reduce((sum, count, q) => sum + count * (nodes[q] ?? 0), 0);
    }
    const gradient = new Float64Array(categories);
    const information = new Float64Array(categories ** 2);
    const objective = gpcm.addGridSums!(nodes, sums, 1, 3, parameters, gradient, information);
    let wantedObjective = 0;
    const wantedGradient = new Float64Array(categories);
    const wantedInformation = new Float64Array(categories ** 2);
    const out = new Float64Array(categories);
    nodes.forEach((node, q) => {
      const atNode = Float64Array.from({ length: categories }, (_, k) => counts[k * 7 + q]);
      gpcm.probabilities(node, parameters, out);
      const total = atNode.reduce((sum, count) => sum + count, 0);
      // The logarithm of a probability that underflows is known all the same: it is the difference of the exponents.
      const exponents = Array.from(parameters, (d, k) => (k === 0 ? 0 : k * parameters[0] * node + d));
      const peak = Math.max(...exponents);
      const logSum = peak + Math.log(exponents.reduce((sum, z) => sum + Math.exp(z - peak), 0));
      atNode.forEach((count, k) => (wantedObjective += count * (exponents[k] - logSum)));
      gpcm.addGradient(node, parameters, atNode, out, wantedGradient);
      gpcm.addInformation(node, parameters, total, out, wantedInformation);
    });
    expect(objective).toBeCloseTo(wantedObjective, 8);
    gradient.forEach((value, j) => expect(value).toBeCloseTo(wantedGradient[j], 8));
    information.forEach((value, j) => expect(value).toBeCloseTo(wantedInformation[j], 8));
  });
});
