import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  scorePersons,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { equallySpacedNodes } from "../../../psychometrics/numeric/quadrature.js";
import { histogramDistribution } from "../../../psychometrics/population/histogram.js";
import { uniformFrom } from "../../support/uniform.js";

const nodes = equallySpacedNodes(21, 4);
const posterior = fc
  .array(fc.double({ min: 0.01, max: 50, noNaN: true }), { minLength: 21, maxLength: 21 })
  .map((values) => Float64Array.from(values));

describe("an empirical histogram", () => {
  it("takes the posterior as it is where nothing is held", () => {
    const histogram = histogramDistribution(nodes, { name: "g", mean: null, variance: null });
    fc.assert(
      fc.property(posterior, (mass) => {
        histogram.update(mass);
        const total = mass.reduce((sum, value) => sum + value, 0);
        histogram.mass.forEach((value, q) => expect(value).toBeCloseTo(mass[q] / total, 12));
      }),
    );
    expect(histogram.parameterCount).toBe(20);
  });

  it("keeps the moments that are held, and among all such masses has the largest likelihood", () => {
    const histogram = histogramDistribution(nodes, { name: "g", mean: 0, variance: 1 });
    expect(histogram.parameterCount).toBe(18);
    fc.assert(
      fc.property(posterior, fc.integer({ min: 1, max: 19 }), (mass, q) => {
        histogram.update(mass);
        const { mean, variance } = histogram.moments();
        expect(mean).toBeCloseTo(0, 7);
        expect(variance).toBeCloseTo(1, 7);
        expect(histogram.mass.every((value) => value > 0)).toBe(true);
        // At the maximum r / f is a quadratic in the nodes (Lagrange), so its third difference vanishes.
        const ratio = Array.from(mass, (value, n) => value / histogram.mass[n]);
        const third = (n: number) => ratio[n + 3] - 3 * ratio[n + 2] + 3 * ratio[n + 1] - ratio[n];
        const size = Math.max(...ratio.map(Math.abs));
        expect(Math.abs(third(q % 18)) / size).toBeLessThan(1e-6);
      }),
    );
  });

  it("comes back to the held moments from masses that were extrapolated below zero", () => {
    const histogram = histogramDistribution(nodes, { name: "g", mean: 0, variance: 1 });
    histogram.setFreeParameters(histogram.mass.map((value, q) => (q % 3 === 0 ? value - 0.02 : value)));
    expect(histogram.moments().mean).toBeCloseTo(0, 8);
    expect(histogram.moments().variance).toBeCloseTo(1, 8);
    expect(histogram.mass.every((value) => value >= 0)).toBe(true);
  });

  // Two humps at -0.9 and 1.8, two thirds and one third: mean 0, variance 1.62 + 0.09, skewness 0.65.
  const uniform = uniformFrom("two humps");
  const abilities = Array.from({ length: 3000 }, () => {
    const [u, v, w] = [uniform(), uniform(), uniform()];
    const hump = u < 2 / 3 ? -0.9 : 1.8;
    return hump + 0.3 * Math.sqrt(-2 * Math.log(1 - v)) * Math.cos(2 * Math.PI * w);
  });
  const known: SimulatedItem[] = Array.from({ length: 20 }, (_, n) => ({
    item: `i${n}`,
    model: "rasch",
    slope: 1,
    difficulties: [-2.4 + 0.25 * n],
  }));
  const data = simulateResponses(uniform, abilities, known);
  const options = { model: "rasch", quadrature: 31, range: 4.5 } as const;
  const normal = calibrate(data, options);
  const histogram = calibrate(data, { ...options, groups: { all: { shape: "histogram" } } });

  it("finds two humps where a normal distribution finds one", () => {
    expect(histogram.converged).toBe(true);
    // Chi-square of 28 free masses less the variance would be 41 at 5 %.
    expect(histogram.logLikelihood).toBeGreaterThan(normal.logLikelihood + 100);
    expect(histogram.parameterCount).toBe(20 + 29);
    const [{ mass, mean, variance }] = histogram.groups;
    expect(mean).toBeCloseTo(0, 9);
    // 1.71 within three standard errors of a variance of such a sample.
    expect(Math.abs(variance - 1.71)).toBeLessThan(0.12);
    const step = 0.3;
    const share = (from: number, to: number) =>
      (mass ?? []).reduce((sum, value, q) => {
        const node = -4.5 + step * q;
        return node > from && node < to ? sum + value : sum;
      }, 0);
    expect(share(-10, 0.4)).toBeGreaterThan(0.6);
    expect(share(-10, 0.4)).toBeLessThan(0.73);
    expect(share(0.1, 0.8)).toBeLessThan(0.05);
  });

  it("is the prior of the abilities", () => {
    const theta = (calibration: typeof normal) =>
      scorePersons(calibration, data, ["eap"]).map(({ estimates }) => estimates.eap?.theta ?? NaN);
    const error = (estimates: number[]) =>
      estimates.reduce((sum, value, p) => sum + (value - abilities[p]) ** 2, 0) / estimates.length;
    expect(error(theta(histogram))).toBeLessThan(0.95 * error(theta(normal)));
  });

  it("may be one group's, beside a normal one", () => {
    const groups = new Int32Array(3000).map((_, p) => p % 2);
    const mixed = calibrate(
      { ...data, groups, groupNames: ["a", "b"] },
      { ...options, groups: { b: { shape: "histogram" } }, standardErrors: "none" },
    );
    expect(mixed.groups[0].mass).toBeNull();
    expect(mixed.groups[1].mass).toHaveLength(31);
    expect(Math.abs(mixed.groups[1].mean)).toBeLessThan(0.15);
  });
});
