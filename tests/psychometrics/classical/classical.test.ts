import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  classicalAnalysis,
  distractorAnalysis,
  reliabilityAnalysis,
  responseData,
} from "../../../psychometrics/index.js";
import {
  hasShared,
  largestDifference,
  needsShared,
  readScores,
  readTable,
  shared,
} from "../../support/psychometric-fixtures.js";

const rows = [
  [1, 1, 1],
  [1, 1, 0],
  [1, 0, 0],
  [0, 0, 0],
  [1, 1, 1],
  [0, 1, 0],
];
const small = responseData({ items: ["a", "b", "c"], rows });

describe("the classical table", () => {
  it("is what one computes by hand", () => {
    const { items, alpha, total } = classicalAnalysis(small);
    expect(items[0]).toMatchObject({ n: 6, mean: 4 / 6, proportionCorrect: 4 / 6 });
    expect(items[0].sd).toBeCloseTo(Math.sqrt(4 / 15), 12);
    // Item variances 4/15 each, total variance 37/30: (3/2)(1 - (12/15) / (37/30)).
    const totals = [3, 2, 1, 0, 3, 1];
    const mean = 10 / 6;
    const variance = totals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5;
    expect(alpha).toBeCloseTo(1.5 * (1 - 12 / 15 / variance), 12);
    expect(total).toMatchObject({ min: 0, max: 3 });
  });

  it("does not change when every weight is multiplied", () => {
    const weights = [1, 2, 3, 1, 2, 3];
    const once = classicalAnalysis(responseData({ items: small.items, rows, weights }));
    const tenfold = classicalAnalysis(
      responseData({ items: small.items, rows, weights: weights.map((w) => 10 * w) }),
    );
    once.items.forEach((item, i) => {
      expect(item.itemRest).toBeCloseTo(tenfold.items[i].itemRest ?? NaN, 12);
      expect(item.discrimination27).toBeCloseTo(tenfold.items[i].discrimination27 ?? NaN, 12);
    });
  });

  it("takes shares of what was presented when nobody saw everything", () => {
    const booklets = responseData({
      items: ["a", "b", "c", "d"],
      rows: [
        [1, 1, null, null],
        [0, 1, null, null],
        [null, 1, 1, null],
        [null, 0, 0, null],
        [null, null, 1, 1],
        [null, null, 0, 0],
        [1, null, null, 1],
        [0, null, null, 0],
      ],
    });
    const { cases, items, total, alpha, omega } = classicalAnalysis(booklets);
    expect(cases).toBe("available");
    expect(items[0].n).toBe(4);
    expect(total).toBeNull();
    // Items a and c never met, so there is no covariance and no alpha.
    expect(alpha).toBeNull();
    expect(omega).toBeNull();
  });

  it("says nothing about an item on which all did the same", () => {
    const { items } = classicalAnalysis(
      responseData({ items: ["a", "b", "c"], rows: rows.map((row) => [1, row[1], row[2]]) }),
    );
    expect(items[0]).toMatchObject({ mean: 1, sd: 0, itemTotal: null, itemRest: null });
  });

  it.each([
    ["no test taker", []],
    ["one test taker", [[1, 0, 1]]],
  ])("is empty but whole with %s", (_, few) => {
    const analysis = classicalAnalysis(
      responseData({ items: ["a", "b", "c"], rows: few, maxScores: [1, 1, 1] }),
    );
    expect(analysis.alpha).toBeNull();
    expect(JSON.stringify(analysis)).not.toContain("NaN");
    expect(analysis.items[0].itemRest).toBeNull();
  });

  it.skipIf(!hasShared)(
    `takes the complete cases where few responses are missing, as the reference does ${needsShared}`,
    () => {
      const meta = JSON.parse(readFileSync(shared("mg3.meta.json"), "utf8"));
      const expected = JSON.parse(readFileSync(shared("mg3.ref/ctt.json"), "utf8"));
      const analysis = classicalAnalysis(readScores(shared("mg3.csv"), { items: meta.itemColumns }));
      expect(analysis.personCount).toBe(expected.Ncomplete);
      expect(analysis.alpha).toBeCloseTo(expected.alpha, 8);
      expect(analysis.omega).toBeCloseTo(expected.lavaan_omega.omega, 5);
      for (const name of ["itemTotal", "itemRest", "alphaIfDeleted"] as const) {
        const theirs = expected.itemStats.map((item: Record<string, number>) => item[name]);
        expect(
          largestDifference(
            analysis.items.map((item) => item[name]),
            theirs,
          ),
        ).toBeLessThan(1e-8);
      }
    },
  );

  it.skipIf(!hasShared)(`has the alpha of pairwise covariances in a booklet design ${needsShared}`, () => {
    const meta = JSON.parse(readFileSync(shared("sim_booklet.meta.json"), "utf8"));
    const expected = JSON.parse(readFileSync(shared("sim_booklet.ref/ctt.json"), "utf8"));
    const analysis = classicalAnalysis(readScores(shared("sim_booklet.csv"), { items: meta.itemColumns }));
    expect(analysis.alpha).toBeCloseTo(expected.psych_alpha_pairwise[0].raw_alpha, 8);
    analysis.items.forEach((item) => expect(item.mean).toBeCloseTo(expected.available.mean[item.item], 8));
  });

  it("takes 27 % of the weight for each extreme group, the test taker at its edge in part", () => {
    const rows = [0, 1, 2, 3].map((total) => [Number(total > 0), Number(total > 1), Number(total > 2)]);
    const data = responseData({ items: ["a", "b", "c"], rows, weights: [20, 30, 25, 25] });
    const [a, , c] = classicalAnalysis(data).items;
    // The lowest 27 of 100 are the first and 7 of the second; the highest the last and 2 of the third.
    expect(a.discrimination27).toBeCloseTo(1 - 7 / 27, 12);
    expect(c.discrimination27).toBeCloseTo(25 / 27, 12);
  });

  it("says nothing of an item of several points on which all did the same, whatever the weights", () => {
    const rows = Array.from({ length: 9 }, (_, p) => [3, p % 2, p % 3 > 0 ? 1 : 0, p > 4 ? 1 : 0]);
    const weights = rows.map((_, p) => 0.1 + 0.7 * p);
    const data = responseData({ items: ["same", "x", "y", "z"], rows, weights });
    const [same] = classicalAnalysis(data).items;
    expect(same).toMatchObject({ sd: 0, itemTotal: null, itemRest: null });
    expect(same.mean).toBeCloseTo(3, 12);
    const found = reliabilityAnalysis(data);
    expect(found).toMatchObject({ standardizedAlpha: null, lambda6: null, omega: null });
    expect(found.notes.map(({ english }) => english)).toContain(
      "All did the same on same: standardized alpha, lambda 6 and omega need items that vary.",
    );
  });
});

describe("distractors", () => {
  const chosen = ["A", "B", "A", "C", "A", "X"].flatMap((option) => [option, null, null]);

  it("count who chose what, with the key's point-biserial equal to the item-rest correlation", () => {
    const table = distractorAnalysis(small, chosen, ["A", null, null], [0.5, -0.5, 0.1, -1, 0.9, null]);
    expect(table.map(({ option, n }) => [option, n])).toEqual([
      ["A", 3],
      ["B", 1],
      ["C", 1],
      ["X", 1],
    ]);
    expect(table[0]).toMatchObject({ isKey: true, proportion: 0.5 });
    expect(table[0].meanTheta).toBeCloseTo(0.5, 12);
    expect(table[3].meanTheta).toBeNull();
  });

  it("list the key also when nobody chose it", () => {
    const [first] = distractorAnalysis(small, chosen, ["0", null, null]);
    expect(first).toMatchObject({ option: "0", n: 0, proportion: 0, pointBiserial: null, meanTheta: null });
  });

  it.skipIf(!hasShared)(
    `of SAT12 are R's: options sum to everybody, and the key works best ${needsShared}`,
    () => {
      const raw = readTable(shared("sat12_raw.csv"));
      const keys = new Map(readTable(shared("sat12_key.csv")).map(({ item, key }) => [item, key]));
      const data = readScores(shared("sat12.csv"));
      const options = raw.flatMap((row) => data.items.map((item) => row[item]));
      const table = distractorAnalysis(
        data,
        options,
        data.items.map((item) => keys.get(item) ?? null),
      );
      const analysis = classicalAnalysis(data);
      type Option = Record<"n" | "prop" | "pbRest", number>;
      const expected: Record<string, Record<string, Option>> = JSON.parse(
        readFileSync(shared("sat12.ref/ctt.json"), "utf8"),
      ).distractors;
      // The same sums in R: what is left is how many digits were written.
      expect(table).toHaveLength(Object.values(expected).flatMap((options) => Object.keys(options)).length);
      for (const { item, option, n, proportion, pointBiserial } of table) {
        expect(n).toBe(expected[item][option].n);
        expect(proportion).toBeCloseTo(expected[item][option].prop, 9);
        expect(pointBiserial).toBeCloseTo(expected[item][option].pbRest, 9);
      }
      data.items.forEach((item, i) => {
        const own = table.filter((row) => row.item === item);
        expect(own.reduce((sum, { n }) => sum + n, 0)).toBe(600);
        expect(own.find(({ isKey }) => isKey)?.pointBiserial).toBeCloseTo(
          analysis.items[i].itemRest ?? NaN,
          10,
        );
      });
    },
  );
});

describe("discrimination of the extreme groups", () => {
  it("of an item that everybody solves is 0 under any weights, not what rounding leaves", () => {
    for (const count of [7, 23, 60, 101]) {
      const persons = Array.from({ length: count }, (_, p) => p);
      const data = responseData({
        items: ["all", "some", "more"],
        rows: persons.map((p) => [1, p % 2, Number(p % 3 > 0)]),
        weights: persons.map((p) => 0.1 + (p % 13) / 7),
      });
      const found = classicalAnalysis(data);
      expect(found.items[0].discrimination27).toBe(0);
    }
  });
});
