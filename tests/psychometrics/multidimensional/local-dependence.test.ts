import { describe, expect, it } from "vitest";
import {
  calibrateMultidimensional,
  dimensionsAlone,
  localDependence,
  localDependenceMultidimensional,
  scoreProbabilities,
  type DesignMatrix,
  type MultidimensionalCalibration,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { binaryItems, part, simulateDimensions } from "../../support/multidimensional.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const names = (letter: string, count: number) => Array.from({ length: count }, (_, n) => `${letter}${n + 1}`);

/**
 * mirt 1.48 (R 4.2.2), residuals(type = "LD") of a 2PL in two dimensions, 41 nodes from -8 to 8, TOL 1e-6: values by row below
 * the diagonal, A1 to A6 and B1 to B5. A4 to A6 have 85 responses missing.
 */
const mirt = [
  [0.003884],
  [0.054954, 2.444301],
  [0.0468, 0.031, 1.216747],
  [0.261416, 0.022223, 0.964858, 0.041168],
  [0.005228, 0.011887, 0.947195, 0.218521, 0.033023],
  [0.458634, 0.065061, 0.621635, 0.626305, 0.644452, 0.644359],
  [0.095814, 0.402822, 0.427747, 1.111455, 1.20914, 2.759836, 0.000143],
  [0.284691, 0.261311, 0.09157, 0.352106, 0.172018, 0.339993, 0.245395, 0.066299],
  [0.003364, 0.003085, 0.032491, 1.499631, 0.789811, 0.417451, 0.008924, 0.277632, 0.031869],
  [0.000939, 0.197373, 0.287013, 1.095123, 0.111111, 0.101576, 0.490316, 0.040002, 0.658037, 1.902669],
].flat();

describe("LD-X2 in several dimensions", () => {
  it("is mirt's, within and between two dimensions", () => {
    const dimensions = [
      { name: "A", items: names("A", 6) },
      { name: "B", items: names("B", 5) },
    ];
    const data = readScores(fixture("sim-dimensions/data.csv"), {
      items: dimensions.flatMap(({ items }) => items),
    });
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "2pl", quadrature: 41, range: 8, standardErrors: "none", dimensions, tolerance: 1e-6 },
    });
    const found = localDependenceMultidimensional(calibration, data);
    expect(found).toHaveLength(55);
    // Both maxima are good to some 1e-4 of a parameter, which is 0.02 of a test taker in a cell.
    found.forEach(({ ldX2 }, pair) =>
      expect(Math.abs(Math.abs(ldX2 ?? NaN) - mirt[pair])).toBeLessThan(0.003),
    );
    expect(found[15]).toMatchObject({ items: ["A1", "B1"], dimensions: ["A", "B"], n: 600, df: 1 });
    // Signs of mirt's V.
    const signs = ["A1 B1", "A2 B1", "A6 B2", "B4 B5"].map((pair) =>
      Math.sign(found.find(({ items }) => items.join(" ") === pair)?.cramersV ?? NaN),
    );
    expect(signs).toEqual([-1, 1, 1, 1]);
  });

  const graded = Array.from({ length: 4 }, (_, n) => ({
    ...{
      item: `d2i${n + 1}`,
      model: "gpcm" as const,
      slope: 0.8 + 0.2 * n,
      difficulties: [-0.7 + 0.2 * n, 0.4],
    },
  }));
  const items = [binaryItems(1, 4, [1, 1.6]), graded];
  const two = simulateDimensions({
    ...{ uniform: uniformFrom("dependence in two dimensions"), personCount: 240, items },
    factor: [[1], [0.6, 0.8]],
    shift: (p, d) => (p % 3) * (d === 0 ? 0.4 : -0.3),
    isPresented: (p, d) => d === 0 || p % 5 > 0,
  });
  const options = { model: "gpcm", standardErrors: "none", quadrature: 21, tolerance: 0.01 } as const;
  const { dimensions } = two;

  /** X2 of two items from every test taker presented both, over a fine grid for the test taker's own normal distribution. */
  function byHand(
    calibration: MultidimensionalCalibration,
    data: ResponseData,
    [first, second]: [string, string],
    normalOf: (p: number) => { means: number[]; covariances: number[][] },
  ): number {
    const pair = [first, second].map((name) => calibration.items.find(({ item }) => item === name));
    const [one, other] = pair.map((item) => {
      if (!item) throw new Error("no such item");
      const { item: name, model, slope, scoreValues } = item;
      return {
        simulated: { item: name, model, slope, difficulties: item.difficulties.map((value) => value ?? NaN) },
        dimension: dimensions.findIndex((own) => own.name === item.dimension),
        categories: scoreValues.length,
      };
    });
    const [rows, columns] = [one.categories, other.categories];
    const observed = new Float64Array(rows * columns);
    const expected = new Float64Array(rows * columns);
    const steps = Array.from({ length: 61 }, (_, k) => -6 + 0.2 * k);
    const density = steps.map((z) => (0.2 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI));
    const known = new Map<string, Float64Array>();
    const tableOf = (p: number) => {
      const { means, covariances } = normalOf(p);
      const key = JSON.stringify([means, covariances]);
      const made = known.get(key);
      if (made) return made;
      const lower = Math.sqrt(covariances[0][0]);
      const cross = covariances[0][1] / lower;
      const rest = Math.sqrt(covariances[1][1] - cross * cross);
      const table = new Float64Array(rows * columns);
      steps.forEach((z, k) => {
        steps.forEach((y, l) => {
          const theta = [means[0] + lower * z, means[1] + cross * z + rest * y];
          const p1 = scoreProbabilities(one.simulated, theta[one.dimension]);
          const p2 = scoreProbabilities(other.simulated, theta[other.dimension]);
          for (let a = 0; a < rows; a++)
            for (let b = 0; b < columns; b++)
              table[a * columns + b] += density[k] * density[l] * p1[a] * p2[b];
        });
      });
      known.set(key, table);
      return table;
    };
    const scoreOf = (p: number, name: string) =>
      data.scores[p * data.items.length + data.items.indexOf(name)];
    for (let p = 0; p < data.personCount; p++) {
      const [a, b] = [scoreOf(p, first), scoreOf(p, second)];
      if (a < 0 || b < 0) continue;
      observed[a * columns + b] += data.weights[p];
      tableOf(p).forEach((share, at) => (expected[at] += data.weights[p] * share));
    }
    return observed.reduce((sum, value, at) => sum + (value - expected[at]) ** 2 / expected[at], 0);
  }

  const pairs: [string, string][] = [
    ["d1i1", "d1i2"],
    ["d1i2", "d2i3"],
    ["d2i1", "d2i4"],
  ];
  const of = (found: ReturnType<typeof localDependenceMultidimensional>, [a, b]: [string, string]) =>
    Math.abs(found.find(({ items: [x, y] }) => x === a && y === b)?.ldX2 ?? NaN);

  it("takes each group's own means and covariances, weights as frequencies", () => {
    const data: ResponseData = {
      ...two.data,
      groups: two.data.groups.map((_, p) => Number(p % 3 === 2)),
      groupNames: ["a", "b"],
      weights: two.data.weights.map((_, p) => 1 + (p % 2)),
    };
    const { calibration } = calibrateMultidimensional(data, { ...options, dimensions });
    const found = localDependenceMultidimensional(calibration, data);
    // The two sums differ by what 41 and 21 nodes leave.
    for (const pair of pairs)
      expect(of(found, pair)).toBeCloseTo(
        byHand(calibration, data, pair, (p) => calibration.groups[data.groups[p]]),
        5,
      );
  });

  it("takes each test taker's own expected abilities where there are regressors", () => {
    const regressors: DesignMatrix = {
      names: ["x"],
      columns: Float64Array.from(two.data.weights, (_, p) => p % 3),
    };
    const { calibration } = calibrateMultidimensional(two.data, { ...options, dimensions, regressors });
    const found = localDependenceMultidimensional(calibration, two.data, regressors);
    const means = (p: number) =>
      dimensions.map(({ name }) => {
        const [intercept, slope] = calibration.coefficients.filter((one) => one.dimension === name);
        return intercept.estimate + slope.estimate * (p % 3);
      });
    for (const pair of pairs)
      expect(of(found, pair)).toBeCloseTo(
        byHand(calibration, two.data, pair, (p) => ({
          means: means(p),
          covariances: calibration.covariances,
        })),
        5,
      );
  });

  it("is that of one dimension within it, and finds a copy of an item in another dimension", () => {
    const copied = {
      ...two.data,
      scores: two.data.scores.map((score, at) => {
        const [p, i] = [Math.floor(at / 8), at % 8];
        return i === 4 && p % 5 > 0 ? two.data.scores[p * 8 + 1] : score;
      }),
    };
    // With the parameters of the data as they were: the copy would make both items far too steep.
    const { calibration } = calibrateMultidimensional(two.data, { ...options, dimensions });
    const found = localDependenceMultidimensional(calibration, copied);
    const [alone] = dimensionsAlone(calibration, copied);
    const own = localDependence(alone, part(copied, dimensions[0].items));
    own.forEach((pair) => {
      const same = found.find(({ items: [a, b] }) => a === pair.items[0] && b === pair.items[1]);
      // 21 equally spaced nodes there.
      expect(Math.abs((same?.ldX2 ?? NaN) - (pair.ldX2 ?? NaN))).toBeLessThan(0.01);
      expect(same?.n).toBe(pair.n);
    });
    const largest = found.reduce((a, b) => ((b.ldX2 ?? 0) > (a.ldX2 ?? 0) ? b : a));
    expect(largest).toMatchObject({ items: ["d1i2", "d2i1"], dimensions: ["D1", "D2"], n: 192 });
    expect(largest.p).toBeLessThan(1e-6);
    expect(largest.cramersV).toBeGreaterThan(0.4);
  });
});
