import { describe, expect, it } from "vitest";
import {
  calibrate,
  empiricalPoints,
  itemCurve,
  responseData,
  scorePersons,
  thetaRange,
  wrightMap,
} from "../../../psychometrics/index.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";

const data = readScores(fixture("sim-2pl/data.csv"));
const calibration = calibrate(data, { model: "2pl", standardErrors: "none" });
const abilities = scorePersons(calibration, data, ["eap"]).map(
  ({ estimates }) => estimates.eap?.theta ?? null,
);

describe("item curves", () => {
  it("pass one half at the difficulty, where the information is greatest", () => {
    const [item] = calibration.items;
    const b = item.difficulties[0] ?? NaN;
    const curve = itemCurve(item, [b - 0.5, b, b + 0.5]);
    expect(curve.expectedScore[1]).toBeCloseTo(0.5, 12);
    expect(curve.information[1]).toBeCloseTo(item.slope ** 2 / 4, 12);
    expect(curve.information[1]).toBeGreaterThan(curve.information[0]);
  });

  it("run over a range with both ends", () => {
    expect(thetaRange(-2, 2, 5)).toEqual([-2, -1, 0, 1, 2]);
  });
});

describe("empirical points", () => {
  const points = empiricalPoints(data, abilities, "I05");

  it("hold every test taker once, in ten groups of rising ability", () => {
    expect(points).toHaveLength(10);
    expect(points.reduce((sum, { n }) => sum + n, 0)).toBe(2000);
    points.slice(1).forEach(({ theta }, n) => expect(theta).toBeGreaterThan(points[n].theta));
  });

  it("lie near the curve where the model holds", () => {
    const item = calibration.items.find(({ item: name }) => name === "I05");
    for (const { theta, meanScore, proportions } of points) {
      expect(Math.abs(meanScore - itemCurve(item!, [theta]).expectedScore[0])).toBeLessThan(0.12);
      expect(proportions[0] + proportions[1]).toBeCloseTo(1, 12);
    }
  });

  it("keep test takers of equal ability together", () => {
    const few = responseData({ items: ["a"], rows: [[1], [0], [1], [1]] });
    expect(empiricalPoints(few, [0, 0, 0, 0], "a")).toHaveLength(1);
    expect(empiricalPoints(few, [0, 1, null, Infinity], "a", 2)).toHaveLength(2);
    expect(() => empiricalPoints(few, [0, 0, 0, 0], "b")).toThrow("no item b");
  });

  it("keep equal sum scores of the Rasch model together, whose estimates differ by rounding", () => {
    const rasch = calibrate(data, { model: "rasch", standardErrors: "none" });
    const estimates = scorePersons(rasch, data, ["eap"]).map(({ estimates: { eap } }) => eap?.theta ?? null);
    const sums = Array.from({ length: data.personCount }, (_, p) =>
      data.scores.subarray(p * 40, (p + 1) * 40).reduce((sum, score) => sum + score, 0),
    );
    expect(new Set(estimates).size).toBeGreaterThan(new Set(sums).size);
    // The sums themselves are exact: groups of the same test takers.
    const sizes = (points: readonly { n: number; meanScore: number }[]) =>
      points.map(({ n, meanScore }) => [n, Math.round(n * meanScore)]);
    for (const count of [5, 10, 20, 39])
      expect(sizes(empiricalPoints(data, estimates, "I05", count))).toEqual(
        sizes(empiricalPoints(data, sums, "I05", count)),
      );
  });
});

describe("a Wright map", () => {
  it("counts everybody and puts items in the order of difficulty", () => {
    const map = wrightMap(calibration, abilities, data.weights);
    expect(map.persons.reduce((sum, { weight }) => sum + weight, 0)).toBe(2000);
    expect(map.items).toHaveLength(40);
    map.items
      .slice(1)
      .forEach(({ difficulty }, n) => expect(difficulty).toBeGreaterThanOrEqual(map.items[n].difficulty));
    expect(map.personMean).toBeCloseTo(0, 2);
  });

  it("without test takers still has its items", () => {
    const map = wrightMap(calibration, [null, Infinity]);
    expect(map.persons).toEqual([]);
    expect(map.personMean).toBeNull();
    expect(map.items).toHaveLength(40);
  });
});

describe("what is laid over curves, by hand", () => {
  const few = responseData({ items: ["a"], rows: [[0], [1], [1], [0]], weights: [1, 1, 1, 5] });

  it("a point has the mean of its test takers, with the error of a mean of so many", () => {
    const [point] = empiricalPoints(few, [0, 1, 2, null], "a", 1);
    // Scores 0, 1, 1: the mean is 2/3, their variance with n in the denominator 2/9, over n - 1 = 2.
    expect(point.meanScore).toBeCloseTo(2 / 3, 12);
    expect(point.standardError).toBeCloseTo(1 / 3, 12);
  });

  it("a Wright map counts weights, not heads", () => {
    const { persons } = wrightMap({ ...calibration, items: [] }, [0.1, 0.1, 0.6, 0.6], few.weights, 0.5);
    expect(persons.map(({ weight }) => weight)).toEqual([2, 6]);
  });
});
