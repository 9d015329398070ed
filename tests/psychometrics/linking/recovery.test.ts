import { describe, expect, it } from "vitest";
import {
  calibrate,
  link,
  simulateAbilities,
  simulateResponses,
  type LinkMethod,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

const replications = 200;
const methods: LinkMethod[] = ["mean-mean", "mean-sigma", "haebara", "stocking-lord"];

/** Ten items, of which the middle six are in both forms; slopes from 0.8 to 1.6. */
const pool: SimulatedItem[] = Array.from({ length: 14 }, (_, i) => ({
  item: `i${i}`,
  model: "2pl",
  slope: 0.8 + (0.8 * ((i * 5) % 14)) / 13,
  difficulties: [-1.3 + (2.6 * ((i * 3) % 14)) / 13],
}));

/**
 * Two samples of 500 sit forms of ten items, six in common; the second sample is N(0.4, 1.2^2), so that A = 1.2 and
 * B = 0.4 lead from its scale to the first one's.
 */
function replicate(seed: string) {
  const uniform = uniformFrom(seed);
  const options = { model: "2pl", quadrature: 25, range: 6, tolerance: 1e-4, keepsCovariance: true } as const;
  const base = calibrate(
    simulateResponses(uniform, simulateAbilities(uniform, 500), pool.slice(0, 10)),
    options,
  );
  const other = calibrate(
    simulateResponses(uniform, simulateAbilities(uniform, 500, 0.4, 1.2), pool.slice(4)),
    options,
  );
  return methods.map((method) => link(base, other, { method }));
}

describe(`linking over ${replications} simulated pairs of forms`, () => {
  const results = Array.from({ length: replications }, (_, r) => replicate(`link ${r}`));

  it.each(methods.map((method, m) => [method, m] as const))(
    "by %s has little bias, and its standard errors cover",
    (method, m) => {
      for (const [name, truth] of [
        ["slope", 1.2],
        ["intercept", 0.4],
      ] as const) {
        const errors = results.map((row) => row[m][name] - truth);
        const reported = results.map((row) => row[m].standardErrors?.[name] ?? NaN);
        const bias = errors.reduce((sum, error) => sum + error, 0) / replications;
        const deviation = Math.sqrt(
          errors.reduce((sum, error) => sum + (error - bias) ** 2, 0) / (replications - 1),
        );
        const reportedMiddle = reported.slice().sort((a, b) => a - b)[replications / 2];
        const covered =
          errors.filter((error, r) => Math.abs(error) < 1.96 * reported[r]).length / replications;
        // Three standard errors of a mean of 200; of a share of 95 % in 200 one is 0.015.
        expect(Math.abs(bias)).toBeLessThan((3 * deviation) / Math.sqrt(replications));
        expect(covered).toBeGreaterThan(0.91);
        expect(covered).toBeLessThan(0.995);
        expect(reportedMiddle / deviation).toBeGreaterThan(0.85);
        expect(reportedMiddle / deviation).toBeLessThan(1.2);
      }
    },
  );
});
