import { describe, expect, it } from "vitest";
import { JointPosterior } from "../../../psychometrics/likelihood/joint-posterior.js";
import { nodesOf, type LaidNodes } from "../../../psychometrics/likelihood/laid-nodes.js";
import { LaidPosterior } from "../../../psychometrics/likelihood/laid-posterior.js";
import { NodeLay } from "../../../psychometrics/likelihood/node-lay.js";
import { PairWeights } from "../../../psychometrics/likelihood/pair-weights.js";
import { seenDimensions } from "../../../psychometrics/likelihood/seen-dimensions.js";
import { equallySpacedNodes } from "../../../psychometrics/numeric/quadrature.js";

const size = 4;
const grid = equallySpacedNodes(101, 6);
const none = new Int32Array(size);
const mean = [0.2, -0.3, 0, 0.1];
const covariance = Float64Array.from(
  [
    [1, 0.6, 0.5, 0.6],
    [0.6, 1.2, 0.4, 0.5],
    [0.5, 0.4, 0.9, 0.3],
    [0.6, 0.5, 0.3, 1],
  ].flat(),
);
const seen = seenDimensions(Int32Array.from([0, 1, 2, 3]), covariance, size);

/** Right and wrong responses in each dimension; the last one has all right, so that its posterior leans. */
const rowsAt = (nodes: Float64Array) =>
  [
    [3, 2],
    [2, 4],
    [1, 1],
    [4, 0],
  ].map(([right, wrong], d) =>
    nodes.map((theta) => {
      const log = (z: number) => -Math.log1p(Math.exp(-z));
      return right * log(1.2 * theta + 0.1 * d) + wrong * log(-1.2 * (theta - 0.5));
    }),
  );
const rows = rowsAt(grid);

function found(laid: LaidNodes, keepsPairs = false, own = rows): LaidPosterior {
  const posterior = new LaidPosterior(size, grid, nodesOf(laid, size));
  if (keepsPairs) posterior.pairs = new PairWeights(size, grid.length);
  const lay = new NodeLay(size, grid);
  // Where the nodes lie rests on the rows as they are, not on those that a derivative moves.
  lay.aroundMode(rows, none, seen, mean);
  posterior.find(own, none, seen, mean, lay.centre, lay.spread, 0);
  return posterior;
}

/** The furthest of moments and log marginal from those on a product of grids that is fine enough for 1e-9. */
function distance(posterior: LaidPosterior): number {
  return Math.max(
    Math.abs(posterior.logMarginal - exact.logMarginal),
    ...Array.from(exact.mean, (value, d) => Math.abs(posterior.mean[d] - value)),
    ...Array.from(exact.covariance, (value, n) => Math.abs(posterior.covariance[n] - value)),
  );
}

const exact = new JointPosterior(size, equallySpacedNodes(31, 6));
exact.find(rowsAt(equallySpacedNodes(31, 6)), none, seen, mean);

describe("nodes that are laid about a posterior in four dimensions", () => {
  it("come to what the product of grids does, the nearer the more there are of Gauss and Hermite's", () => {
    const [three, five, seven, nine] = [3, 5, 7, 9].map((nodes) =>
      distance(found({ method: "adaptive", nodes })),
    );
    expect(five).toBeLessThan(three / 5);
    expect(seven).toBeLessThan(five / 5);
    expect(nine).toBeLessThan(seven / 3);
    // Seven a dimension, the default: a thousandth of a posterior's standard deviation is 0.5e-3.
    expect(seven).toBeLessThan(1e-4);
  });

  it("come to it by quasi-Monte Carlo, with an error that falls about as their number rises", () => {
    const at = (nodes: number) =>
      [1, 2, 3].reduce(
        (sum, seed) => sum + distance(found({ method: "quasi-monte-carlo", nodes, seed })),
        0,
      ) / 3;
    const [few, more, most] = [at(256), at(2048), at(16_384)];
    // Eight times as many: at least the root of that, as chance alone would do, and mostly more.
    expect(more).toBeLessThan(few / Math.sqrt(8));
    expect(most).toBeLessThan(more / Math.sqrt(8));
    expect(most).toBeLessThan(0.002);
  });

  for (const laid of [
    { method: "adaptive", nodes: 5 },
    { method: "quasi-monte-carlo", nodes: 256, seed: 1 },
  ] as const) {
    it(`share the posterior out by its derivatives in the log-likelihoods, ${laid.method}`, () => {
      const posterior = found(laid);
      for (let d = 0; d < size; d++) {
        expect(posterior.marginals[d].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        for (const q of [45, 50, 57]) {
          const moved = (by: number) =>
            found(
              laid,
              false,
              rows.map((row, e) => row.map((value, r) => (e === d && r === q ? value + by : value))),
            ).logMarginal;
          // A central difference over 1e-4 is good to 1e-8 of a curvature below 1.
          expect((moved(1e-4) - moved(-1e-4)) / 2e-4).toBeCloseTo(posterior.marginals[d][q], 7);
        }
      }
    });

    it(`have pairs whose margins are those of each dimension, ${laid.method}`, () => {
      const posterior = found(laid, true);
      const pair = posterior.pairs?.of(1, 3) ?? new Float64Array();
      for (let q = posterior.from[1]; q < posterior.to[1]; q++) {
        let sum = 0;
        for (let r = 0; r < grid.length; r++) sum += pair[q * grid.length + r];
        expect(sum / posterior.total).toBeCloseTo(posterior.marginals[1][q], 10);
      }
      let product = 0;
      for (let q = 0; q < grid.length; q++)
        for (let r = 0; r < grid.length; r++)
          product += (pair[q * grid.length + r] / posterior.total) * grid[q] * grid[r];
      expect(product - posterior.mean[1] * posterior.mean[3]).toBeCloseTo(
        posterior.covariance[1 * size + 3],
        10,
      );
    });
  }
});
