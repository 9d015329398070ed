import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { responseData, sibtest } from "../../../psychometrics/index.js";
import { fixture, hasShared, needsShared, readScores, shared } from "../../support/psychometric-fixtures.js";

const names: string[] = JSON.parse(readFileSync(fixture("sim-dif/expected.json"), "utf8")).items;
const data = readScores(fixture("sim-dif/data.csv"), { items: names, group: "focal" });

describe("the simultaneous item bias test", () => {
  it.skipIf(!hasShared)(`is mirt's SIBTEST ${needsShared}`, () => {
    interface Theirs {
      item: string;
      type: string;
      beta: number;
      SE: number;
      X2: number;
      p: number;
    }
    const all: Theirs[] = JSON.parse(readFileSync(shared("sim_dif.ref/dif.json"), "utf8")).SIBTEST;
    const expected = all.filter(({ type }) => type === "SIBTEST");
    expect(expected).toHaveLength(6);
    const items = sibtest(data);
    // Closed formulas, written with ten digits.
    for (const theirs of expected) {
      const ours = items.find(({ item }) => item === theirs.item);
      expect(ours?.beta).toBeCloseTo(theirs.beta, 9);
      expect(ours?.standardError).toBeCloseTo(theirs.SE, 9);
      expect(ours?.chiSquare).toBeCloseTo(theirs.X2, 6);
      expect(ours?.p).toBeCloseTo(theirs.p, 8);
    }
  });

  it("turns its sign where the groups change places, and finds the item that is harder for the focal group", () => {
    const items = sibtest(data);
    const turned = sibtest(data, { reference: data.groupNames[1] });
    items.forEach(({ beta, standardError }, i) => {
      expect(turned[i].beta).toBeCloseTo(-(beta ?? NaN), 12);
      expect(turned[i].standardError).toBeCloseTo(standardError ?? NaN, 12);
    });
    // 0.6 logits are some 0.1 of a score point.
    expect(items[2].beta).toBeGreaterThan(0.05);
    expect(items[2].p).toBeLessThan(0.001);
  });

  it("counts weights by their shares, and a weight of zero for nobody", () => {
    const places = Array.from({ length: data.personCount }, (_, p) => p).filter((p) => p % 4 === 0);
    const rows = places.map((p) => [...data.scores.subarray(p * names.length, (p + 1) * names.length)]);
    const groups = places.map((p) => data.groupNames[data.groups[p]]);
    const some = [...rows.keys()].filter((p) => p % 3 !== 0);
    const zero = responseData({
      items: names,
      rows,
      groups,
      weights: rows.map((_, p) => Number(p % 3 !== 0)),
    });
    const absent = responseData({
      items: names,
      rows: some.map((p) => rows[p]),
      groups: some.map((p) => groups[p]),
      groupNames: zero.groupNames,
    });
    expect(sibtest(absent)[0].beta).not.toBeNull();
    expect(sibtest(zero)).toEqual(sibtest(absent));
    const double = responseData({ items: names, rows, groups, weights: rows.map(() => 2) });
    const once = responseData({ items: names, rows, groups });
    expect(sibtest(double)).toEqual(sibtest(once));
  });

  it("says why there is none, and refuses what cannot be compared", () => {
    const few = responseData({
      items: ["a", "b", "c"],
      rows: [
        [1, 0, 1],
        [0, 1, 1],
        [1, null, 0],
      ],
      groups: ["x", "y", "x"],
    });
    for (const one of sibtest(few)) {
      expect(one).toMatchObject({
        n: 2,
        scoreCount: 0,
        beta: null,
        standardError: null,
        chiSquare: null,
        p: null,
      });
      expect(one.reason).toContain("have both groups 5 test takers");
    }
    const two = responseData({ items: ["a", "b"], rows: [[1, 0]], groups: ["x"], groupNames: ["x", "y"] });
    expect(() => sibtest(two)).toThrow("at least three items, not 2");
    expect(() => sibtest(responseData({ items: ["a"], rows: [[1]] }))).toThrow("at least two groups");
  });
});
