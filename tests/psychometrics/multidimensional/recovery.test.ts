import { describe, expect, it } from "vitest";
import { calibrateMultidimensional } from "../../../psychometrics/index.js";
import { binaryItems, simulateDimensions } from "../../support/multidimensional.js";
import { uniformFrom } from "../../support/uniform.js";

const replicationCount = 200;

interface Estimate {
  truth: number;
  value: number;
  standardError: number;
}

/**
 * 200 samples of 200 test takers, two dimensions of Rasch items, a regressor of 0 and 1: bias against its Monte Carlo error,
 * and how often the 95 % interval holds the truth, which by chance alone is 89 to 99 % of 200 (four standard errors
 * of 1.5 %).
 */
describe("two dimensions and a regression, recovered from 200 samples", () => {
  const residual = [
    [1, 0.5],
    [0.5, 0.8],
  ];
  const effects = [0.6, -0.3];
  const items = [binaryItems(1, 5), binaryItems(2, 4)];
  const found = new Map<string, Estimate[]>();
  const note = (name: string, truth: number, value: number, standardError: number | null) =>
    found.set(name, [...(found.get(name) ?? []), { truth, value, standardError: standardError ?? NaN }]);

  const uniform = uniformFrom("recovery in two dimensions");
  for (let replication = 0; replication < replicationCount; replication++) {
    const { data, dimensions } = simulateDimensions({
      ...{ uniform, personCount: 200, items },
      factor: [[1], [0.5, Math.sqrt(0.55)]],
      shift: (p, d) => effects[d] * ((p % 2) - 0.5),
    });
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "rasch", dimensions, quadrature: 19, range: 5, tolerance: 1e-3 },
      regressors: { names: ["x"], columns: Float64Array.from({ length: 200 }, (_, p) => p % 2) },
    });
    calibration.items.forEach(({ item, difficulties, standardErrors }, i) =>
      note(item, items.flat()[i].difficulties[0], difficulties[0] ?? NaN, standardErrors.difficulties[0]),
    );
    calibration.coefficients
      .filter(({ regressor }) => regressor === "x")
      .forEach(({ estimate, standardError }, d) => note(`effect ${d}`, effects[d], estimate, standardError));
    for (const [d, e] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ])
      note(
        `covariance ${d} ${e}`,
        residual[d][e],
        calibration.covariances[d][e],
        calibration.covarianceStandardErrors[d][e],
      );
  }

  it("has standard errors in every sample", () => {
    for (const estimates of found.values())
      expect(estimates.every(({ standardError }) => standardError > 0)).toBe(true);
  });

  it("has no bias beyond that of order 1/n", () => {
    for (const [name, estimates] of found) {
      const errors = estimates.map(({ value, truth }) => value - truth);
      const mean = errors.reduce((sum, error) => sum + error, 0) / replicationCount;
      const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (replicationCount - 1);
      // Variances and what hangs on them lean by a few hundredths in samples of this size.
      const allowed = 4 * Math.sqrt(variance / replicationCount) + 0.02;
      expect(Math.abs(mean), name).toBeLessThan(allowed);
    }
  });

  it("has standard errors of the size of the deviations, and intervals that hold the truth", () => {
    for (const [name, estimates] of found) {
      const held = estimates.filter(
        ({ value, truth, standardError }) => Math.abs(value - truth) < 1.96 * standardError,
      ).length;
      expect(held / replicationCount, name).toBeGreaterThan(0.89);
      expect(held / replicationCount, name).toBeLessThan(0.995);
    }
  });
});
