import { describe, expect, it } from "vitest";
import {
  calibrate,
  itemFit,
  responseData,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const items = (model: "rasch" | "2pl", slopes: number[]): SimulatedItem[] =>
  slopes.map((slope, n) => ({ item: `i${n}`, model, slope, difficulties: [-1.4 + 0.28 * n] }));

function simulated(slopes: number[], seed: string, count = 2000) {
  const uniform = uniformFrom(seed);
  return simulateResponses(uniform, simulateAbilities(uniform, count), items("2pl", slopes));
}

describe("item fit", () => {
  it("is near what is expected where the model holds", () => {
    const data = simulated(new Array<number>(11).fill(1), "fits");
    const fit = itemFit(calibrate(data, { model: "rasch" }), data);
    for (const item of fit) {
      expect(item.n).toBe(2000);
      expect(item.infit).toBeCloseTo(1, 1);
      expect(Math.abs((item.outfit ?? 0) - 1)).toBeLessThan(0.12);
      expect(item.rmsd).toBeLessThan(0.03);
      expect(item.sx2P).toBeGreaterThan(0.0005);
    }
  });

  it("finds the item that separates less than the Rasch model says", () => {
    const slopes = new Array<number>(11).fill(1.2);
    slopes[5] = 0.2;
    const data = simulated(slopes, "misfits");
    const fit = itemFit(calibrate(data, { model: "rasch" }), data);
    const worst = fit.reduce((a, b) => ((b.rmsd ?? 0) > (a.rmsd ?? 0) ? b : a));
    expect(worst.item).toBe("i5");
    expect(worst.infit).toBeGreaterThan(1.08);
    expect(worst.sx2P).toBeLessThan(1e-6);
  });

  it("counts a test taker of weight two as two", () => {
    const data = simulated([1, 0.8, 1.2, 1], "weights", 300);
    const rows = Array.from({ length: 300 }, (_, p) => [...data.scores.subarray(p * 4, p * 4 + 4)]);
    const weighted = responseData({ items: data.items, rows, weights: rows.map((_, p) => 1 + (p % 2)) });
    const twice = responseData({
      items: data.items,
      rows: rows.flatMap((row, p) => (p % 2 ? [row, row] : [row])),
    });
    const calibration = calibrate(twice, { model: "2pl" });
    const a = itemFit(calibration, weighted);
    const b = itemFit(calibration, twice);
    a.forEach((item, i) => {
      // It counts persons, whatever their weights.
      expect([item.n, b[i].n]).toEqual([300, 450]);
      expect(item.infit).toBeCloseTo(b[i].infit ?? NaN, 10);
      expect(item.rmsd).toBeCloseTo(b[i].rmsd ?? NaN, 10);
      expect(item.sx2).toBeCloseTo(b[i].sx2 ?? NaN, 8);
    });
  });

  it("has no S-X2 where nobody saw every item, and says why", () => {
    const uniform = uniformFrom("booklets");
    const data = simulateResponses(
      uniform,
      simulateAbilities(uniform, 600),
      items("2pl", [1, 1, 1, 1, 1, 1]),
      (p, i) => i % 3 !== p % 3,
    );
    const [first] = itemFit(calibrate(data, { model: "rasch" }), data);
    expect(first.sx2).toBeNull();
    expect(first.sx2Reason?.english).toBe("nobody responded to all items");
    expect(first.rmsd).toBeGreaterThan(0);
  });
});

describe("person fit", () => {
  it("is low in lz and high in outfit for one who misses the easy and gets the hard items", () => {
    const data = simulated(new Array<number>(11).fill(1.3), "persons");
    const calibration = calibrate(data, { model: "2pl" });
    const odd = responseData({
      items: data.items,
      rows: [
        [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0],
      ],
    });
    const [aberrant, usual] = scorePersons(calibration, odd);
    expect(aberrant.lz).toBeLessThan(-3);
    expect(aberrant.outfit).toBeGreaterThan(2);
    expect(usual.lz).toBeGreaterThan(0);
    expect(usual.infit).toBeLessThan(1);
  });

  it("has lz near mean 0 and standard deviation 1 where the model holds", () => {
    const data = readScores(fixture("sim-2pl/data.csv"));
    const lz = scorePersons(calibrate(data, { model: "2pl", standardErrors: "none" }), data).map(
      (person) => person.lz ?? NaN,
    );
    const mean = lz.reduce((sum, value) => sum + value, 0) / lz.length;
    const variance = lz.reduce((sum, value) => sum + (value - mean) ** 2, 0) / lz.length;
    // At an estimated ability lz is a little too large and too narrow (Molenaar & Hoijtink, 1990).
    expect(Math.abs(mean)).toBeLessThan(0.2);
    expect(Math.sqrt(variance)).toBeGreaterThan(0.8);
    expect(Math.sqrt(variance)).toBeLessThan(1.1);
  });
});
