import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  itemFit,
  itemFitMultidimensional,
  q3,
  q3Multidimensional,
  responseData,
} from "../../../psychometrics/index.js";
import { binaryItems, part, simulateDimensions } from "../../support/multidimensional.js";
import { fixture, largestDifference, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const reference = JSON.parse(readFileSync(fixture("sim-dimensions/fit.json"), "utf8")) as {
  tam: { items: { item: string; infit: number; outfit: number; rmsd: number; md: number }[] };
  q3: number[][];
};
const names = (letter: string, count: number) => Array.from({ length: count }, (_, n) => `${letter}${n + 1}`);

/** The items of some letters of the file, calibrated in as many dimensions. */
function fit(model: "2pl" | "pcm", letters: Record<string, number>) {
  const dimensions = Object.entries(letters).map(([name, count]) => ({ name, items: names(name, count) }));
  const data = readScores(fixture("sim-dimensions/data.csv"), {
    items: dimensions.flatMap(({ items }) => items),
  });
  const options = { model, quadrature: 41, range: 8, standardErrors: "none", dimensions } as const;
  return { data, calibration: calibrateMultidimensional(data, options).calibration };
}

describe("item fit in several dimensions beside TAM and mirt", () => {
  it("has TAM's infit and outfit of a partial credit model, and RMSD and MD of its posteriors", () => {
    const { data, calibration } = fit("pcm", { B: 5, C: 4 });
    const found = itemFitMultidimensional(calibration, data);
    expect(found.map(({ item }) => item)).toEqual(reference.tam.items.map(({ item }) => item));
    // TAM stopped at changes of 1e-7; the same sums over the same nodes.
    for (const name of ["infit", "outfit", "rmsd", "md"] as const) {
      const theirs = reference.tam.items.map((item) => item[name]);
      expect(
        largestDifference(
          found.map((item) => item[name]),
          theirs,
        ),
      ).toBeLessThan(2e-6);
    }
    expect(found.map(({ n }) => n)).toEqual([600, 600, 600, 600, 600, 480, 480, 480, 480]);
  });

  it("has mirt's Q3 at the EAP, within and between two dimensions", () => {
    const { data, calibration } = fit("2pl", { A: 6, B: 5 });
    const found = q3Multidimensional(calibration, data);
    expect(largestDifference(found.values, reference.q3.flat())).toBeLessThan(2e-5);
  });
});

const items = [binaryItems(1, 6, [1, 1.5, 0.8]), binaryItems(2, 5, [1.2, 0.9])];
const two = simulateDimensions({
  ...{ uniform: uniformFrom("item fit in two dimensions"), personCount: 300, items },
  factor: [[1], [0.7, 0.7]],
  isPresented: (p, d) => d === 0 || p % 4 > 0,
});
/** The parameters that the responses come from. */
const anchors = items.flat().map(({ item, slope, difficulties: [difficulty] }) => ({
  ...{ item, model: "2pl" as const, slope, intercepts: [-slope * difficulty] },
}));
const known = { model: "2pl", standardErrors: "none", quadrature: 31 } as const;
const held = two.dimensions.map((dimension) => ({ ...dimension, mean: 0.1, variance: 1.2 }));

describe("item fit in several dimensions", () => {
  it("is that of one dimension where nothing ties the dimensions together", () => {
    const { calibration } = calibrateMultidimensional(two.data, {
      ...{ ...known, anchors, dimensions: held },
      covariances: [{ dimensions: ["D1", "D2"], value: 0 }],
    });
    const found = itemFitMultidimensional(calibration, two.data);
    const pairs = {
      eap: q3Multidimensional(calibration, two.data),
      posterior: q3Multidimensional(calibration, two.data, "posterior"),
    };
    two.dimensions.forEach(({ name, items: wanted }) => {
      // Test takers without the dimension are no part of its population here.
      const own = part(two.data, wanted);
      const rows = Array.from({ length: 300 }, (_, p) =>
        Array.from(own.scores.subarray(p * wanted.length, (p + 1) * wanted.length)),
      ).filter((row) => row[0] >= 0);
      const data = responseData({ items: wanted, rows });
      const alone = calibrate(data, {
        ...{ ...known, anchors: anchors.filter(({ item }) => wanted.includes(item)) },
        groups: { [data.groupNames[0]]: { mean: 0.1, variance: 1.2 } },
      });
      itemFit(alone, data).forEach((theirs) => {
        const ours = found.find(({ item }) => item === theirs.item);
        expect(ours?.dimension).toBe(name);
        expect([ours?.n, ours?.sx2, ours?.sx2Df]).toEqual([theirs.n, theirs.sx2, theirs.sx2Df]);
        for (const statistic of ["infit", "outfit", "rmsd", "md"] as const)
          expect(ours?.[statistic]).toBeCloseTo(theirs[statistic] ?? NaN, 5);
      });
      for (const at of ["eap", "posterior"] as const) {
        const theirs = q3(alone, data, at);
        const places = wanted.map((item) => pairs[at].items.indexOf(item));
        const ours = places.flatMap((i) => places.map((j) => pairs[at].values[i * 11 + j]));
        expect(largestDifference(ours, theirs.values)).toBeLessThan(1e-5);
      }
    });
  });

  it("has with a regressor of 0 and 1 the S-X² of two groups, and finds the item that does not fit", () => {
    const uniform = uniformFrom("an item answered at random");
    const rows = Array.from({ length: 300 }, (_, p) =>
      Array.from(two.data.scores.subarray(p * 11, p * 11 + 11), (score, i) =>
        score < 0 ? null : i === 1 ? Number(uniform() < 0.5) : score,
      ),
    );
    const data = responseData({ items: two.data.items, rows });
    const x = Float64Array.from(rows, (_, p) => Number(p % 3 === 0));
    const regressors = { names: ["x"], columns: x };
    const { calibration } = calibrateMultidimensional(data, {
      ...{ ...known, anchors, dimensions: two.dimensions, regressors },
    });
    const found = itemFitMultidimensional(calibration, data, regressors);
    const worst = found.reduce((a, b) => ((b.rmsd ?? 0) > (a.rmsd ?? 0) ? b : a));
    expect(worst.item).toBe("d1i2");
    expect(worst.rmsd).toBeGreaterThan(0.1);
    expect(worst.sx2P).toBeLessThan(0.001);
    const [{ items: own }] = two.dimensions;
    const [{ estimate: intercept }, { estimate: effect }] = calibration.coefficients;
    const [[variance]] = calibration.covariances;
    const grouped = responseData({
      items: own,
      rows: rows.map((row) => row.slice(0, 6)),
      groups: rows.map((_, p) => (x[p] ? "b" : "a")),
      groupNames: ["a", "b"],
    });
    const alone = calibrate(grouped, {
      ...{ ...known, anchors: anchors.filter(({ item }) => own.includes(item)) },
      groups: { a: { mean: intercept, variance }, b: { mean: intercept + effect, variance } },
    });
    itemFit(alone, grouped).forEach(({ sx2, sx2Df }, i) => {
      expect(found[i].sx2).toBeCloseTo(sx2 ?? NaN, 5);
      expect(found[i].sx2Df).toBe(sx2Df);
    });
    expect(() => itemFitMultidimensional(calibration, data)).toThrow(/regressed on x/);
  });

  it("says what is not there, for one test taker and for nobody with all items", () => {
    const { calibration } = calibrateMultidimensional(two.data, {
      ...known,
      anchors,
      dimensions: two.dimensions,
    });
    const rows = [[1, 0, 1, 0, 1, null, null, null, null, null, null]];
    const data = responseData({ items: two.data.items, rows });
    const found = itemFitMultidimensional(calibration, data);
    expect(JSON.stringify(found)).not.toContain("NaN");
    const values = found.flatMap(({ infit, outfit, rmsd, md }) => [infit, outfit, rmsd, md]);
    expect(values.every((value) => value === null || Number.isFinite(value))).toBe(true);
    expect(found[10]).toMatchObject({ n: 0, infit: null, outfit: null, rmsd: null, md: null, sx2: null });
    expect(found[0]).toMatchObject({ sx2: null, sx2Reason: { code: "nobody-complete" } });
    const pairs = q3Multidimensional(calibration, data, "ml");
    expect(pairs.values.every((value) => value === null || value === 1)).toBe(true);
  });
});
