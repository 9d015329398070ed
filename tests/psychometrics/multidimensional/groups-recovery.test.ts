import { expect, it } from "vitest";
import { calibrateMultidimensional } from "../../../psychometrics/index.js";
import { binaryItems, simulateDimensions } from "../../support/multidimensional.js";
import { uniformFrom } from "../../support/uniform.js";

/**
 * 40 samples of two groups of 120, two dimensions of Rasch items: no mean or covariance off by more than four Monte Carlo
 * errors and a few hundredths of order 1/n, and 95 % intervals that hold the truth in all but a tenth of all.
 */
it("recovers the second group's means and covariances", () => {
  const uniform = uniformFrom("recovery of groups");
  const replicationCount = 40;
  const truths = { means: [0.5, -0.3], covariances: [1, 0.5, 0.5, 0.8] };
  const found: { value: number; truth: number; error: number }[][] = Array.from({ length: 6 }, () => []);
  for (let replication = 0; replication < replicationCount; replication++) {
    const { data, dimensions } = simulateDimensions({
      ...{ uniform, personCount: 240, items: [binaryItems(1, 5), binaryItems(2, 5)] },
      factor: [[1], [0.5, Math.sqrt(0.55)]],
      shift: (p, d) => (p % 2) * truths.means[d],
    });
    const groups = Int32Array.from({ length: data.personCount }, (_, p) => p % 2);
    const grouped = { ...data, groups, groupNames: ["a", "b"] };
    const [, group] = calibrateMultidimensional(grouped, {
      ...{ model: "rasch", dimensions, quadrature: 19, range: 5, tolerance: 3e-3 },
    }).calibration.groups;
    group.means.forEach((value, d) =>
      found[d].push({ value, truth: truths.means[d], error: group.meanStandardErrors[d] ?? NaN }),
    );
    group.covariances.flat().forEach((value, n) =>
      found[2 + n].push({
        ...{ value, truth: truths.covariances[n] },
        error: group.covarianceStandardErrors.flat()[n] ?? NaN,
      }),
    );
  }
  for (const estimates of found) {
    const gaps = estimates.map(({ value, truth }) => value - truth);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / replicationCount;
    const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (replicationCount - 1));
    expect(Math.abs(mean)).toBeLessThan((4 * spread) / Math.sqrt(replicationCount) + 0.03);
    const held = estimates.filter(({ value, truth, error }) => Math.abs(value - truth) < 1.96 * error).length;
    // Four standard errors of 3.4 % below 95 %.
    expect(held / replicationCount).toBeGreaterThan(0.81);
    const average = estimates.reduce((sum, { error }) => sum + error, 0) / replicationCount;
    expect(average / spread).toBeGreaterThan(0.7);
    expect(average / spread).toBeLessThan(1.4);
  }
});
