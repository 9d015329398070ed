import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { likelihoodRatioDif, responseData } from "../../../psychometrics/index.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";

describe("likelihood ratio tests of item parameters between groups", () => {
  const expected = JSON.parse(readFileSync(fixture("sim-dif/expected.json"), "utf8"));
  const data = readScores(fixture("sim-dif/data.csv"), { items: expected.items, group: "focal" });

  it("agree with mirt's: no difference, a uniform one and a non-uniform one", () => {
    const names = ["D01", "D03", "D12"];
    const { base, items } = likelihoodRatioDif(data, { model: "2pl", quadrature: 101, range: 10 }, names);
    expect(Math.abs(base.logLikelihood - expected.irt.base.logLik)).toBeLessThan(0.001);
    expect(Math.abs(base.groups[1].mean - expected.irt.base.groups.focal.MEAN_1)).toBeLessThan(0.001);
    for (const { item, both, uniform, nonUniform } of items) {
      const place = expected.items.indexOf(item);
      // Twice the difference of two log-likelihoods, each of which mirt reaches to 0.0005.
      expect(Math.abs((both?.chiSquare ?? NaN) - expected.irt.both[place])).toBeLessThan(0.002);
      expect(Math.abs((uniform?.chiSquare ?? NaN) - expected.irt.uniform[place])).toBeLessThan(0.002);
      expect(both?.degreesOfFreedom).toBe(2);
      expect(uniform?.degreesOfFreedom).toBe(1);
      expect((uniform?.chiSquare ?? 0) + (nonUniform?.chiSquare ?? 0)).toBeCloseTo(both?.chiSquare ?? NaN, 8);
    }
    // D03 is 0.6 harder for the focal group.
    expect(items[1].shifts[0].group).toBe("1");
    expect(Math.abs((items[1].shifts[0].shift ?? NaN) - 0.6)).toBeLessThan(0.3);
    expect(items[2].nonUniform?.p).toBeLessThan(0.001);
  });

  it("of Rasch items have one degree of freedom a group and no slope to test", () => {
    const [item] = likelihoodRatioDif(data, { model: "rasch", quadrature: 31 }, ["D15"]).items;
    expect(item.both?.degreesOfFreedom).toBe(1);
    expect(item.both?.p).toBeLessThan(1e-6);
    expect(item.uniform).toBeNull();
    // It is 1 harder for the focal group, in items whose slopes are about 1.
    expect(Math.abs((item.shifts[0].shift ?? NaN) - 1)).toBeLessThan(0.3);
  });

  it("say so where a group gives an item no parameters of its own, and never leave a row empty without a word", () => {
    const count = 7;
    const own = data.items.slice(0, count);
    const rows = Array.from({ length: 300 }, (_, p) =>
      own.map((_item, i) => data.scores[p * data.items.length + i]),
    );
    for (const model of ["rasch", "2pl"] as const) {
      const groups = rows.map((_, p) => (p === 7 ? "one" : "rest"));
      const single = responseData({ items: own, rows, groups, groupNames: ["rest", "one"] });
      for (const { both, uniform, shifts, reason } of likelihoodRatioDif(
        single,
        { model, quadrature: 21, tolerance: 1e-4 },
        [own[0]],
      ).items) {
        expect([both, uniform]).toEqual([null, null]);
        expect(shifts).toEqual([{ group: "one", shift: null }]);
        expect(reason).toMatch(
          /^it has no parameters of its own in one: everybody who was presented it scored [01]/,
        );
      }
    }
    // A score that a group lacks: all parameters can be its own, the intercepts alone cannot.
    const graded = rows.map((row, p) => [row[0] + row[1] * Number(p < 150), ...row.slice(2)]);
    const sides = responseData({
      items: ["sum", ...own.slice(2)],
      rows: graded,
      groups: graded.map((_, p) => (p < 150 ? "full" : "short")),
      groupNames: ["full", "short"],
    });
    const [lacking] = likelihoodRatioDif(sides, { model: "gpcm", quadrature: 21, tolerance: 1e-4 }, [
      "sum",
    ]).items;
    expect(lacking.uniform).toBeNull();
    expect(lacking.reason).toContain("nobody scored 2");
  });

  it("say why there is none, and refuse what cannot be compared", () => {
    const rows = [...Array(40)].map((_, p) => [p % 2, Number(p % 3 === 0), Number(p % 5 < 2), 1]);
    const items = ["a", "b", "c", "all"];
    const two = responseData({ items, rows, groups: rows.map((_, p) => (p < 20 ? "r" : "f")) });
    const [constant] = likelihoodRatioDif(two, { model: "rasch" }, ["all"]).items;
    expect(constant).toMatchObject({ both: null, reason: "it could not be calibrated" });
    const anchors = [{ item: "a", model: "rasch", slope: 1, intercepts: [0] }] as const;
    expect(likelihoodRatioDif(two, { model: "rasch", anchors }, ["a"]).items[0].reason).toContain("anchor");
    expect(() => likelihoodRatioDif(two, { model: "rasch" }, ["z"])).toThrow("no item z");
    expect(() => likelihoodRatioDif(responseData({ items, rows }), { model: "rasch" })).toThrow("two groups");
  });
});
