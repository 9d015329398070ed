import { describe, expect, it } from "vitest";
import {
  calibrate,
  simulateAbilities,
  simulateResponses,
  type Calibration,
  type ModelName,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { fixture, readScores, readTable } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

interface Estimate {
  truth: number;
  value: number;
  standardError: number;
}

function estimatesOf(calibration: Calibration, known: readonly SimulatedItem[]): Estimate[] {
  return calibration.items.flatMap((item, i) => {
    const ofSteps = known[i].difficulties.map((truth, k) => ({
      truth,
      value: item.difficulties[k] ?? NaN,
      standardError: item.standardErrors.difficulties[k] ?? NaN,
    }));
    const slopeError = item.standardErrors.slope;
    const ofSlope =
      slopeError === null ? [] : [{ truth: known[i].slope, value: item.slope, standardError: slopeError }];
    return [...ofSlope, ...ofSteps];
  });
}

/** Standardised errors have mean 0 and the 95 % intervals hold the truth 95 % of the time, within four standard errors. */
function expectRecovery(estimates: Estimate[]): void {
  const z = estimates.map(({ truth, value, standardError }) => (value - truth) / standardError);
  const covered = z.filter((value) => Math.abs(value) < 1.959964).length / z.length;
  const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
  // Estimates of one sample lean on each other, so the bound is twice that of independent ones.
  expect(Math.abs(mean)).toBeLessThan(8 / Math.sqrt(z.length));
  expect(covered).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / z.length));
  expect(covered).toBeLessThanOrEqual(0.95 + 4 * Math.sqrt((0.95 * 0.05) / z.length));
}

const designs: Record<string, { model: ModelName; items: SimulatedItem[] }> = {
  rasch: { model: "rasch", items: make("rasch", [[-1.5], [-0.8], [-0.3], [0], [0.4], [0.9], [1.6]], [1]) },
  "2pl": {
    model: "2pl",
    items: make("2pl", [[-1.5], [-0.8], [-0.3], [0], [0.4], [0.9], [1.6]], [0.8, 1.2, 1.6]),
  },
  pcm: {
    model: "pcm",
    items: make(
      "pcm",
      [
        [-1, 0.5],
        [-0.5, 0],
        [0, 0.8],
        [-1.2, -0.2],
        [0.2, 1],
      ],
      [1],
    ),
  },
  gpcm: {
    model: "gpcm",
    items: make(
      "gpcm",
      [
        [-1, 0.5],
        [-0.5, 0],
        [0, 0.8],
        [-1.2, -0.2],
        [0.2, 1],
      ],
      [0.8, 1.3],
    ),
  },
  grm: {
    model: "grm",
    items: make(
      "grm",
      [
        [-1, 0.5],
        [-0.5, 0.4],
        [0, 0.8],
        [-1.2, -0.2],
        [0.2, 1],
      ],
      [0.9, 1.4],
    ),
  },
};

function make(model: ModelName, difficulties: number[][], slopes: number[]): SimulatedItem[] {
  return difficulties.map((own, i) => ({
    item: `i${i}`,
    model,
    slope: slopes[i % slopes.length],
    difficulties: own,
  }));
}

describe("recovery of known parameters", () => {
  it.each(Object.keys(designs))("%s: 40 samples of 500 show no bias and honest standard errors", (name) => {
    const { model, items } = designs[name];
    const estimates: Estimate[] = [];
    for (let replication = 0; replication < 40; replication++) {
      const uniform = uniformFrom(`${name} ${replication}`);
      const data = simulateResponses(uniform, simulateAbilities(uniform, 500), items);
      estimates.push(...estimatesOf(calibrate(data, { model, tolerance: 1e-4 }), items));
    }
    expectRecovery(estimates);
  });

  it("rotated booklets and two groups give the difference between the groups back", () => {
    const items = make(
      "2pl",
      Array.from({ length: 12 }, (_, n) => [-1.5 + n / 4]),
      [0.9, 1.3],
    );
    const differences: Estimate[] = [];
    for (let replication = 0; replication < 20; replication++) {
      const uniform = uniformFrom(`groups ${replication}`);
      const abilities = [...simulateAbilities(uniform, 500), ...simulateAbilities(uniform, 500, 0.5, 1.2)];
      const all = simulateResponses(uniform, abilities, items, (p, i) => Math.floor(i / 4) !== p % 3);
      const groups = new Int32Array(1000).map((_, p) => (p < 500 ? 0 : 1));
      const data = { ...all, groups, groupNames: ["reference", "focal"] };
      const [, focal] = calibrate(data, { model: "2pl", tolerance: 1e-4 }).groups;
      differences.push({ truth: 0.5, value: focal.mean, standardError: focal.meanStandardError ?? NaN });
      differences.push({
        truth: 1.44,
        value: focal.variance,
        standardError: focal.varianceStandardError ?? NaN,
      });
    }
    expectRecovery(differences);
  });

  it("the simulated fixtures give the parameters back that they were made from", () => {
    const binary = readTable(fixture("sim-2pl/true-items.csv")).map((row): SimulatedItem => ({
      item: row.item,
      model: "2pl",
      slope: Number(row.a),
      difficulties: [Number(row.b)],
    }));
    const graded = readTable(fixture("sim-gpcm/true-items.csv")).map((row): SimulatedItem => ({
      item: row.item,
      model: "gpcm",
      slope: Number(row.a),
      difficulties: [row.X1, row.X2, row.X3].map(Number),
    }));
    expectRecovery(estimatesOf(calibrate(readScores(fixture("sim-2pl/data.csv")), { model: "2pl" }), binary));
    expectRecovery(
      estimatesOf(calibrate(readScores(fixture("sim-gpcm/data.csv")), { model: "gpcm" }), graded),
    );
  });
});
