import { describe, expect, it } from "vitest";
import {
  calibrate,
  simulateAbilities,
  simulateResponses,
  type Calibration,
  type InformationMethod,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { inversePositiveDefinite } from "../../../psychometrics/numeric/linear-algebra.js";
import { derivative } from "../../support/derivative.js";
import { uniformFrom } from "../../support/uniform.js";

const known: SimulatedItem[] = [
  { item: "a", model: "gpcm", slope: 1.2, difficulties: [-0.6, 0.4] },
  { item: "b", model: "gpcm", slope: 0.8, difficulties: [0.2] },
  { item: "c", model: "gpcm", slope: 1.5, difficulties: [-0.3] },
  { item: "d", model: "gpcm", slope: 1, difficulties: [0.5] },
];
const uniform = uniformFrom("methods");
const abilities = [...simulateAbilities(uniform, 400), ...simulateAbilities(uniform, 400, 0.5, 1.2)];
const data = {
  ...simulateResponses(uniform, abilities, known),
  groups: Int32Array.from({ length: 800 }, (_, p) => (p < 400 ? 0 : 1)),
  groupNames: ["first", "second"],
  weights: Float64Array.from({ length: 800 }, (_, p) => (p % 5 === 0 ? 2 : 1)),
};

/** The log-likelihood of one response pattern by its definition; the last two parameters are the second group's. */
function logLikelihoodOf(pattern: string, group: number, parameters: readonly number[]): number {
  const [mean, variance] = group === 0 ? [0, 1] : parameters.slice(-2);
  let marginal = 0;
  let total = 0;
  for (let q = 0; q <= 60; q++) {
    const node = -6 + q / 5;
    const density = Math.exp(-((node - mean) ** 2) / (2 * variance));
    let likelihood = density;
    let start = 0;
    known.forEach(({ difficulties }, i) => {
      const [slope, ...intercepts] = parameters.slice(start, start + difficulties.length + 1);
      const terms = [0, ...intercepts].map((intercept, k) => Math.exp(k * slope * node + intercept));
      likelihood *= terms[Number(pattern[i])] / terms.reduce((all, term) => all + term, 0);
      start += difficulties.length + 1;
    });
    marginal += likelihood;
    total += density;
  }
  return Math.log(marginal / total);
}

/** The sum over test takers of weight times score times score, the scores by differences of the definition. */
function crossProducts(point: readonly number[]): Float64Array {
  const weights = new Map<string, number>();
  for (let p = 0; p < data.personCount; p++) {
    const key = `${data.groups[p]}${data.scores.subarray(p * 4, (p + 1) * 4).join("")}`;
    weights.set(key, (weights.get(key) ?? 0) + data.weights[p]);
  }
  const size = point.length;
  const sum = new Float64Array(size * size);
  for (const [key, weight] of weights) {
    const score = point.map((value, j) =>
      derivative((x) => {
        const moved = point.map((old, h) => (h === j ? x : old));
        return logLikelihoodOf(key.slice(1), Number(key[0]), moved);
      }, value),
    );
    score.forEach((a, j) => score.forEach((b, h) => (sum[j * size + h] += weight * a * b)));
  }
  return sum;
}

function errorsBy(standardErrors: InformationMethod): { calibration: Calibration; errors: number[] } {
  const calibration = calibrate(data, {
    model: "gpcm",
    ...{ quadrature: 61, range: 6 },
    tolerance: 1e-9,
    standardErrors,
    keepsCovariance: true,
  });
  const values = calibration.covariance?.values ?? [];
  const size = Math.sqrt(values.length);
  return { calibration, errors: Array.from({ length: size }, (_, j) => Math.sqrt(values[j * (size + 1)])) };
}

describe("standard errors by cross-products and by the sandwich, with groups and weights", () => {
  const cross = errorsBy("cross-product");
  const { calibration } = cross;
  const point = [
    ...calibration.items.flatMap(({ parameters }) => parameters),
    calibration.groups[1].mean,
    calibration.groups[1].variance,
  ];
  const products = crossProducts(point);
  const size = point.length;

  it("are the inverse of the sum of the products of the scores, as differences of the definition show", () => {
    const covariance = inversePositiveDefinite(products, size);
    expect(cross.errors).toHaveLength(size);
    cross.errors.forEach((error, j) =>
      expect(error / Math.sqrt(covariance?.[j * (size + 1)] ?? NaN)).toBeCloseTo(1, 5),
    );
  });

  it("are the products between two inverses of the observed information", () => {
    const observed = errorsBy("observed").calibration.covariance?.values ?? [];
    const sandwich = errorsBy("sandwich").errors;
    sandwich.forEach((error, j) => {
      let variance = 0;
      for (let a = 0; a < size; a++)
        for (let b = 0; b < size; b++)
          variance += observed[j * size + a] * products[a * size + b] * observed[b * size + j];
      expect(error / Math.sqrt(variance)).toBeCloseTo(1, 5);
    });
  });
});
