import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { likelihoodRatioDif, responseData, type CalibrationOptions } from "../../../psychometrics/index.js";
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

  it("are nested under priors: freeing the slope, too, never loses, and equal groups differ by nothing", () => {
    const count = 8;
    const own = data.items.slice(5, 5 + count);
    const rows = Array.from({ length: data.personCount }, (_, p) =>
      own.map((_item, i) => data.scores[p * data.items.length + 5 + i]),
    ).filter((_, p) => p % 4 === 0);
    const focal = Array.from(data.groups).filter((_, p) => p % 4 === 0);
    const halves = responseData({ items: own, rows, groups: focal.map((g) => `${g}`) });
    const twice = responseData({
      items: own,
      rows: [...rows, ...rows],
      groups: [...rows.map(() => "a"), ...rows.map(() => "b")],
    });
    const grid = { quadrature: 21, tolerance: 1e-5 };
    const strict = {
      parameter: "slope",
      prior: { kind: "log-normal", mean: 0.5, standardDeviation: 0.1 },
    } as const;
    const difficulty = {
      parameter: "difficulty_1",
      prior: { kind: "normal", mean: 1, standardDeviation: 0.3 },
    } as const;
    for (const options of [
      { ...grid, model: "2pl", priors: [strict, difficulty] },
      { ...grid, model: "3pl", tolerance: 1e-4 },
    ] as const) {
      for (const { both, uniform, nonUniform } of likelihoodRatioDif(halves, options, own.slice(5, 8))
        .items) {
        expect(both?.chiSquare).toBeGreaterThanOrEqual((uniform?.chiSquare ?? NaN) - 0.01);
        // What the mode gives away of the likelihood is not cut off at 0.
        expect(both?.chiSquare).toBeCloseTo((uniform?.chiSquare ?? NaN) + (nonUniform?.chiSquare ?? NaN), 1);
      }
      // One distribution for both, or the free variance of the one would take up what the priors on slopes leave.
      const alike = { ...options, groups: { b: { mean: 0, variance: 1 } } };
      const [{ both, uniform, reason }] = likelihoodRatioDif(twice, alike, own.slice(6, 7)).items;
      expect(both?.chiSquare).toBeLessThan(0.01);
      expect(uniform?.chiSquare).toBeLessThan(0.01);
      expect(reason).toBeNull();
    }
  });

  it("say where a slope is held or shared with other items, so that the test of both is that of the intercepts", () => {
    const [a, b, c] = data.items;
    const small = { model: "2pl", quadrature: 15, tolerance: 1e-3 } as const;
    const held = { ...small, fixed: [{ item: a, parameter: "slope", value: 1 }] };
    const shared = { ...small, equal: [{ parameter: "slope", items: [a, b, c] }] };
    for (const options of [held, shared]) {
      const [{ both, uniform, nonUniform, reason }] = likelihoodRatioDif(data, options, [a]).items;
      expect(nonUniform).toBeNull();
      expect(both?.degreesOfFreedom).toBe(1);
      expect(uniform?.chiSquare).toBeCloseTo(both?.chiSquare ?? NaN, 1);
      expect(reason?.english).toBe(
        'its slope is held, or shared with other items, and cannot be freed: the test of both is that of the intercepts alone, "uniform"',
      );
    }
    const intercepts = { ...small, fixed: [{ item: a, parameter: "intercept_1", value: 0.2 }] };
    const [slopeOnly] = likelihoodRatioDif(data, intercepts, [a]).items;
    expect([slopeOnly.both?.degreesOfFreedom, slopeOnly.uniform]).toEqual([1, null]);
    expect(slopeOnly.reason?.english).toContain("its intercepts are held, or shared with other items");
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
        expect(reason?.english).toMatch(
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
    expect(lacking.reason?.english).toContain("nobody scored 2");
  });

  it("leave a group that has no parameters of its own out of both models", () => {
    const own = data.items.slice(0, 7);
    const rows = Array.from({ length: 600 }, (_, p) =>
      own.map((_item, i) => data.scores[p * data.items.length + i]),
    );
    const groups = rows.map((_, p) => ["a", "b", "right"][p % 3]);
    const fits = new Set<string>();
    const test = (first: number | null) => {
      const filled = rows.map((row, p) => (groups[p] === "right" ? [first, ...row.slice(1)] : row));
      const onCycle: CalibrationOptions["onCycle"] = ({ fit }) => fits.add(fit?.english ?? "");
      const options: CalibrationOptions = { model: "2pl", quadrature: 21, tolerance: 1e-6, onCycle };
      return likelihoodRatioDif(responseData({ items: own, rows: filled, groups }), options, [own[0]])
        .items[0];
    };
    const allRight = test(1);
    // Each calibration says in its cycles which it is.
    expect([...fits]).toEqual([
      "all items the same in every group",
      `item ${own[0]} free in each group (item 1 of 1)`,
      `item ${own[0]} the same in every group, without right (item 1 of 1)`,
      `item ${own[0]}, its difficulties alone free in each group (item 1 of 1)`,
    ]);
    const notAsked = test(null);
    expect(allRight.reason?.english).toContain("no parameters of its own in right: everybody");
    expect(allRight.both?.degreesOfFreedom).toBe(2);
    for (const name of ["both", "uniform", "nonUniform"] as const)
      expect(allRight[name]?.chiSquare).toBeCloseTo(notAsked[name]?.chiSquare ?? NaN, 2);
  });

  it("say why there is none, and refuse what cannot be compared", () => {
    const rows = [...Array(40)].map((_, p) => [p % 2, Number(p % 3 === 0), Number(p % 5 < 2), 1]);
    const items = ["a", "b", "c", "all"];
    const two = responseData({ items, rows, groups: rows.map((_, p) => (p < 20 ? "r" : "f")) });
    const [constant] = likelihoodRatioDif(two, { model: "rasch" }, ["all"]).items;
    expect(constant).toMatchObject({ both: null, reason: { english: "it could not be calibrated" } });
    const anchors = [{ item: "a", model: "rasch", slope: 1, intercepts: [0] }] as const;
    expect(likelihoodRatioDif(two, { model: "rasch", anchors }, ["a"]).items[0].reason?.english).toContain(
      "anchor",
    );
    expect(() => likelihoodRatioDif(two, { model: "rasch" }, ["z"])).toThrow("no item z");
    expect(() => likelihoodRatioDif(responseData({ items, rows }), { model: "rasch" })).toThrow("two groups");
  });
});
