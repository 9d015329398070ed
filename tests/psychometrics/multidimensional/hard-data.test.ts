import { describe, expect, it } from "vitest";
import {
  CalibrationCancelled,
  calibrateMultidimensional,
  responseData,
  type MultidimensionalOptions,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { binaryItems, simulateDimensions } from "../../support/multidimensional.js";
import { uniformFrom } from "../../support/uniform.js";

const two = simulateDimensions({
  uniform: uniformFrom("hard data"),
  personCount: 120,
  items: [binaryItems(1, 3), binaryItems(2, 3)],
  factor: [[1], [0.6, 0.8]],
});
const [first, second] = two.dimensions;
const rows = Array.from({ length: 120 }, (_, p) =>
  Array.from<number, number | null>(two.data.scores.subarray(p * 6, p * 6 + 6), (score) => score),
);
const fast = { quadrature: 21, tolerance: 1e-4 };
const options: MultidimensionalOptions = { model: "rasch", dimensions: two.dimensions, ...fast };

function withRows(changed: (number | null)[][], weights?: number[]): ResponseData {
  return responseData({ items: two.data.items, rows: changed, weights });
}

const run = (data: ResponseData, others: Partial<MultidimensionalOptions> = {}) =>
  calibrateMultidimensional(data, { ...options, ...others });

const allFinite = (values: Iterable<number>) => [...values].every(Number.isFinite);

describe("hard data in several dimensions", () => {
  it("gives finite results where some got all right, all wrong, or nothing in a dimension or at all", () => {
    const changed = rows.map((row, p) => {
      if (p === 0) return row.map(() => 1);
      if (p === 1) return row.map(() => 0);
      if (p === 2) return row.map(() => null);
      return p % 4 === 0 ? row.map((score, i) => (i < 3 ? null : score)) : row;
    });
    const { calibration, means, covariances } = run(withRows(changed));
    expect(calibration.converged).toBe(true);
    expect(allFinite(means) && allFinite(covariances)).toBe(true);
    expect(means[0]).toBeGreaterThan(0);
    expect(means[2]).toBeLessThan(0);
    // Without responses: the mean and covariance of the population.
    expect([...means.subarray(4, 6)]).toEqual([0, 0]);
    expect([...covariances.subarray(8, 12)]).toEqual(calibration.covariances.flat());
    expect(calibration.notes.map(({ english }) => english).join()).toContain("1 test taker has no responses");
    expect(calibration.personCount).toBe(119);
    expect(calibration.dimensions.map(({ personCount }) => personCount)).toEqual([90, 119]);
    expect(JSON.stringify(calibration)).not.toContain("NaN");
  });

  it("says what happened where one test taker is all there is", () => {
    expect(() => run(withRows([[1, 0, 1, 0, 1, 1]]))).toThrow(
      /dimension D1 has no item that can be calibrated/,
    );
    const { calibration } = run(
      withRows([
        [1, 0, 1, 0, 1, 1],
        [0, 1, 0, 1, 0, 0],
      ]),
      { cyclesMax: 50 },
    );
    expect(JSON.stringify(calibration)).not.toContain("NaN");
  });

  it("does not count test takers of weight zero, and refuses a dimension that only they have", () => {
    const weights = rows.map((_, p) => Number(p > 1));
    const { calibration, means } = run(withRows(rows, weights));
    expect(calibration.personCount).toBe(118);
    expect(allFinite(means)).toBe(true);
    const only = rows.map((row, p) => (p < 2 ? row : row.map((score, i) => (i < 3 ? score : null))));
    expect(() => run(withRows(only, weights))).toThrow(/dimension D2 has no item .*it has no responses/);
  });

  it("notes that a dimension measured twice is one, and stays finite", () => {
    const twin = responseData({
      items: [...two.data.items, ...first.items.map((item) => `${item}b`)],
      rows: rows.map((row) => [...row, ...row.slice(0, 3)]),
    });
    const dimensions = [first, { name: "twin", items: first.items.map((item) => `${item}b`) }];
    const data = responseData({
      items: dimensions.flatMap(({ items }) => items),
      rows: Array.from({ length: 120 }, (_, p) => {
        const row = Array.from(twin.scores.subarray(p * 9, p * 9 + 9));
        return [...row.slice(0, 3), ...row.slice(6)];
      }),
    });
    const { calibration, means } = calibrateMultidimensional(data, {
      ...options,
      dimensions,
      cyclesMax: 100,
    });
    expect(calibration.correlations[0][1]).toBeGreaterThan(0.85);
    expect(calibration.correlations[0][1]).toBeLessThan(1);
    expect(allFinite(means)).toBe(true);
    expect(calibration.notes.map(({ english }) => english).join()).toContain("two dimensions are nearly one");
    // At the edge the covariance is taken as known, and the items' errors are still there.
    expect(calibration.covarianceStandardErrors.flat()).toEqual([null, null, null, null]);
    expect(calibration.items.every(({ standardErrors }) => (standardErrors.intercepts[0] ?? 0) > 0)).toBe(
      true,
    );
  });

  it("keeps what is held", () => {
    const { calibration } = run(two.data, {
      model: "2pl",
      anchors: [{ item: "d1i1", model: "2pl", slope: 1.1, intercepts: [0.3] }],
      fixed: [{ item: "d2i2", parameter: "slope", value: 0.9 }],
      covariances: [{ dimensions: ["D2", "D1"], value: 0.4 }],
      dimensions: [{ ...first, variance: 1.5 }, second],
      regressors: { names: ["x"], columns: Float64Array.from(rows, (_, p) => p % 2) },
    });
    const item = (name: string) => calibration.items.find((candidate) => candidate.item === name);
    expect(item("d1i1")?.intercepts).toEqual([0.3]);
    expect(item("d2i2")?.slope).toBe(0.9);
    expect(item("d2i2")?.standardErrors.slope).toBeNull();
    expect(calibration.covariances[0]).toEqual([1.5, 0.4]);
    // Anchors hold the scale of the first, whose mean is free; the held slope frees the variance of the second.
    expect(calibration.dimensions.map(({ meanStandardError }) => meanStandardError !== null)).toEqual([
      true,
      false,
    ]);
    expect(calibration.covarianceStandardErrors[1][1]).toBeGreaterThan(0);
    expect(calibration.covarianceStandardErrors[0]).toEqual([null, null]);
    expect(calibration.parameterCount).toBe(2 * 2 + 5 + 2 + 1 + 1);
  });

  it("stops where it is told to", () => {
    expect(() => run(two.data, { isCancelled: () => true })).toThrow(CalibrationCancelled);
    const { calibration } = run(two.data, { cyclesMax: 1, standardErrors: "none" });
    expect(calibration.converged).toBe(false);
    expect(calibration.notes.map(({ english }) => english).join()).toContain("the estimates are not final");
  });
});

describe("what makes no calibration", () => {
  const x = Float64Array.from(rows, (_, p) => p % 3);
  const cases: Record<string, [RegExp, () => unknown]> = {
    "an item in no dimension": [/item d2i1 is in no dimension/, () => run(two.data, { dimensions: [first] })],
    "an item in two": [
      /item d1i1 is in dimension D1 and in D2/,
      () => run(two.data, { dimensions: [first, { name: "D2", items: [...second.items, "d1i1"] }] }),
    ],
    "an item that is not there": [
      /names item q, which the data do not have/,
      () => run(two.data, { dimensions: [first, { name: "D2", items: [...second.items, "q"] }] }),
    ],
    "a dimension without items": [
      /dimension D3 has no items/,
      () => run(two.data, { dimensions: [...two.dimensions, { name: "D3", items: [] }] }),
    ],
    "five dimensions": [
      /1 to 4 dimensions, not 5/,
      () => run(two.data, { dimensions: Array(5).fill(first) }),
    ],
    "two dimensions that nobody has both of": [
      /nobody has responses in both D1 and D2/,
      () => run(withRows(rows.map((row, p) => row.map((score, i) => (i < 3 === p < 60 ? score : null))))),
    ],
    "a regressor with a missing value": [
      /row 4: the regressor x has no value/,
      () =>
        run(two.data, {
          regressors: { names: ["x"], columns: x.map((value, p) => (p === 3 ? NaN : value)) },
        }),
    ],
    "a regressor that is the same for everybody": [
      /the regressor x says nothing of its own: it is the same for everybody/,
      () => run(two.data, { regressors: { names: ["x"], columns: x.map(() => 2) } }),
    ],
    "a regressor that others make up": [
      /the regressor y says nothing of its own/,
      () =>
        run(two.data, {
          regressors: { names: ["x", "y"], columns: Float64Array.from([...x, ...x.map((v) => 3 - v)]) },
        }),
    ],
    "two regressors of one name": [
      /two regressors named x/,
      () => run(two.data, { regressors: { names: ["x", "x"], columns: Float64Array.from([...x, ...x]) } }),
    ],
    "too few values of a regressor": [
      /119 values do not make/,
      () => run(two.data, { regressors: { names: ["x"], columns: x.slice(1) } }),
    ],
    "a covariance that cannot be": [
      /less variance than the grid can tell/,
      () => run(two.data, { covariances: [{ dimensions: ["D1", "D2"], value: 1.2 }] }),
    ],
    "a covariance of what is not there": [
      /names dimension D9/,
      () => run(two.data, { covariances: [{ dimensions: ["D1", "D9"], value: 0 }] }),
    ],
    "a variance of nothing": [
      /0 is no variance/,
      () => run(two.data, { dimensions: [{ ...first, variance: 0 }, second] }),
    ],
  };
  for (const [title, [message, act]] of Object.entries(cases)) {
    it(`is refused: ${title}`, () => {
      expect(act).toThrow(RangeError);
      expect(act).toThrow(message);
    });
  }
});
