import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  empiricalReliability,
  responseData,
  scorePersonsMultidimensional,
  scorePersons,
  scoreProbabilities,
  wleReliability,
  type PersonScore,
} from "../../../psychometrics/index.js";
import { binaryItems, part, simulateDimensions } from "../../support/multidimensional.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

/** Estimates and their standard errors of some test takers by another program. */
interface Run {
  persons: number[];
  logLik: number;
  /** For each test taker: the estimates of the dimensions, then their standard errors. */
  values: (number | null)[][];
  reliability: number[];
}

const runs = JSON.parse(readFileSync(fixture("sim-dimensions/persons.json"), "utf8")) as Record<
  "map" | "wle",
  Run
>;
const all = ["eap", "map", "ml", "wle"] as const;
const names = (letter: string, count: number) => Array.from({ length: count }, (_, n) => `${letter}${n + 1}`);

function expectLike(scores: PersonScore[][], estimator: "map" | "wle", tolerance: number) {
  const { persons, values } = runs[estimator];
  persons.forEach((row, n) =>
    scores.forEach((own, d) => {
      const estimate = own[row - 1].estimates[estimator];
      const [theta, error] = [values[n][d], values[n][scores.length + d]];
      if (theta === null || error === null) {
        expect(estimate?.theta).toBeNull();
        return;
      }
      expect(Math.abs((estimate?.theta ?? NaN) - theta)).toBeLessThan(tolerance);
      expect(Math.abs((estimate?.standardError ?? NaN) - error)).toBeLessThan(tolerance);
    }),
  );
}

describe("test takers in several dimensions beside mirt and TAM", () => {
  it("has mirt's MAP in two correlated dimensions, with standard errors and reliabilities", () => {
    const dimensions = [
      { name: "A", items: names("A", 6) },
      { name: "B", items: names("B", 5) },
    ];
    const data = readScores(fixture("sim-dimensions/data.csv"), {
      items: dimensions.flatMap(({ items }) => items),
    });
    const options = { model: "2pl", quadrature: 41, range: 8, standardErrors: "none", dimensions } as const;
    const { calibration } = calibrateMultidimensional(data, options);
    expect(Math.abs(calibration.logLikelihood - runs.map.logLik)).toBeLessThan(0.001);
    const scores = scorePersonsMultidimensional(calibration, data, ["map"]);
    // mirt's search by differences leaves 1e-5.
    expectLike(scores, "map", 5e-5);
    scores.forEach((own, d) =>
      expect(empiricalReliability(own, data.weights, "map")).toBeCloseTo(runs.map.reliability[d], 5),
    );
  });

  it("has TAM's WLE of a partial credit model in two dimensions, with standard errors and reliabilities", () => {
    const dimensions = [
      { name: "B", items: names("B", 5) },
      { name: "C", items: names("C", 4) },
    ];
    const data = readScores(fixture("sim-dimensions/data.csv"), {
      items: dimensions.flatMap(({ items }) => items),
    });
    const options = { model: "pcm", quadrature: 41, range: 8, standardErrors: "none", dimensions } as const;
    const { calibration } = calibrateMultidimensional(data, options);
    expect(Math.abs(calibration.logLikelihood - runs.wle.logLik)).toBeLessThan(0.001);
    const scores = scorePersonsMultidimensional(calibration, data, ["wle"]);
    // TAM stopped at changes of 1e-7.
    expectLike(scores, "wle", 2e-6);
    scores.forEach((own, d) =>
      expect(wleReliability(own, data.weights)).toBeCloseTo(runs.wle.reliability[d], 6),
    );
  });
});

const two = simulateDimensions({
  uniform: uniformFrom("persons in two dimensions"),
  personCount: 150,
  items: [binaryItems(1, 5, [1, 1.5, 0.8]), binaryItems(2, 4, [1.2, 0.9])],
  factor: [[1], [0.7, 0.7]],
  isPresented: (p, d) => d === 0 || p % 5 > 0,
});
const options = {
  ...({ model: "2pl", standardErrors: "none", quadrature: 31, tolerance: 1e-7 } as const),
  dimensions: two.dimensions,
};

describe("estimates in several dimensions", () => {
  it("are those of one dimension where nothing ties the dimensions together", () => {
    for (const lowerAsymptote of [0, 0.2]) {
      // The same known parameters in both, so that nothing but the estimates is compared.
      const anchors = two.dimensions.flatMap(({ items }) =>
        items.map((item, i) => ({
          ...{ item, model: "3pl" as const, slope: 1 + (i % 3) / 2, intercepts: [1 - i / 2], lowerAsymptote },
        })),
      );
      const known = { model: "3pl", standardErrors: "none", quadrature: 31 } as const;
      const { calibration } = calibrateMultidimensional(two.data, {
        ...{ ...known, anchors },
        dimensions: two.dimensions.map((dimension) => ({ ...dimension, mean: 0.1, variance: 1.2 })),
        covariances: [{ dimensions: ["D1", "D2"], value: 0 }],
      });
      const scores = scorePersonsMultidimensional(calibration, two.data, all);
      two.dimensions.forEach(({ items }, d) => {
        const own = part(two.data, items);
        const alone = calibrate(own, {
          ...known,
          anchors: anchors.filter(({ item }) => items.includes(item)),
          groups: { [own.groupNames[0]]: { mean: 0.1, variance: 1.2 } },
        });
        scorePersons(alone, own, all).forEach(({ estimates, ...fit }, p) => {
          const { estimates: ours, ...oursFit } = scores[d][p];
          expect(oursFit).toEqual(fit);
          for (const name of ["ml", "wle"] as const) expect(ours[name]).toEqual(estimates[name]);
          // The EAP of a normal cut at the grid's ends, and at its density: the same to what lies beyond.
          for (const [name, digits] of [
            ["eap", 5],
            ["map", 8],
          ] as const) {
            expect(ours[name]?.theta).toBeCloseTo(estimates[name]?.theta ?? NaN, digits);
            expect(ours[name]?.standardError).toBeCloseTo(estimates[name]?.standardError ?? NaN, digits);
          }
        });
      });
    }
  });

  it("have the MAP where the likelihood times the prior with its regression is highest", () => {
    const x = Float64Array.from({ length: 150 }, (_, p) => (p % 3) - 0.5);
    const regressors = { names: ["x"], columns: x };
    const { calibration, means } = calibrateMultidimensional(two.data, { ...options, regressors });
    const scores = scorePersonsMultidimensional(calibration, two.data, ["eap", "map"], regressors);
    const [[v, c], [, w]] = calibration.covariances;
    const determinant = v * w - c * c;
    const expected = (d: number, p: number) =>
      calibration.coefficients
        .filter(({ dimension }) => dimension === `D${d + 1}`)
        .reduce((sum, { regressor, estimate }) => sum + estimate * (regressor === "x" ? x[p] : 1), 0);
    const height = (p: number, theta: number[]) => {
      const [a, b] = theta.map((value, d) => value - expected(d, p));
      return calibration.items.reduce(
        (sum, item, i) => {
          const score = two.data.scores[p * 9 + i];
          const difficulties = item.difficulties.map(Number);
          const known = { item: item.item, model: "2pl" as const, slope: item.slope, difficulties };
          return score < 0 ? sum : sum + Math.log(scoreProbabilities(known, theta[i < 5 ? 0 : 1])[score]);
        },
        -(a * a * w - 2 * a * b * c + b * b * v) / (2 * determinant),
      );
    };
    for (let p = 0; p < 150; p++) {
      scores.forEach((own, d) => expect(own[p].estimates.eap?.theta).toBeCloseTo(means[2 * p + d], 10));
      const mode = scores.map((own) => own[p].estimates.map?.theta ?? NaN);
      const top = height(p, mode);
      for (const [da, db] of [
        [1, 0],
        [0, 1],
        [1, 1],
        [1, -1],
      ])
        for (const step of [-1e-3, 1e-3])
          expect(height(p, [mode[0] + step * da, mode[1] + step * db])).toBeLessThan(top);
      // The curvature by differences, along each dimension with the other at its best, is the inverse squared error.
      const error = scores[0][p].estimates.map?.standardError ?? NaN;
      const h = 1e-3;
      const bend = (i: number, j: number) =>
        (height(p, [mode[0] + h * i, mode[1] + h * j]) +
          height(p, [mode[0] - h * i, mode[1] - h * j]) -
          2 * top) /
        (h * h);
      const cross = (bend(1, 1) - bend(1, 0) - bend(0, 1)) / 2;
      expect(error ** -2).toBeCloseTo(-(bend(1, 0) - cross ** 2 / bend(0, 1)), 4);
    }
    expect(() => scorePersonsMultidimensional(calibration, two.data, ["eap"])).toThrow(
      /regressed on x; give its value/,
    );
    const short = { names: ["x"], columns: x.map((value, p) => (p === 6 ? NaN : value)) };
    expect(() => scorePersonsMultidimensional(calibration, two.data, ["eap"], short)).toThrow(
      /row 7: the regressor x/,
    );
  });

  it("are finite, or say why not, for all right, all wrong, nothing in a dimension or at all, and one test taker", () => {
    const { calibration } = calibrateMultidimensional(two.data, options);
    const rows = [
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [1, 0, 1, 0, 1, null, null, null, null],
      Array<null>(9).fill(null),
    ];
    const scored = scorePersonsMultidimensional(
      calibration,
      responseData({ items: two.data.items, rows }),
      all,
    );
    for (const own of scored)
      for (const { estimates } of own)
        for (const estimate of Object.values(estimates)) {
          expect(estimate.theta).not.toBeNaN();
          expect(Number.isFinite(estimate.theta) && Number.isFinite(estimate.standardError)).toBe(
            estimate.reason === null,
          );
        }
    expect(scored.map((own) => own.map(({ estimates }) => estimates.ml?.theta))).toEqual([
      [Infinity, -Infinity, expect.any(Number), null],
      [Infinity, -Infinity, null, null],
    ]);
    expect(scored[1][2].estimates.wle?.reason?.english).toBe("there are no responses");
    // Nothing in the second: its MAP is the regression on the first. Nothing at all: the prior's.
    const [[v, c]] = calibration.covariances;
    const [first, second] = scored.map((own) => own[2].estimates.map?.theta ?? NaN);
    expect(second).toBeCloseTo((c / v) * first, 8);
    expect(scored.map((own) => own[3].estimates.map)).toEqual([
      { theta: 0, standardError: expect.closeTo(1, 10), reason: null },
      { theta: 0, standardError: expect.closeTo(1, 10), reason: null },
    ]);
    const alone = scorePersonsMultidimensional(
      calibration,
      responseData({ items: two.data.items, rows: [rows[2]] }),
      all,
    );
    alone.forEach((own, d) => expect(own[0].estimates).toEqual(scored[d][2].estimates));
    const one = Float64Array.of(1);
    expect(alone.map((own) => wleReliability(own, one))).toEqual([null, null]);
  });
});
