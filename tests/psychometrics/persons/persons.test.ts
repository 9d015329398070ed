import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  itemCurve,
  responseData,
  scorePersons,
  scoreTable,
  testInformation,
  type CalibratedItem,
  type Calibration,
  marginalReliability,
} from "../../../psychometrics/index.js";
import { eap } from "../../../psychometrics/persons/eap.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";

const gpcmData = readScores(fixture("sim-gpcm/data.csv"));
const graded = calibrate(gpcmData, { model: "gpcm", standardErrors: "none" });
const rasch = calibrate(readScores(fixture("lsat7/data.csv")), { model: "rasch", standardErrors: "none" });

function oneBy(
  calibration: Calibration,
  row: (number | null)[],
  names = ["eap", "map", "ml", "wle"] as const,
) {
  const items = calibration.items.map(({ item }) => item);
  const [person] = scorePersons(calibration, responseData({ items, rows: [row] }), names);
  return person.estimates;
}

function expectedScore(items: readonly CalibratedItem[], theta: number): number {
  return items.reduce((sum, item) => sum + itemCurve(item, [theta]).expectedScore[0], 0);
}

describe("the posterior mean", () => {
  it("is the mean of the posterior and its spread", () => {
    expect(eap(Float64Array.of(0.25, 0.5, 0.25), Float64Array.of(-1, 0, 1))).toEqual({
      theta: 0,
      standardError: Math.SQRT1_2,
    });
  });
});

describe("the maximum likelihood estimate", () => {
  const rows = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 5 });

  it("inverts the expected score under the Rasch model", () => {
    fc.assert(
      fc.property(rows, (row) => {
        const raw = row.reduce((sum, score) => sum + score, 0);
        fc.pre(raw > 0 && raw < 5);
        expect(expectedScore(rasch.items, oneBy(rasch, row).ml?.theta ?? NaN)).toBeCloseTo(raw, 6);
      }),
    );
  });

  it("is infinite at the extremes, with the reason, and the only one that is", () => {
    for (const [score, end] of [
      [0, -Infinity],
      [1, Infinity],
    ]) {
      const estimates = oneBy(rasch, [score, score, score, score, score]);
      expect(estimates.ml?.theta).toBe(end);
      expect(estimates.ml?.standardError).toBeNull();
      expect(estimates.ml?.reason?.english).toBe(
        `the likelihood is highest at the ${score === 0 ? "lowest" : "highest"} ability`,
      );
      for (const name of ["eap", "map", "wle"] as const)
        expect(Number.isFinite(estimates[name]?.theta)).toBe(true);
    }
  });
});

describe("all estimates", () => {
  it("rise with the score under the Rasch model, with WLE between MAP and ML", () => {
    const byScore = [0, 1, 2, 3, 4, 5].map((raw) =>
      oneBy(
        rasch,
        [0, 1, 2, 3, 4].map((i) => Number(i < raw)),
      ),
    );
    for (const name of ["eap", "map", "ml", "wle"] as const) {
      const thetas = byScore.map((estimates) => estimates[name]?.theta ?? NaN);
      thetas.slice(1).forEach((theta, n) => expect(theta).toBeGreaterThan(thetas[n]));
    }
    const low = byScore[1];
    expect(low.wle?.theta).toBeLessThan(low.map?.theta ?? NaN);
    expect(low.wle?.theta).toBeGreaterThan(low.ml?.theta ?? NaN);
  });

  it("WLE is 0 for one right of a symmetric pair", () => {
    const item = (name: string, b: number): CalibratedItem => ({
      ...rasch.items[0],
      item: name,
      parameters: [1, -b],
      slope: 1,
      intercepts: [-b],
      difficulties: [b],
    });
    const pair = { ...rasch, items: [item("x", 0), item("y", 0)] };
    expect(oneBy(pair, [1, 0]).wle?.theta).toBeCloseTo(0, 10);
    const spread = { ...rasch, items: [item("x", -1), item("y", 1)] };
    expect(oneBy(spread, [1, 0]).wle?.theta).toBeCloseTo(0, 10);
  });

  it("are finite for every polytomous response pattern but for ML", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 20, maxLength: 20 }),
        (row) => {
          fc.pre(row.some((score) => score !== null));
          const estimates = oneBy(graded, row);
          for (const name of ["eap", "map", "wle"] as const) {
            expect(Number.isFinite(estimates[name]?.theta)).toBe(true);
            expect(estimates[name]?.standardError).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("do not depend on the order of the items in the data", () => {
    const backwards = responseData({
      items: [...gpcmData.items].reverse(),
      rows: [[...gpcmData.scores.subarray(0, 20)].reverse()],
    });
    const [there] = scorePersons(graded, backwards);
    const [here] = scorePersons(
      graded,
      responseData({ items: gpcmData.items, rows: [[...gpcmData.scores.subarray(0, 20)]] }),
    );
    expect(there.estimates.wle?.theta).toBeCloseTo(here.estimates.wle?.theta ?? NaN, 8);
    expect(there.estimates.eap?.theta).toBeCloseTo(here.estimates.eap?.theta ?? NaN, 10);
  });
});

describe("the table of sum scores", () => {
  const table = scoreTable(graded);

  it("has every score once, with proportions that sum to one", () => {
    expect(table.map(({ score }) => score)).toEqual(Array.from({ length: 61 }, (_, n) => n));
    expect(table.reduce((sum, row) => sum + row.expectedProportion, 0)).toBeCloseTo(1, 10);
  });

  it("is EAP itself under the Rasch model, where the sum score is all there is to know", () => {
    const raschTable = scoreTable(rasch);
    expect(raschTable[3].theta).toBeCloseTo(oneBy(rasch, [1, 1, 1, 0, 0]).eap?.theta ?? NaN, 10);
  });

  it("refuses an item that was not calibrated", () => {
    expect(() => scoreTable(rasch, ["Item9"])).toThrow("item Item9 was not calibrated");
  });
});

describe("scoring refuses what it cannot know", () => {
  it("a score that did not occur in the calibration", () => {
    const data = responseData({ items: ["Item1"], rows: [[2]] });
    expect(() => scorePersons(rasch, data)).toThrow("item Item1: the score 2 of row 1 did not occur");
  });

  it("a group that the calibration does not have", () => {
    const two = { ...rasch, groups: [rasch.groups[0], { ...rasch.groups[0], name: "b" }] };
    const data = responseData({ items: ["Item1"], rows: [[1]], groups: ["c"] });
    expect(() => scorePersons(two, data)).toThrow("the calibration knows no group c");
  });
});

describe("test information", () => {
  it("is the squared slope of the expected score over its variance, for right or wrong items", () => {
    const { information } = testInformation(rasch, [0.3]);
    const byHand = rasch.items.reduce((sum, item) => {
      const p = itemCurve(item, [0.3]).probabilities[1][0];
      return sum + p * (1 - p);
    }, 0);
    expect(information[0]).toBeCloseTo(byHand, 12);
  });

  it("of some items is less than of all", () => {
    const all = testInformation(rasch, [0]).information[0];
    expect(testInformation(rasch, [0], ["Item1", "Item2"]).information[0]).toBeLessThan(all);
  });
});

describe("the marginal reliability", () => {
  it("does not depend on the unit of the scale: half the slopes in twice the spread", () => {
    const data = readScores(fixture("lsat7/data.csv"));
    const one = calibrate(data, { model: "2pl", standardErrors: "none" });
    const other = {
      ...one,
      quadrature: { ...one.quadrature, range: 2 * one.quadrature.range },
      groups: one.groups.map((group) => ({ ...group, variance: 4 })),
      items: one.items.map((item) => ({ ...item, parameters: [item.parameters[0] / 2, item.parameters[1]] })),
    };
    expect(marginalReliability(other)).toBeCloseTo(marginalReliability(one), 12);
  });
});
