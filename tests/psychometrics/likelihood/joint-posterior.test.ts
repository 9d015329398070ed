import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JointPosterior } from "../../../psychometrics/likelihood/joint-posterior.js";
import { PairWeights } from "../../../psychometrics/likelihood/pair-weights.js";
import { seenDimensions } from "../../../psychometrics/likelihood/seen-dimensions.js";
import { equallySpacedNodes } from "../../../psychometrics/numeric/quadrature.js";

const nodes = equallySpacedNodes(13, 4.8);

/** Every node of the product grid in turn, with nothing left out and nothing clever. */
function byBruteForce(rows: Float64Array[], covariance: number[][], mean: number[]) {
  const size = rows.length;
  const [a, b, c, d, e, f] = [
    covariance[0][0],
    covariance[0][1] ?? 0,
    covariance[0][2] ?? 0,
    covariance[1]?.[1] ?? 1,
    covariance[1]?.[2] ?? 0,
    covariance[2]?.[2] ?? 1,
  ];
  // The inverse by cofactors; a dimension that is not there is one of variance 1 by itself.
  const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
  const inverse = [
    [d * f - e * e, c * e - b * f, b * e - c * d],
    [c * e - b * f, a * f - c * c, b * c - a * e],
    [b * e - c * d, b * c - a * e, a * d - b * b],
  ].map((row) => row.map((value) => value / determinant));
  let total = 0;
  const first = new Float64Array(size);
  const second = new Float64Array(size * size);
  for (let code = 0; code < nodes.length ** size; code++) {
    const places = rows.map((_, k) => Math.floor(code / nodes.length ** k) % nodes.length);
    const gaps = places.map((q, k) => nodes[q] - mean[k]);
    let exponent = 0;
    gaps.forEach((gap, k) => gaps.forEach((other, l) => (exponent -= 0.5 * inverse[k][l] * gap * other)));
    places.forEach((q, k) => (exponent += rows[k][q]));
    const weight = Math.exp(exponent);
    total += weight;
    places.forEach((q, k) => {
      first[k] += weight * nodes[q];
      places.forEach((r, l) => (second[k * size + l] += weight * nodes[q] * nodes[r]));
    });
  }
  const means = first.map((sum) => sum / total);
  const step = nodes[1] - nodes[0];
  return {
    logMarginal: Math.log((total * step ** size) / Math.sqrt((2 * Math.PI) ** size * determinant)),
    means,
    covariance: second.map((sum, n) => sum / total - means[Math.floor(n / size)] * means[n % size]),
  };
}

const likelihoodRow = fc
  .tuple(
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 6 }),
    fc.double({ min: 0.2, max: 2.5, noNaN: true }),
  )
  .map(([right, wrong, slope]) =>
    nodes.map((theta) => {
      const log = (z: number) => -Math.log1p(Math.exp(-z));
      return right * log(slope * theta) + wrong * log(-slope * (theta - 0.5));
    }),
  );

describe("the posterior on a product of grids", () => {
  it("is what every node by itself comes to, in one to three dimensions, up to correlations of 0.98", () => {
    fc.assert(
      fc.property(
        fc.array(likelihoodRow, { minLength: 1, maxLength: 3 }),
        fc.array(fc.double({ min: 0.3, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.double({ min: -0.4, max: 0.98, noNaN: true }),
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (rows, spreads, correlation, mean) => {
          const size = rows.length;
          const covariance = rows.map((_, k) =>
            rows.map((__, l) => spreads[k] * spreads[l] * (k === l ? 1 : correlation)),
          );
          const expected = byBruteForce(rows, covariance, mean);
          const posterior = new JointPosterior(size, nodes);
          const pairs = new PairWeights(size, nodes.length);
          posterior.pairs = pairs;
          const seen = seenDimensions(
            Int32Array.from(rows.keys()),
            Float64Array.from(covariance.flat()),
            size,
          );
          posterior.find(rows, new Int32Array(size), seen, mean);
          // What is left out is less than 1e-10 of the highest at each of up to 2,197 nodes.
          expect(posterior.logMarginal).toBeCloseTo(expected.logMarginal, 6);
          expected.means.forEach((value, k) => expect(posterior.mean[k]).toBeCloseTo(value, 6));
          expected.covariance.forEach((value, n) => expect(posterior.covariance[n]).toBeCloseTo(value, 6));
          for (let k = 0; k < size; k++) {
            for (let l = k + 1; l < size; l++) {
              let product = 0;
              for (let q = posterior.from[k]; q < posterior.to[k]; q++)
                for (let r = posterior.from[l]; r < posterior.to[l]; r++)
                  product += (pairs.of(k, l)[q * nodes.length + r] / posterior.total) * nodes[q] * nodes[r];
              expect(product - expected.means[k] * expected.means[l]).toBeCloseTo(
                expected.covariance[k * size + l],
                6,
              );
            }
          }
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });
});
