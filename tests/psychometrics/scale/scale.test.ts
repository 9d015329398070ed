import { describe, expect, it } from "vitest";
import {
  calibrate,
  itemCurve,
  levelOf,
  pooledMoments,
  responseProbabilityLocation,
  scaleConstants,
  senateWeights,
  toScale,
  type CalibratedItem,
} from "../../../psychometrics/index.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";

/** From a row per category to a row per ability. */
const transposed = (rows: number[][]) => rows[0].map((_, n) => rows.map((row) => row[n]));

describe("scale transformations", () => {
  it("PISA 2012's put an ability of zero where the technical report does", () => {
    // Maths = ((theta + 0.0981 - 0.07) / 1.2838) * 100 + 500, and likewise for reading and science.
    const maths = { slope: 100 / 1.2838, intercept: 500 + (100 * (0.0981 - 0.07)) / 1.2838 };
    const science = { slope: 100 / 1.0724, intercept: 500 - (100 * 0.1646) / 1.0724 };
    const reading = (factor: number, shift: number) => ({
      slope: (100 * factor) / 1.1002,
      intercept: 500 - (100 * (factor * 0.0274 + shift)) / 1.1002,
    });
    expect(toScale([0], maths)[0]).toBeCloseTo(502.19, 2);
    expect(toScale([0], science)[0]).toBeCloseTo(484.65, 2);
    expect(toScale([0], reading(0.8739, 0.4655))[0]).toBeCloseTo(455.51, 2);
    expect(toScale([0], reading(0.88823, 0.5427))[0]).toBeCloseTo(448.46, 2);
  });

  it("SEA-PLM 2019's six countries have together a mean of 300 and a standard deviation of 30", () => {
    // Published means and standard deviations (two decimals) in reading, writing and mathematics.
    const domains = [
      [
        [290.12, 21.88],
        [275.06, 20.62],
        [291.73, 19.98],
        [318.91, 23.56],
        [287.72, 20.59],
        [336.46, 22.18],
      ],
      [
        [284.82, 27.24],
        [283.47, 30.65],
        [298.48, 20.1],
        [317.5, 18.84],
        [288.28, 27.73],
        [327.45, 22.07],
      ],
      [
        [289.41, 20.74],
        [278.63, 20.62],
        [287.92, 17.23],
        [314.71, 21.84],
        [287.88, 19.99],
        [341.45, 23.99],
      ],
    ];
    for (const domain of domains) {
      const { mean, sd } = pooledMoments(domain.map(([mean, sd]) => ({ mean, sd })));
      expect(mean).toBeCloseTo(300, 2);
      expect(Math.abs(sd - 30)).toBeLessThan(0.005);
    }
  });

  it("constants give every group the same say, whatever its weights", () => {
    const values = [Float64Array.of(0, 1, 2, 5), Float64Array.of(1, 0, 3, 4)];
    const groups = ["small", "small", "large", "large"];
    const weights = [1, 1, 1000, 1000];
    const constants = scaleConstants(values, weights, { mean: 500, sd: 100 }, groups);
    const scaled = values.map((value) => toScale(value, constants));
    const mean = scaled.flatMap((value) => [...value]).reduce((sum, one) => sum + one, 0) / 8;
    expect(mean).toBeCloseTo(500, 9);
    const variance =
      scaled.reduce((sum, value) => {
        const own = value.reduce((total, one) => total + one, 0) / 4;
        return sum + value.reduce((total, one) => total + (one - own) ** 2, 0) / 4;
      }, 0) / 2;
    expect(Math.sqrt(variance)).toBeCloseTo(100, 9);
    expect(() => scaleConstants([Float64Array.of(1, 1)], [1, 1], { mean: 500, sd: 100 })).toThrow(
      "do not vary",
    );
    // Persons of no group set no scale, and neither does a group without weights.
    const others = scaleConstants(
      [Float64Array.of(0, 1, 2, 5, 90, 70)],
      [1, 1, 3, 3, 9, 0],
      { mean: 0, sd: 1 },
      ["small", "small", "large", "large", "", "none"],
    );
    const same = scaleConstants([Float64Array.of(0, 1, 2, 5)], [1, 1, 1, 1], { mean: 0, sd: 1 });
    expect(others.slope).toBeCloseTo(same.slope, 12);
    expect(others.intercept).toBeCloseTo(same.intercept, 12);
  });

  // OECD (2023), PISA 2022 technical report; science's lowest level is PISA for Development's. Published to two digits.
  it.each([
    ["mathematics", 62.305, [233.17, 295.47, 357.77, 420.07, 482.38, 544.68, 606.99, 669.3]],
    ["reading", 72.71, [189.33, 262.04, 334.75, 407.47, 480.18, 552.89, 625.61, 698.32]],
    ["science", 74.6, [185.94, 260.54, 334.94, 409.54, 484.14, 558.73, 633.33, 707.93]],
    ["financial literacy", 74.77, [325.57, 400.33, 475.1, 549.86, 624.63]],
  ])(
    "PISA's cuts in %s are a level's width apart, and belong to the level that they open",
    (_, width, cuts) => {
      // Science's level 1b was published 74.40 wide.
      const isOdd = (n: number) => cuts[n] === 260.54;
      cuts
        .slice(1)
        .forEach((cut, n) => expect(Math.abs(cut - cuts[n] - width)).toBeLessThan(isOdd(n) ? 0.21 : 0.015));
      cuts.forEach((cut, n) => {
        expect(levelOf(cut, cuts)).toBe(n + 1);
        expect(levelOf(cut - 0.01, cuts)).toBe(n);
      });
    },
  );

  it("PISA 2015's constants put two abilities as far apart as the scale's unit says", () => {
    const reading = { slope: 131.5806, intercept: 437.9583 };
    expect(toScale([-1, 0, 1], reading)).toEqual(Float64Array.of(306.3777, 437.9583, 569.5389));
  });
});

describe("the place of an item on the scale", () => {
  const data = readScores(fixture("sim-gpcm/data.csv"));
  const { items } = calibrate(data, { model: "gpcm", standardErrors: "none", quadrature: 31 });

  it("has the wanted probability there, for every score point", () => {
    for (const item of items) {
      for (let category = 1; category < item.scoreValues.length; category++) {
        const location = responseProbabilityLocation(item, 0.62, category) ?? NaN;
        const [probabilities] = transposed(itemCurve(item, [location]).probabilities);
        const above = probabilities.slice(category).reduce((sum, one) => sum + one, 0);
        expect(above).toBeCloseTo(0.62, 8);
      }
    }
  });

  it("of a Rasch item at 0.62 is half a logit above its difficulty", () => {
    const rasch: CalibratedItem = {
      ...items[0],
      item: "R",
      model: "rasch",
      scoreValues: [0, 1],
      parameters: [1, -0.7],
      slope: 1,
      intercepts: [-0.7],
      difficulties: [0.7],
    };
    expect(responseProbabilityLocation(rasch, 0.62)).toBeCloseTo(0.7 + Math.log(0.62 / 0.38), 9);
    expect(responseProbabilityLocation({ ...rasch, parameters: [0, 0] }, 0.62)).toBeNull();
    expect(() => responseProbabilityLocation(rasch, 0.62, 2)).toThrow("categories 1 to 1, not 2");
    expect(() => responseProbabilityLocation(rasch, 1)).toThrow("between 0 and 1");
  });
});

describe("senate weights", () => {
  it("bring every group to one sum, in proportion within it, and all to the number of persons", () => {
    const weights = senateWeights([1, 3, 10, 10, 20, 7], ["A", "A", "B", "B", "B", ""]);
    expect(Array.from(weights)).toEqual([0.625, 1.875, 0.625, 0.625, 1.25, 0]);
    expect(Array.from(senateWeights([1, 3], ["A", "A"], 500))).toEqual([125, 375]);
  });

  it("give nothing to a group without a weight, and are refused without any", () => {
    expect(Array.from(senateWeights([0, 2, 2], ["A", "B", "B"]))).toEqual([0, 1, 1]);
    expect(() => senateWeights([0, 1], ["A", ""])).toThrow("nobody has a weight above 0 in a group");
    expect(() => senateWeights([1], ["A", "B"])).toThrow("1 weight, but groups of 2 persons");
  });
});
