import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  responseData,
  type MultidimensionalOptions,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { runEm } from "../../../psychometrics/calibrate/em.js";
import { scoreOf } from "../../../psychometrics/multidimensional/information.js";
import { setUpMultidimensional } from "../../../psychometrics/multidimensional/setup.js";
import { MultidimensionalSteps } from "../../../psychometrics/multidimensional/steps.js";
import { binaryItems, part, simulateDimensions } from "../../support/multidimensional.js";
import { largestDifference } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const close = { tolerance: 1e-8 };
const intercepts = ({ items }: { items: { intercepts: number[] }[] }) =>
  items.flatMap(({ intercepts: own }) => own);

describe("a latent regression in the calibration", () => {
  const uniform = uniformFrom("with regressors");
  const columns = { group: [] as number[], age: [] as number[] };
  for (let p = 0; p < 300; p++) {
    columns.group.push(p % 2);
    columns.age.push(Math.round(150 + 24 * uniform()));
  }
  const two = simulateDimensions({
    ...{ uniform, personCount: 300, items: [binaryItems(1, 6, [1, 1.4]), binaryItems(2, 5)] },
    factor: [[1], [0.6, 0.8]],
    shift: (p, d) => columns.group[p] * (d === 0 ? 0.8 : 0.3) + 0.05 * (columns.age[p] - 162),
  });
  const design = (names: ("group" | "age")[]) => ({
    names,
    columns: Float64Array.from(names.flatMap((name) => columns[name])),
  });
  const options: MultidimensionalOptions = {
    ...{ model: "2pl", dimensions: two.dimensions, quadrature: 41, range: 8, ...close },
  };

  it("without regressors is none", () => {
    const plain = calibrateMultidimensional(two.data, options).calibration;
    const empty = calibrateMultidimensional(two.data, {
      ...options,
      regressors: { names: [], columns: new Float64Array(0) },
    }).calibration;
    expect(empty).toEqual(plain);
    expect(empty.coefficients).toEqual([]);
  });

  it.each([
    ["right", 1, 0, "predictor-all-right"],
    ["wrong", 0, 1, "predictor-all-wrong"],
  ])("names the regressor that separates those with everything %s, in its dimension", (_, score, d, code) => {
    const own = new Set(two.dimensions[d].items);
    const width = two.data.items.length;
    const isOfFew = (p: number) => p % 30 === 0;
    const scores = two.data.scores.map((given, n) =>
      isOfFew(Math.floor(n / width)) && own.has(two.data.items[n % width]) ? score : given,
    );
    const regressors = {
      names: ["group", "few"],
      columns: Float64Array.from([...columns.group, ...columns.group.map((__, p) => Number(isOfFew(p)))]),
    };
    const notesOf = (data: ResponseData, dimensions: MultidimensionalOptions["dimensions"]) =>
      calibrateMultidimensional(data, {
        ...{ ...options, dimensions, regressors, quadrature: 11, cyclesMax: 3, standardErrors: "none" },
      }).calibration.notes.filter((note) => note.code.startsWith("predictor-all"));
    const data = { ...two.data, scores };
    const values = { name: "few", value: 1, dimension: two.dimensions[d].name };
    expect(notesOf(data, two.dimensions)).toEqual([expect.objectContaining({ code, values })]);
    const alone = part(data, two.dimensions[d].items);
    expect(notesOf(alone, [two.dimensions[d]])).toEqual([expect.objectContaining({ code, values })]);
    const first = scores.findIndex((__, n) => own.has(two.data.items[n % width]));
    scores[first] = 1 - score;
    expect(notesOf(data, two.dimensions)).toEqual([]);
  });

  it("on a group is the calibration of two groups with equal variances", () => {
    // Rasch items of one dimension. Two groups have equal variances where both are held at the same value: at that of
    // the regression the two are one model, and no other value does better.
    const names = two.dimensions[0].items;
    const data = part(two.data, names);
    const regression = calibrateMultidimensional(data, {
      ...{ model: "rasch", dimensions: [{ name: "D1", items: names }], regressors: design(["group"]) },
      ...{ quadrature: 61, range: 8, ...close },
    }).calibration;
    const variance = regression.covariances[0][0];
    const grouped = responseData({
      items: names,
      rows: Array.from({ length: 300 }, (_, p) => Array.from(data.scores.subarray(p * 6, p * 6 + 6))),
      groups: columns.group.map(String),
      groupNames: ["0", "1"],
    });
    const at = (held: number) =>
      calibrate(grouped, {
        ...{ model: "rasch", quadrature: 61, range: 8, ...close, standardErrors: "none" },
        groups: { "0": { mean: 0, variance: held }, "1": { mean: "free", variance: held } },
      });
    const groups = at(variance);
    expect(regression.logLikelihood).toBeCloseTo(groups.logLikelihood, 5);
    const [intercept, effect] = regression.coefficients;
    expect(effect.estimate).toBeCloseTo(groups.groups[1].mean, 6);
    // Their 0 is the mean of group 0, ours that of all.
    expect(
      largestDifference(
        intercepts(regression).map((value) => value + intercept.estimate),
        intercepts(groups),
      ),
    ).toBeLessThan(1e-6);
    for (const other of [variance * 0.99, variance * 1.01])
      expect(at(other).logLikelihood).toBeLessThan(groups.logLikelihood);
  });

  it("does not change when a regressor is measured in other units, but for its coefficient", () => {
    const first = calibrateMultidimensional(two.data, { ...options, regressors: design(["group", "age"]) });
    const years = design(["group", "age"]);
    years.columns = years.columns.map((value, n) => (n < 300 ? value : value / 12 - 10));
    const second = calibrateMultidimensional(two.data, { ...options, regressors: years });
    expect(second.calibration.logLikelihood).toBeCloseTo(first.calibration.logLikelihood, 6);
    const estimates = (place: number, { calibration }: typeof first) => calibration.coefficients[place];
    for (const place of [2, 5]) {
      expect(estimates(place, second).estimate).toBeCloseTo(12 * estimates(place, first).estimate, 6);
      const error = 12 * (estimates(place, first).standardError ?? NaN);
      expect(estimates(place, second).standardError ?? NaN).toBeCloseTo(error, 6);
    }
    expect(largestDifference([...second.means], [...first.means])).toBeLessThan(1e-6);
  });

  it("has a score of zero at the maximum, and a score that is the derivative everywhere", () => {
    const all = { ...options, model: "pcm", regressors: design(["group", "age"]) } as const;
    const estimation = setUpMultidimensional(two.data, {
      ...all,
      models: { d1i1: "2pl", d1i2: "3pl", d2i1: "grm" },
      dimensions: two.dimensions.map((dimension) => ({ ...dimension, mean: "free" as const })),
      fixed: [{ item: "d1i3", parameter: "intercept_1", value: 0.4 }],
      priors: [{ parameter: "intercept_1", prior: { kind: "normal", mean: 0, standardDeviation: 2 } }],
    });
    const steps = new MultidimensionalSteps(estimation, true);
    const start = steps.parameters().map((value, n) => value + 0.05 * Math.sin(n));
    const size = start.length;
    const em = runEm(steps, { tolerance: 1e-8, cyclesMax: 500 });
    expect(em.converged).toBe(true);
    // A change of 1e-8 in the last cycle leaves slopes of 1e-8 times the information, some hundreds.
    expect(Math.max(...Array.from(scoreOf(steps, size), Math.abs))).toBeLessThan(1e-4);
    steps.setParameters(start);
    steps.expect();
    const score = scoreOf(steps, size);
    const height = (values: Float64Array) => {
      steps.setParameters(values);
      return steps.expect();
    };
    score.forEach((slope, k) => {
      const moved = (by: number) => height(start.map((value, n) => (n === k ? value + by : value)));
      const difference = (moved(1e-4) - moved(-1e-4)) / 2e-4;
      expect(Math.abs(slope - difference)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
    });
  });
});
