import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  itemFit,
  itemFitMultidimensional,
  responseData,
  scorePersonsMultidimensional,
  type MultidimensionalOptions,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { binaryItems, part, simulateDimensions } from "../../support/multidimensional.js";
import { fixture, largestDifference, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

interface GroupsRun {
  logLik: number;
  parameterCount: number;
  items: { item: string; slope: number; seSlope: number; intercept: number; seIntercept: number }[];
  groups: {
    name: string;
    means: number[];
    seMeans: (number | null)[];
    covariance: number[][];
    seCovariance: (number | null)[][];
  }[];
  persons: number[];
  /** For each test taker the estimates of both dimensions, then their standard errors. */
  eap: number[][];
  map: number[][];
}

describe("groups in two dimensions beside mirt", () => {
  it("have its means and covariances, with standard errors, items the same in both, and its EAP and MAP", () => {
    const run = JSON.parse(readFileSync(fixture("sim-dimensions/groups.json"), "utf8")) as GroupsRun;
    const items = run.items.map(({ item }) => item);
    const file = readScores(fixture("sim-dimensions/data.csv"), { items, group: "female" });
    const data = { ...file, groups: file.groups.map((g) => 1 - g), groupNames: ["f", "m"] };
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "2pl", quadrature: 41, range: 8 },
      dimensions: ["A", "B"].map((name) => ({ name, items: items.filter((item) => item.startsWith(name)) })),
    });
    // mirt stopped at changes of 1e-7; its second derivatives by differences have three digits.
    expect(Math.abs(calibration.logLikelihood - run.logLik)).toBeLessThan(0.001);
    expect(calibration.parameterCount).toBe(run.parameterCount);
    const share = (ours: number | null, theirs: number | null) => {
      if (theirs === null) expect(ours).toBeNull();
      else expect(Math.abs((ours ?? NaN) / theirs - 1)).toBeLessThan(0.01);
    };
    calibration.items.forEach(({ slope, intercepts, standardErrors }, i) => {
      const theirs = run.items[i];
      expect(Math.abs(slope - theirs.slope)).toBeLessThan(1e-4);
      expect(Math.abs(intercepts[0] - theirs.intercept)).toBeLessThan(1e-4);
      share(standardErrors.slope, theirs.seSlope);
      share(standardErrors.intercepts[0], theirs.seIntercept);
    });
    calibration.groups.forEach((group, g) => {
      const theirs = run.groups[g];
      expect(group.name).toBe(theirs.name);
      expect(largestDifference(group.means, theirs.means)).toBeLessThan(1e-4);
      expect(largestDifference(group.covariances.flat(), theirs.covariance.flat())).toBeLessThan(2e-4);
      group.meanStandardErrors.forEach((error, d) => share(error, theirs.seMeans[d]));
      group.covarianceStandardErrors
        .flat()
        .forEach((error, n) => share(error, theirs.seCovariance.flat()[n]));
    });
    const scores = scorePersonsMultidimensional(calibration, data, ["eap", "map"]);
    for (const estimator of ["eap", "map"] as const)
      run.persons.forEach((row, n) =>
        scores.forEach((own, d) => {
          const ours = own[row - 1].estimates[estimator];
          expect(Math.abs((ours?.theta ?? NaN) - run[estimator][n][d])).toBeLessThan(1e-4);
          expect(Math.abs((ours?.standardError ?? NaN) - run[estimator][n][2 + d])).toBeLessThan(1e-4);
        }),
      );
  });
});

const two = simulateDimensions({
  uniform: uniformFrom("groups in two dimensions"),
  personCount: 240,
  items: [binaryItems(1, 4, [1, 1.5]), binaryItems(2, 4, [1.2, 0.9])],
  factor: [[1], [0.6, 0.8]],
  shift: (p, d) => (p % 2) * (d === 0 ? 0.5 : -0.3),
});
const options = {
  ...({ model: "2pl", quadrature: 21, tolerance: 1e-8 } as const),
  dimensions: two.dimensions,
};
const rowsOf = ({ scores, personCount, items }: ResponseData) =>
  Array.from({ length: personCount }, (_, p) =>
    Array.from<number, number | null>(scores.subarray(p * items.length, (p + 1) * items.length), (score) =>
      score < 0 ? null : score,
    ),
  );
const rows = rowsOf(two.data);
const halves = (data: ResponseData) =>
  responseData({
    items: data.items,
    rows: rowsOf(data),
    groups: Array.from({ length: data.personCount }, (_, p) => (p % 2 ? "b" : "a")),
  });

describe("groups in several dimensions", () => {
  it("of the same test takers are one group twice", () => {
    const once = calibrateMultidimensional(two.data, options).calibration;
    const data = responseData({
      items: two.data.items,
      rows: [...rows, ...rows],
      groups: [...rows, ...rows].map((_, p) => (p < 240 ? "a" : "b")),
    });
    const twice = calibrateMultidimensional(data, options).calibration;
    expect(twice.logLikelihood).toBeCloseTo(2 * once.logLikelihood, 6);
    expect(twice.groups.map(({ name, personCount }) => [name, personCount])).toEqual([
      ["a", 240],
      ["b", 240],
    ]);
    for (const group of twice.groups) {
      // Two searches, each stopped at changes of 1e-8 along a flat ridge.
      expect(largestDifference(group.means, [0, 0])).toBeLessThan(1e-4);
      expect(largestDifference(group.covariances.flat(), once.covariances.flat())).toBeLessThan(1e-4);
      expect(
        largestDifference(
          group.eapReliabilities,
          once.dimensions.map(({ eapReliability }) => eapReliability),
        ),
      ).toBeLessThan(1e-4);
    }
  });

  it("are in one dimension those of calibrate, with errors of all kinds and items of a group's own", () => {
    const [{ name, items }] = two.dimensions;
    const data = halves(part(two.data, items));
    for (const others of [
      { model: "2pl", standardErrors: "observed" },
      { model: "rasch", standardErrors: "sandwich" },
      { model: "2pl", standardErrors: "observed", unique: [{ item: items[1], groups: ["b"] }] },
      {
        ...({ model: "rasch", standardErrors: "cross-product" } as const),
        unique: [{ item: items[1], groups: ["b"], parameters: ["intercept_1"] }],
        leftOut: [{ item: items[2], groups: ["a"] }],
      },
    ] as const) {
      const grid = { quadrature: 51, range: 9, tolerance: 1e-8 };
      const one = calibrate(data, { ...others, ...grid });
      const { calibration } = calibrateMultidimensional(data, {
        ...{ ...others, ...grid, dimensions: [{ name, items }] },
      });
      expect(Math.abs(calibration.logLikelihood - one.logLikelihood)).toBeLessThan(1e-5);
      expect(calibration.parameterCount).toBe(one.parameterCount);
      expect(calibration.items.map(({ item, groups, isUnique }) => [item, groups, isUnique])).toEqual(
        one.items.map(({ item, groups, isUnique }) => [item, groups, isUnique]),
      );
      // The information's rows of means and variances are by differences: four digits of the errors.
      const ratio = (ours: number | null, theirs: number | null) =>
        expect(Math.abs((ours ?? 1) / (theirs ?? 1) - 1)).toBeLessThan(5e-4);
      calibration.items.forEach(({ slope, intercepts, standardErrors }, i) => {
        const theirs = one.items[i];
        expect(largestDifference([slope, ...intercepts], [theirs.slope, ...theirs.intercepts])).toBeLessThan(
          1e-5,
        );
        ratio(standardErrors.slope, theirs.standardErrors.slope);
        ratio(standardErrors.intercepts[0], theirs.standardErrors.intercepts[0]);
      });
      calibration.groups.forEach((group, g) => {
        const theirs = one.groups[g];
        expect(group.means[0]).toBeCloseTo(theirs.mean, 5);
        expect(group.covariances[0][0]).toBeCloseTo(theirs.variance, 5);
        ratio(group.meanStandardErrors[0], theirs.meanStandardError);
        ratio(group.covarianceStandardErrors[0][0], theirs.varianceStandardError);
      });
      const fits = itemFit(one, data);
      // Outfit takes in the far ends of the grid, where one code prunes a little more than the other.
      itemFitMultidimensional(calibration, data).forEach((fit, i) => {
        expect([fit.item, fit.groups, fit.n]).toEqual([fits[i].item, fits[i].groups, fits[i].n]);
        for (const statistic of ["infit", "outfit", "rmsd", "md"] as const)
          expect(fit[statistic]).toBeCloseTo(fits[i][statistic] ?? NaN, 3);
      });
    }
  });

  it("are those of each dimension by itself where all covariances are held at 0", () => {
    const data = halves(two.data);
    const grid = { ...options, quadrature: 41, range: 9 };
    const apart = calibrateMultidimensional(data, {
      ...grid,
      covariances: [{ dimensions: ["D1", "D2"], value: 0 }],
    }).calibration;
    const alone = two.dimensions.map(({ items }) => calibrate(halves(part(two.data, items)), grid));
    const sum = alone.reduce((total, { logLikelihood }) => total + logLikelihood, 0);
    expect(apart.logLikelihood).toBeCloseTo(sum, 4);
    alone.forEach(({ groups }, d) => {
      expect(apart.groups[1].means[d]).toBeCloseTo(groups[1].mean, 4);
      expect(apart.groups[1].covariances[d][d]).toBeCloseTo(groups[1].variance, 4);
      expect(apart.groups[1].meanStandardErrors[d]).toBeCloseTo(groups[1].meanStandardError ?? NaN, 4);
    });
    expect(apart.groups[1].covarianceStandardErrors[0][1]).toBeNull();
  });

  it("name their parameters, and take test takers of known groups only", () => {
    const data = halves(two.data);
    const { calibration } = calibrateMultidimensional(data, {
      ...{ ...options, tolerance: 1e-4, keepsCovariance: true },
    });
    expect(calibration.parameterCovariance?.names.slice(-6)).toEqual([
      ...["covariance_D1_D2_a", "mean_D1_b", "mean_D2_b"],
      ...["variance_D1_b", "covariance_D1_D2_b", "variance_D2_b"],
    ]);
    const stranger = responseData({ items: data.items, rows: [rows[0], rows[1]], groups: ["a", "c"] });
    expect(() => scorePersonsMultidimensional(calibration, stranger)).toThrow(/knows no group c/);
    // Without responses: the prior of the test taker's own group.
    const silent = responseData({
      ...{ items: data.items, rows: [rows[0].map(() => null), rows[0].map(() => null)], groups: ["b", "a"] },
    });
    const scores = scorePersonsMultidimensional(calibration, silent, ["eap", "map"]);
    scores.forEach((own, d) =>
      (["eap", "map"] as const).forEach((name) => {
        expect(own[0].estimates[name]?.theta).toBeCloseTo(calibration.groups[1].means[d], 10);
        expect(own[0].estimates[name]?.standardError).toBeCloseTo(
          Math.sqrt(calibration.groups[1].covariances[d][d]),
          10,
        );
        expect(own[1].estimates[name]?.theta).toBeCloseTo(0, 10);
      }),
    );
  });

  it("stay finite with a group of one, and refuse what cannot be estimated", () => {
    const fast: MultidimensionalOptions = { ...options, tolerance: 1e-4, cyclesMax: 100 };
    const lonely = responseData({
      ...{ items: two.data.items, rows, groups: rows.map((_, p) => (p === 7 ? "b" : "a")) },
    });
    const { calibration, means } = calibrateMultidimensional(lonely, fast);
    expect(JSON.stringify(calibration)).not.toContain("NaN");
    expect([...means].every(Number.isFinite)).toBe(true);
    expect(calibration.notes.map(({ english }) => english).join()).toContain("in group b is at the edge");
    const without = responseData({
      ...{ items: two.data.items, groups: rows.map((_, p) => (p % 2 ? "b" : "a")) },
      rows: rows.map((row, p) => row.map((score, i) => (p % 2 && i > 3 ? null : score))),
    });
    expect(() => calibrateMultidimensional(without, fast)).toThrow(/nobody of group b has responses in D2/);
  });
});
