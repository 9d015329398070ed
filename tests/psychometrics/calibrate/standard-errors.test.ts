import { describe, expect, it } from "vitest";
import {
  calibrate,
  simulateAbilities,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { inversePositiveDefinite } from "../../../psychometrics/numeric/linear-algebra.js";
import { uniformFrom } from "../../support/uniform.js";

const known: SimulatedItem[] = [
  { item: "a", model: "gpcm", slope: 1.2, difficulties: [-0.6, 0.4] },
  { item: "b", model: "gpcm", slope: 0.8, difficulties: [0.2] },
  { item: "c", model: "gpcm", slope: 1.5, difficulties: [-0.3] },
  { item: "d", model: "gpcm", slope: 1, difficulties: [0.5] },
];

describe("standard errors", () => {
  const uniform = uniformFrom("standard errors");
  const data = simulateResponses(uniform, simulateAbilities(uniform, 800), known);
  const observed = calibrate(data, { model: "gpcm", tolerance: 1e-10, keepsCovariance: true });

  /** The marginal log-likelihood by its definition, each response pattern once. */
  function logLikelihoodOf(parameters: number[]): number {
    const patterns = new Map<string, number>();
    for (let p = 0; p < data.personCount; p++) {
      const pattern = data.scores.subarray(p * known.length, (p + 1) * known.length).join("");
      patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1);
    }
    const nodes = Array.from({ length: 61 }, (_, q) => -6 + q / 5);
    const density = nodes.map((node) => Math.exp(-(node ** 2) / 2));
    const total = density.reduce((sum, value) => sum + value, 0);
    let sum = 0;
    for (const [pattern, count] of patterns) {
      let marginal = 0;
      nodes.forEach((node, q) => {
        let start = 0;
        let likelihood = density[q] / total;
        known.forEach(({ difficulties }, i) => {
          const [slope, ...intercepts] = parameters.slice(start, start + difficulties.length + 1);
          const terms = [0, ...intercepts].map((intercept, k) => Math.exp(k * slope * node + intercept));
          likelihood *= terms[Number(pattern[i])] / terms.reduce((all, term) => all + term, 0);
          start += difficulties.length + 1;
        });
        marginal += likelihood;
      });
      sum += count * Math.log(marginal);
    }
    return sum;
  }

  it("come from the curvature of the log-likelihood, as second differences of its definition show", () => {
    const point = observed.items.flatMap(({ parameters }) => parameters);
    const step = 1e-3;
    const size = point.length;
    const at = (j: number, h: number, signs: [number, number]) => {
      const moved = point.slice();
      moved[j] += signs[0] * step;
      moved[h] += signs[1] * step;
      return logLikelihoodOf(moved);
    };
    const information = new Float64Array(size * size);
    for (let j = 0; j < size; j++) {
      for (let h = 0; h < size; h++) {
        const mixed = at(j, h, [1, 1]) - at(j, h, [1, -1]) - at(j, h, [-1, 1]) + at(j, h, [-1, -1]);
        information[j * size + h] = -mixed / (4 * step * step);
      }
    }
    const covariance = inversePositiveDefinite(information, size);
    let start = 0;
    for (const { standardErrors, parameters } of observed.items) {
      const variances = parameters.map((_, j) => covariance?.[(start + j) * (size + 1)] ?? NaN);
      const ours = [standardErrors.slope, ...standardErrors.intercepts];
      ours.forEach((error, j) => expect((error ?? 0) / Math.sqrt(variances[j])).toBeCloseTo(1, 4));
      start += parameters.length;
    }
    // And of parameters of different items, which linking and equating need.
    const joint = observed.covariance;
    expect(joint?.names.slice(0, 4)).toEqual(["a.slope", "a.intercept_1", "a.intercept_2", "b.slope"]);
    expect(joint?.places).toEqual([
      [0, 1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    covariance?.forEach((value, n) => {
      const scale = Math.sqrt(
        covariance[Math.floor(n / size) * (size + 1)] * covariance[(n % size) * (size + 1)],
      );
      expect(Math.abs(value - (joint?.values[n] ?? NaN)) / scale).toBeLessThan(1e-4);
    });
  });

  it("are nearly those of the cross-products in a large sample where the model holds", () => {
    const cross = calibrate(data, { model: "gpcm", standardErrors: "cross-product" });
    observed.items.forEach((item, i) => {
      const ratio = (cross.items[i].standardErrors.slope ?? 0) / (item.standardErrors.slope ?? 1);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
    });
  });

  it("are left out when nobody asks for them", () => {
    const none = calibrate(data, { model: "gpcm", standardErrors: "none" });
    expect(none.items[0].standardErrors.slope).toBeNull();
    expect(none.items[0].covariance).toBeNull();
    expect(none).not.toHaveProperty("covariance");
    expect(none.notes).toEqual([]);
  });

  it("of a fixed slope are none, and of steps follow by the delta method", () => {
    const pcm = calibrate(data, { model: "pcm" });
    expect(pcm.items[1].standardErrors.slope).toBeNull();
    // With slope 1 and one step, b = -d.
    expect(pcm.items[1].standardErrors.difficulties[0]).toBeCloseTo(
      pcm.items[1].standardErrors.intercepts[0] ?? 0,
      12,
    );
  });
});
