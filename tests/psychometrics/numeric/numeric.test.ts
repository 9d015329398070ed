import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AndersonAcceleration } from "../../../psychometrics/numeric/fixed-point.js";
import {
  inversePositiveDefinite,
  leastSquares,
  symmetricEigenvalues,
} from "../../../psychometrics/numeric/linear-algebra.js";
import { equallySpacedNodes, normalMass } from "../../../psychometrics/numeric/quadrature.js";
import { drawCategory, normalSource } from "../../../psychometrics/numeric/random.js";
import { findRoot } from "../../../psychometrics/numeric/root.js";
import { solveInPlace } from "../../../psychometrics/numeric/small-cholesky.js";
import {
  chiSquareUpperTail,
  logGamma,
  logistic,
  logit,
  logOfOneAnd,
  logSumExp,
  normalCdf,
  softmaxInPlace,
} from "../../../psychometrics/numeric/special.js";
import {
  weightedCorrelation,
  weightedMean,
  weightedVariance,
} from "../../../psychometrics/numeric/summary.js";
import { uniformFrom } from "../../support/uniform.js";

describe("special functions", () => {
  it("the logarithm of one and more is log1p, and no number of no number", () => {
    for (const x of [0, 1e-300, 1e-9, 1e-4, 0.005, 0.01, 0.012, 0.0121, 0.5, 30, Infinity]) {
      if (x <= 0.012) expect(Math.abs(logOfOneAnd(x) - Math.log1p(x))).toBeLessThan(1e-16);
      else expect(logOfOneAnd(x)).toBe(Math.log1p(x));
    }
    expect(logOfOneAnd(NaN)).toBeNaN();
  });

  it("logistic and logit undo each other", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        // Near one a probability has no digits left for its distance from one.
        expect(logit(logistic(-Math.abs(x)))).toBeCloseTo(-Math.abs(x), 9);
      }),
    );
    expect(logistic(800)).toBe(1);
    expect(logistic(-800)).toBe(0);
  });

  it("the log of a sum of exponentials survives underflow", () => {
    expect(logSumExp(Float64Array.of(-1000, -1000))).toBeCloseTo(-1000 + Math.log(2), 10);
    expect(logSumExp(Float64Array.of(-Infinity, -Infinity))).toBe(-Infinity);
  });

  it("softmax survives overflow", () => {
    const values = Float64Array.of(1000, 1000, -1000);
    softmaxInPlace(values);
    expect(Array.from(values)).toEqual([0.5, 0.5, 0]);
  });

  // Values of R 4.2.2: lgamma, pchisq(lower.tail = FALSE), pnorm.
  it("agrees with R on gamma, chi-square and normal", () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5723649429247001, 13);
    expect(logGamma(10)).toBeCloseTo(12.801827480081469, 12);
    expect(chiSquareUpperTail(3.841458820694124, 1)).toBeCloseTo(0.05, 13);
    expect(chiSquareUpperTail(18.30703805327515, 10)).toBeCloseTo(0.05, 13);
    expect(chiSquareUpperTail(0, 4)).toBe(1);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 13);
    expect(normalCdf(-6) / 9.865876450376981e-10).toBeCloseTo(1, 9);
  });
});

describe("quadrature", () => {
  it("is symmetric, with both ends", () => {
    expect(Array.from(equallySpacedNodes(5, 2))).toEqual([-2, -1, 0, 1, 2]);
  });

  it("refuses a grid without meaning", () => {
    expect(() => equallySpacedNodes(2, 6)).toThrow("at least 3 nodes");
    expect(() => equallySpacedNodes(61, 0)).toThrow("positive range");
  });

  it("gives the moments of the normal on a wide grid", () => {
    const nodes = equallySpacedNodes(101, 10);
    const mass = new Float64Array(101);
    normalMass(nodes, 0.4, 1.7, mass);
    const mean = weightedMean(nodes, mass);
    expect(mass.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 13);
    expect(mean).toBeCloseTo(0.4, 10);
    expect(mass.reduce((sum, value, q) => sum + value * (nodes[q] - mean) ** 2, 0)).toBeCloseTo(1.7, 10);
  });

  it("keeps its mass on the grid when the mean is far off it", () => {
    const mass = new Float64Array(61);
    normalMass(equallySpacedNodes(61, 6), 500, 1, mass);
    expect(mass[60]).toBeCloseTo(1, 12);
  });
});

describe("linear algebra", () => {
  it("inverts a positive definite matrix, also a badly scaled one", () => {
    const matrix = Float64Array.of(4e8, 2e3, 2e3, 0.03);
    const inverse = inversePositiveDefinite(matrix, 2);
    expect(inverse![0] * 4e8 + inverse![1] * 2e3).toBeCloseTo(1, 8);
    expect(inverse![0] * 2e3 + inverse![1] * 0.03).toBeCloseTo(0, 12);
  });

  it("says when a matrix is not positive definite", () => {
    expect(inversePositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(inversePositiveDefinite(Float64Array.of(1, 0, 0, NaN), 2)).toBeNull();
    expect(solveInPlace(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1), 2)).toBe(false);
  });

  it("solves a small system in place", () => {
    const b = Float64Array.of(1, 2);
    expect(solveInPlace(Float64Array.of(4, 1, 1, 3), b, 2)).toBe(true);
    expect(b[0]).toBeCloseTo(1 / 11, 14);
    expect(b[1]).toBeCloseTo(7 / 11, 14);
  });

  it("finds eigenvalues, smallest first", () => {
    const eigenvalues = symmetricEigenvalues(Float64Array.of(2, 1, 1, 2), 2);
    expect(eigenvalues[0]).toBeCloseTo(1, 13);
    expect(eigenvalues[1]).toBeCloseTo(3, 13);
  });

  it("gives the shortest solution where columns repeat", () => {
    const column = Float64Array.of(1, 2, 3);
    const solution = leastSquares([column, column], Float64Array.of(2, 4, 6));
    expect(solution[0]).toBeCloseTo(1, 10);
    expect(solution[1]).toBeCloseTo(1, 10);
  });
});

describe("roots and fixed points", () => {
  it("finds the root of any monotone cubic in its bracket", () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (root) => {
        expect(findRoot((x) => (root - x) ** 3 + (root - x), -6, 6)).toBeCloseTo(root, 8);
      }),
    );
  });

  it("solves a linear fixed point of three unknowns in five accelerated steps", () => {
    const map = (x: Float64Array) =>
      Float64Array.of(0.99 * x[0] + 0.1, 0.5 * x[1] + 0.2 * x[0], 0.9 * x[2] - 1);
    const accelerator = new AndersonAcceleration(5);
    let x: Float64Array = Float64Array.of(0, 0, 0);
    for (let step = 0; step < 6; step++) x = accelerator.next(x, map(x));
    map(x).forEach((value, j) => expect(value).toBeCloseTo(x[j], 6));
    expect(x[0]).toBeCloseTo(10, 5);
  });
});

describe("summaries", () => {
  const values = [1, 4, 4, 9];

  it("are the ordinary ones with equal weights", () => {
    expect(weightedMean(values, [1, 1, 1, 1])).toBe(4.5);
    expect(weightedVariance(values, [1, 1, 1, 1])).toBeCloseTo(11, 13);
  });

  it("do not change when every weight is multiplied", () => {
    const weights = [1, 2, 0.5, 3];
    const tripled = weights.map((weight) => 3 * weight);
    expect(weightedVariance(values, tripled)).toBeCloseTo(weightedVariance(values, weights), 12);
  });

  it("have no correlation with what does not vary", () => {
    expect(weightedCorrelation(values, [2, 2, 2, 2], [1, 1, 1, 1])).toBeNaN();
  });
});

describe("random numbers", () => {
  it("repeat with the seed and have the moments of the normal", () => {
    const draw = (seed: string) => {
      const normal = normalSource(uniformFrom(seed));
      return Array.from({ length: 20_000 }, normal);
    };
    const sample = draw("a");
    expect(draw("a")).toEqual(sample);
    const ones = sample.map(() => 1);
    // Four standard errors of a mean and a variance of 20,000.
    expect(Math.abs(weightedMean(sample, ones))).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(weightedVariance(sample, ones) - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  });

  it("draw categories in their proportions", () => {
    const uniform = uniformFrom("b");
    const counts = [0, 0, 0];
    for (let n = 0; n < 10_000; n++) counts[drawCategory(uniform, [0.2, 0.5, 0.3])]++;
    expect(counts[1] / 10_000).toBeCloseTo(0.5, 1);
    expect(drawCategory(() => 0.999_999, [1, 0])).toBe(0);
  });
});
