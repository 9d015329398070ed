import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difficultyPrior, priorShape, type Prior } from "../../../psychometrics/calibrate/priors.js";
import { gpcm, grm, nominal, ratingScale, type ItemModel } from "../../../psychometrics/models/index.js";
import { derivative } from "../../support/derivative.js";

const kinds: Prior[] = [
  { kind: "beta", alpha: 5, beta: 17 },
  { kind: "normal-logit", mean: -1.5, standardDeviation: 0.5 },
  { kind: "normal", mean: 0.4, standardDeviation: 2 },
  { kind: "log-normal", mean: 0.1, standardDeviation: 0.4 },
];

describe("a prior", () => {
  it.each(kinds)("$kind has derivatives, first and second, that agree with differences", (prior) => {
    const shape = priorShape(prior);
    const low = prior.kind === "log-normal" ? 0.2 : -3;
    fc.assert(
      fc.property(fc.double({ min: low, max: 3, noNaN: true }), (x) => {
        const first = derivative((at) => shape.logDensity(at), x);
        const second = derivative((at) => shape.derivative(at), x);
        expect(Math.abs(shape.derivative(x) - first)).toBeLessThan(1e-5 * (1 + Math.abs(first)));
        expect(Math.abs(shape.secondDerivative(x) - second)).toBeLessThan(1e-5 * (1 + Math.abs(second)));
      }),
    );
  });

  it("is a density: it integrates to one over what it is the density of", () => {
    const integral = (from: number, to: number, density: (x: number) => number) => {
      const step = (to - from) / 20_000;
      let sum = 0;
      for (let n = 0; n < 20_000; n++) sum += step * density(from + (n + 0.5) * step);
      return sum;
    };
    // The Beta is the density of c, which is a number between 0 and 1, though it is asked by the log-odds of c.
    const beta = priorShape(kinds[0]);
    expect(integral(0, 1, (c) => Math.exp(beta.logDensity(Math.log(c / (1 - c)))))).toBeCloseTo(1, 6);
    const normal = priorShape(kinds[2]);
    expect(integral(-20, 20, (x) => Math.exp(normal.logDensity(x)))).toBeCloseTo(1, 6);
    const logNormal = priorShape(kinds[3]);
    expect(integral(0, 30, (a) => Math.exp(logNormal.logDensity(a)))).toBeCloseTo(1, 6);
  });

  it("on slopes leaves nothing at or below zero", () => {
    expect(priorShape(kinds[3]).logDensity(0)).toBe(-Infinity);
    expect(priorShape(kinds[3]).logDensity(-1)).toBe(-Infinity);
  });

  const models: [ItemModel, number[], number][] = [
    [gpcm, [1.2, 0.4, -0.5, -1.9], 2],
    [grm, [1.4, 0.9, -0.2, -1.5], 3],
    [nominal, [0.9, 0.4, -0.5, -1.9, 0.2, -0.3], 3],
    [ratingScale, [1.1, 0.4, -0.6, 0.1], 2],
  ];
  it.each(models)(
    "on a difficulty of the $name has derivatives that agree with differences",
    (model, point, step) => {
      const prior = difficultyPrior(model, 4, step, { mean: 0.3, standardDeviation: 0.8 });
      const size = point.length;
      const moved = (j: number, x: number) => point.map((value, h) => (h === j ? x : value));
      const gradientAt = (parameters: number[]) => {
        const gradient = new Float64Array(size);
        prior.addGradient(parameters, gradient);
        return gradient;
      };
      gradientAt(point).forEach((value, j) =>
        expect(value).toBeCloseTo(
          derivative((x) => prior.logDensity(moved(j, x)), point[j]),
          7,
        ),
      );
      const curvature = new Float64Array(size * size);
      prior.addCurvature(point, curvature);
      curvature.forEach((value, n) => {
        const [row, column] = [Math.floor(n / size), n % size];
        const bend = derivative((x) => gradientAt(moved(column, x))[row], point[column]);
        expect(value).toBeCloseTo(-bend, 6);
      });
    },
  );

  it("with parameters that make no density is refused", () => {
    expect(() => priorShape({ kind: "beta", alpha: 0, beta: 2 })).toThrow("two positive parameters");
    expect(() => priorShape({ kind: "normal", mean: 0, standardDeviation: 0 })).toThrow(
      "a normal prior needs a mean and a positive standard deviation",
    );
  });
});
