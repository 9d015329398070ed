import { describe, expect, it } from "vitest";
import {
  latentRegression,
  plausibleValues,
  populationModel,
  responseDataOf,
  type BackgroundVariable,
} from "../../../psychometrics/index.js";
import { simulatedPopulation, twoDimensions } from "../../support/simulated-population.js";

const two = simulatedPopulation({
  seed: "plausible values",
  personCount: 120,
  itemsPerDimension: 6,
  ...twoDimensions,
});
// The last test taker has no responses at all.
two.data.scores.fill(-1, 119 * two.data.items.length);
const regression = latentRegression(two.dimensions, two.data, two.design);

/** Mean and variance of one test taker's draws in one dimension. */
function momentsOf(values: Float64Array, count: number, size: number, person: number, d: number) {
  let sum = 0;
  let squares = 0;
  for (let m = 0; m < count; m++) {
    const value = values[(person * count + m) * size + d];
    sum += value;
    squares += value * value;
  }
  return { mean: sum / count, variance: squares / count - (sum / count) ** 2 };
}

describe("plausible values without the regression's uncertainty", () => {
  const count = 400;
  for (const shape of ["normal", "exact"] as const) {
    it(`have each test taker's posterior mean and variance, ${shape}`, () => {
      const values = plausibleValues(regression, {
        ...{ ids: two.ids, seed: 5, count, shape, withRegressionUncertainty: false },
      });
      let [meanSquares, varianceSquares] = [0, 0];
      for (let p = 0; p < 120; p++) {
        for (let d = 0; d < 2; d++) {
          const { mean, variance } = momentsOf(values, count, 2, p, d);
          const known = regression.covariances[p * 4 + d * 3];
          meanSquares += (mean - regression.means[p * 2 + d]) ** 2 / (known / count);
          varianceSquares += (variance / known - 1) ** 2 / (2 / count);
        }
      }
      // 240 squared standard scores: their mean is 1 with a standard error of 0.09 (more for variances of skew draws).
      expect(meanSquares / 240).toBeGreaterThan(0.6);
      expect(meanSquares / 240).toBeLessThan(1.5);
      expect(varianceSquares / 240).toBeGreaterThan(0.6);
      expect(varianceSquares / 240).toBeLessThan(1.8);
    });
  }

  it("have together the population's mean and variance: var(EAP) and the mean posterior variance", () => {
    const values = plausibleValues(regression, {
      ...{ ids: two.ids, seed: 6, count: 200, withRegressionUncertainty: false },
    });
    for (let d = 0; d < 2; d++) {
      // The last one, without responses, does not count in the summary.
      const all = Array.from({ length: 119 * 200 }, (_, n) => values[n * 2 + d]);
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
      expect(Math.abs(mean - regression.summary.populationMean[d])).toBeLessThan(0.02);
      expect(variance / regression.summary.populationVariance[d]).toBeCloseTo(1, 1);
    }
  });
});

describe("exact plausible values", () => {
  it("follow a skew posterior where the normal does not: every item wrong", () => {
    const count = 10_000;
    const one = simulatedPopulation({
      seed: "skew",
      personCount: 200,
      itemsPerDimension: 6,
      coefficients: [[0, 0, 0]],
      factor: [[2.5]],
    });
    const fit = latentRegression(one.dimensions, one.data, one.design);
    const scores = one.ids.map((_, p) =>
      one.data.scores.subarray(6 * p, 6 * p + 6).reduce((sum, score) => sum + score, 0),
    );
    const person = scores.indexOf(0);
    const draw = (shape: "normal" | "exact") =>
      plausibleValues(fit, {
        ...{
          ids: one.ids,
          seed: 3,
          count,
          shape,
          withRegressionUncertainty: false,
          from: person,
          to: person + 1,
        },
      });
    const skewness = (values: Float64Array) => {
      const { mean, variance } = momentsOf(values, count, 1, 0, 0);
      return values.reduce((sum, value) => sum + (value - mean) ** 3, 0) / count / variance ** 1.5;
    };
    // The skewness itself, by a sum over a fine grid.
    const [intercept, group, ses] = fit.summary.coefficients.map(({ estimate }) => estimate);
    const centre = intercept + group * one.design.columns[person] + ses * one.design.columns[200 + person];
    const variance = fit.summary.residualCovariance[0][0];
    const sums = [0, 0, 0, 0];
    for (let theta = -14; theta < 14; theta += 0.01) {
      const log =
        fit.posteriors.dimensions[0].valueAt(person, theta) - (theta - centre) ** 2 / (2 * variance);
      for (let power = 0; power < 4; power++) sums[power] += Math.exp(log) * theta ** power;
    }
    const [m1, m2, m3] = [1, 2, 3].map((power) => sums[power] / sums[0]);
    const known = (m3 - 3 * m1 * m2 + 2 * m1 ** 3) / (m2 - m1 * m1) ** 1.5;
    expect(Math.abs(known)).toBeGreaterThan(0.1);
    // The standard error of a skewness is sqrt(6 / 10000) = 0.024.
    expect(Math.abs(skewness(draw("exact")) - known)).toBeLessThan(0.08);
    expect(Math.abs(skewness(draw("normal")))).toBeLessThan(0.08);
  });
});

describe("the regression's uncertainty", () => {
  it("widens the draws of a test taker without responses by x' Cov x", () => {
    const count = 6000;
    const options = { ids: two.ids, seed: 8, count, from: 119, to: 120 };
    const wide = plausibleValues(regression, options);
    const { information, design } = regression;
    for (let d = 0; d < 2; d++) {
      const shares = new Float64Array(information.size);
      shares[d * 3] = 1;
      shares[d * 3 + 1] = design.columns[119];
      shares[d * 3 + 2] = design.columns[120 + 119];
      const known = regression.covariances[119 * 4 + d * 3] + information.varianceOf(shares);
      // Two independent sources; the relative standard error of a variance is sqrt(2 / 6000) = 0.018.
      expect(momentsOf(wide, count, 2, 0, d).variance / known).toBeGreaterThan(0.93);
      expect(momentsOf(wide, count, 2, 0, d).variance / known).toBeLessThan(1.07);
    }
  });

  it("is drawn anew for each draw and each named regression, and is the same for everybody", () => {
    const draw = (name: string) => plausibleValues(regression, { ids: two.ids, seed: 1, count: 2, name });
    expect(draw("Viet Nam")).toEqual(draw("Viet Nam"));
    expect(draw("Viet Nam")).not.toEqual(draw("Lao PDR"));
  });
});

const background: BackgroundVariable[] = [
  {
    name: "group",
    kind: "categorical",
    values: two.ids.map((_, p) => (p % 11 === 0 ? null : p % 2 === 0 ? "a" : "b")),
  },
  {
    name: "ses",
    kind: "numeric",
    values: two.ids.map((_, p) => (p % 13 === 0 ? null : two.design.columns[120 + p])),
  },
];

function modelOf(order: number[]) {
  const width = two.data.items.length;
  const scores = new Int8Array(two.data.scores.length);
  order.forEach((p, n) => scores.set(two.data.scores.subarray(p * width, (p + 1) * width), n * width));
  return populationModel({
    ids: order.map((p) => two.ids[p]),
    data: responseDataOf({
      items: two.data.items,
      personCount: order.length,
      scores,
      maxScores: two.data.maxScores,
    }),
    dimensions: two.dimensions,
    background: background.map((variable) => ({
      ...variable,
      values: order.map((p) => variable.values[p]),
    })) as BackgroundVariable[],
    components: { share: 0.95 },
    draws: { seed: 2026, count: 4 },
  });
}

describe("exact draws in several dimensions", () => {
  /** All slopes and intercepts so many times as large: likelihoods nearly with steps. */
  const modelWith = (steepness: number, shape: "normal" | "exact") => {
    const effective: number[] = [];
    const { regression: summary } = populationModel({
      ...{ ids: two.ids, data: two.data, background, components: null },
      dimensions: two.dimensions.map(({ name, items }) => ({
        name,
        items: items.map((item) => ({
          ...item,
          parameters: Float64Array.from(item.parameters, (value) => value * steepness),
        })),
      })),
      regression: { cyclesMax: 20 },
      draws: { seed: 5, count: 3, shape, onResampled: (count) => effective.push(count) },
    });
    const hasNote = summary.notes.some(({ code }) => code === "draws-concentrated");
    return { effective, hasNote };
  };

  it("say how many of 64 candidates their weights come to, and leave no note where these are many", () => {
    const { effective, hasNote } = modelWith(1, "exact");
    // All test takers but the one without responses.
    expect(effective).toHaveLength(3 * 119);
    // The weights of t candidates for a normal posterior come to about 52 in two dimensions.
    expect(Math.min(...effective)).toBeGreaterThan(30);
    expect(Math.max(...effective)).toBeLessThanOrEqual(64);
    expect(hasNote).toBe(false);
  });

  it("leave a note where the weights are concentrated on few", () => {
    const { effective, hasNote } = modelWith(40, "exact");
    expect(effective.filter((count) => count < 6).length / effective.length).toBeGreaterThan(0.01);
    expect(hasNote).toBe(true);
  });

  it("are not weighted where they come from normal distributions", () => {
    expect(modelWith(40, "normal")).toEqual({ effective: [], hasNote: false });
  });
});

describe("the same bits", () => {
  it("come of one, two or eight portions of test takers, whichever is drawn first", () => {
    const options = { ids: two.ids, seed: 77, count: 3 };
    const whole = plausibleValues(regression, options);
    for (const portions of [2, 8]) {
      const edges = Array.from({ length: portions + 1 }, (_, n) => Math.round((120 * n) / portions));
      const parts = new Float64Array(whole.length);
      for (let n = portions - 1; n >= 0; n--)
        parts.set(
          plausibleValues(regression, { ...options, from: edges[n], to: edges[n + 1] }),
          edges[n] * 6,
        );
      expect(parts).toEqual(whole);
    }
  });

  it("come of shuffled test takers, from contrasts to plausible values", () => {
    const straight = modelOf(two.ids.map((_, p) => p));
    const order = two.ids.map((_, p) => (p * 49) % 120);
    const shuffled = modelOf(order);
    const there = order.map((_, n) => shuffled.plausibleValues.slice(n * 8, (n + 1) * 8));
    order.forEach((p, n) => expect(there[n]).toEqual(straight.plausibleValues.slice(p * 8, (p + 1) * 8)));
    expect(shuffled.regression).toEqual(straight.regression);
    expect(straight.contrasts.map(({ name }) => name)).toEqual([
      "group=b",
      "group=(missing)",
      "ses",
      "ses=(missing)",
    ]);
    expect(straight.components?.count).toBe(4);
  });
});

describe("the regression of plausible values on the predictors", () => {
  // 200 studies of 150 test takers with 12 items. A standard error of 0.015 goes with a coverage of 95 % of 200.
  it("is unbiased and covered by Rubin's rules in 95 of 100 studies", () => {
    const studies = 200;
    const truth = [0.1, 0.5, 0.4];
    const sums = truth.map(() => ({ estimate: 0, squares: 0, covered: 0 }));
    for (let study = 0; study < studies; study++) {
      const population = simulatedPopulation({
        seed: `study ${study}`,
        personCount: 150,
        itemsPerDimension: 12,
        coefficients: [truth],
        factor: [[0.8]],
      });
      const fit = latentRegression(population.dimensions, population.data, population.design, {
        tolerance: 1e-4,
      });
      const values = plausibleValues(fit, { ids: population.ids, seed: study, count: 10 });
      combinedByRubin(values, 10, population.design.columns).forEach(({ estimate, error, reach }, j) => {
        sums[j].estimate += estimate / studies;
        sums[j].squares += estimate ** 2 / studies;
        sums[j].covered += Number(Math.abs(estimate - truth[j]) < reach * error) / studies;
      });
    }
    sums.forEach(({ estimate, squares, covered }, j) => {
      const spread = Math.sqrt(squares - estimate ** 2);
      expect(Math.abs(estimate - truth[j])).toBeLessThan((3 * spread) / Math.sqrt(studies));
      expect(covered).toBeGreaterThan(0.91);
      expect(covered).toBeLessThan(0.99);
    });
  });
});

/** Least squares of each draw on intercept and two predictors, combined (Rubin, 1987). */
function combinedByRubin(values: Float64Array, count: number, columns: Float64Array) {
  const personCount = values.length / count;
  const rows = Array.from({ length: personCount }, (_, p) => [1, columns[p], columns[personCount + p]]);
  const inverse = inverseOfThree(rows);
  const fits = Array.from({ length: count }, (_, m) => {
    const products = [0, 1, 2].map((j) =>
      rows.reduce((sum, row, p) => sum + row[j] * values[p * count + m], 0),
    );
    const estimates = inverse.map((row) => row.reduce((sum, share, k) => sum + share * products[k], 0));
    const residual = rows.reduce((sum, row, p) => {
      const fitted = row.reduce((total, x, k) => total + x * estimates[k], 0);
      return sum + (values[p * count + m] - fitted) ** 2;
    }, 0);
    return { estimates, variances: inverse.map((row, j) => (row[j] * residual) / (personCount - 3)) };
  });
  return [0, 1, 2].map((j) => {
    const mean = (of: (fit: (typeof fits)[number]) => number) =>
      fits.reduce((sum, fit) => sum + of(fit), 0) / count;
    const estimate = mean((fit) => fit.estimates[j]);
    const within = mean((fit) => fit.variances[j]);
    const between = (mean((fit) => (fit.estimates[j] - estimate) ** 2) * count) / (count - 1);
    const total = within + (1 + 1 / count) * between;
    const degrees = (count - 1) * (total / ((1 + 1 / count) * between)) ** 2;
    // The t quantile by the first terms of Cornish and Fisher's expansion.
    const z = 1.959964;
    return { estimate, error: Math.sqrt(total), reach: z + (z ** 3 + z) / (4 * degrees) };
  });
}

function inverseOfThree(rows: number[][]): number[][] {
  const m = [0, 1, 2].map((j) => [0, 1, 2].map((k) => rows.reduce((sum, row) => sum + row[j] * row[k], 0)));
  const minor = (j: number, k: number) => {
    const [a, b] = [0, 1, 2].filter((n) => n !== j);
    const [c, d] = [0, 1, 2].filter((n) => n !== k);
    return (m[a][c] * m[b][d] - m[a][d] * m[b][c]) * ((j + k) % 2 === 0 ? 1 : -1);
  };
  const determinant = [0, 1, 2].reduce((sum, k) => sum + m[0][k] * minor(0, k), 0);
  return [0, 1, 2].map((j) => [0, 1, 2].map((k) => minor(k, j) / determinant));
}

describe("plausible values refuse", () => {
  it("two test takers of one id, too few ids, a bad seed and no draws", () => {
    const twice = [...two.ids.slice(0, 119), "t1"];
    expect(() => plausibleValues(regression, { ids: twice, seed: 1 })).toThrow(
      "two test takers have the id t1",
    );
    expect(() => plausibleValues(regression, { ids: ["a"], seed: 1 })).toThrow("1 id for 120 test takers");
    expect(() => plausibleValues(regression, { ids: two.ids, seed: -1 })).toThrow("a seed is a whole number");
    expect(() => plausibleValues(regression, { ids: two.ids, seed: 1, count: 0 })).toThrow(
      "the number of plausible values is from 1 to 10,000, not 0",
    );
  });
});
