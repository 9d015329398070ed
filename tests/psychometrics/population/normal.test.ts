import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equallySpacedNodes, normalMass } from "../../../psychometrics/numeric/quadrature.js";
import { normalDistribution } from "../../../psychometrics/population/normal.js";
import { derivative } from "../../support/derivative.js";

const nodes = equallySpacedNodes(61, 6);
const free = { name: "g", mean: 0, variance: 1, isMeanFree: true, isVarianceFree: true };

/** The expected log mass, which the M-step makes as large as it can. */
function objective(posterior: Float64Array, mean: number, variance: number): number {
  const mass = new Float64Array(61);
  normalMass(nodes, mean, variance, mass);
  return posterior.reduce((sum, value, q) => sum + value * Math.log(mass[q]), 0);
}

describe("a normal population on a grid", () => {
  it("recovers the mean and variance that made its mass, also where the grid cuts the tails", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (mean, variance) => {
          const made = new Float64Array(61);
          normalMass(nodes, mean, variance, made);
          const population = normalDistribution(nodes, free);
          population.update(made.map((value) => 800 * value));
          expect(population.moments().mean).toBeCloseTo(mean, 4);
          expect(population.moments().variance).toBeCloseTo(variance, 4);
        },
      ),
    );
  });

  it("updates only what is free, to its best value given the rest", () => {
    const made = new Float64Array(61);
    normalMass(nodes, 0.6, 1.5, made);
    for (const [isMeanFree, isVarianceFree] of [
      [true, false],
      [false, true],
    ]) {
      const population = normalDistribution(nodes, { ...free, isMeanFree, isVarianceFree });
      population.update(made);
      const { mean, variance } = population.moments();
      const slope = isMeanFree
        ? derivative((x) => objective(made, x, variance), mean)
        : derivative((x) => objective(made, mean, x), variance);
      expect(slope).toBeCloseTo(0, 7);
      expect(isMeanFree ? variance : mean).toBe(isMeanFree ? 1 : 0);
    }
  });

  it("has derivatives and information that agree with differences", () => {
    const population = normalDistribution(nodes, { ...free, mean: 0.3, variance: 1.4 });
    const posterior = Float64Array.from(nodes, (node) => 5 * Math.exp(-Math.abs(node - 1)));
    const [byMean, byVariance] = population.logMassDerivatives();
    const along = (values: Float64Array) => values.reduce((sum, value, q) => sum + posterior[q] * value, 0);
    expect(along(byMean)).toBeCloseTo(
      derivative((x) => objective(posterior, x, 1.4), 0.3),
      6,
    );
    expect(along(byVariance)).toBeCloseTo(
      derivative((x) => objective(posterior, 0.3, x), 1.4),
      6,
    );
    const information = population.information(posterior);
    const slopeInMean = (mean: number, variance: number) =>
      derivative((x) => objective(posterior, x, variance), mean);
    const slopeInVariance = (mean: number, variance: number) =>
      derivative((x) => objective(posterior, mean, x), variance);
    expect(information[0]).toBeCloseTo(-derivative((x) => slopeInMean(x, 1.4), 0.3), 4);
    expect(information[1]).toBeCloseTo(-derivative((x) => slopeInMean(0.3, x), 1.4), 4);
    expect(information[3]).toBeCloseTo(-derivative((x) => slopeInVariance(0.3, x), 1.4), 4);
  });

  it("stays above the least variance that the grid can tell", () => {
    const population = normalDistribution(nodes, free);
    const spike = new Float64Array(61);
    spike[40] = 12;
    population.update(spike);
    expect(population.moments().variance).toBeCloseTo(0.01, 10);
    expect(population.mass.every(Number.isFinite)).toBe(true);
  });
});
