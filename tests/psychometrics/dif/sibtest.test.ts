import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { responseData, sibtest, sibtestClass, type ResponseData } from "../../../psychometrics/index.js";
import { fixture, hasShared, needsShared, readScores, shared } from "../../support/psychometric-fixtures.js";

/** A row of mirt's SIBTEST(). */
interface Theirs {
  item: string;
  type: string;
  beta: number;
  SE: number;
  X2: number;
  p: number;
}

const expected: { items: string[]; SIBTEST: Theirs[] } = JSON.parse(
  readFileSync(fixture("sim-dif/expected.json"), "utf8"),
);
const names = expected.items;
const data = readScores(fixture("sim-dif/data.csv"), { items: names, group: "focal" });

/** Closed formulas, written with ten digits. */
function compareWith(theirs: Theirs[], of: ResponseData): void {
  const rows = theirs.filter(({ type }) => type === "SIBTEST");
  expect(rows).toHaveLength(6);
  const { items } = sibtest(of);
  for (const { item, beta, SE, X2, p } of rows) {
    const ours = items.find((row) => row.item === item);
    expect(ours?.beta).toBeCloseTo(beta, 9);
    expect(ours?.standardError).toBeCloseTo(SE, 9);
    expect(ours?.chiSquare).toBeCloseTo(X2, 6);
    expect(ours?.p).toBeCloseTo(p, 8);
  }
}

describe("the simultaneous item bias test", () => {
  it("is mirt's SIBTEST of six items", () => compareWith(expected.SIBTEST, data));

  it.skipIf(!hasShared)(`is mirt's where a group has 73 test takers ${needsShared}`, () => {
    const { items, SIBTEST } = JSON.parse(readFileSync(shared("verbagg_dich.ref/dif.json"), "utf8"));
    compareWith(SIBTEST, readScores(shared("verbagg_dich.csv"), { items, group: "male" }));
  });

  it("matches on the items that do not differ, as mirt's with a match_set of them", () => {
    const { items, converged, rounds } = sibtest(data, { purify: true });
    expect(converged).toBe(true);
    expect(rounds).toBeGreaterThan(0);
    // The four that were made to differ.
    expect(items.flatMap(({ item, isPurified }) => (isPurified ? [item] : []))).toEqual([
      ...["D03", "D08", "D12", "D15"],
    ]);
    // mirt 1.48 on D01, D03 and D12, each against the other items without these four; ten digits.
    const theirs = [
      [0.002067871368, 0.02125700659, 0.009463304739],
      [0.112202689085, 0.02121008949, 27.984756286311],
      [0.051169787173, 0.02157430871, 5.625400448364],
    ];
    [0, 2, 11].forEach((place, n) => {
      const { beta, standardError, chiSquare } = items[place];
      expect(beta).toBeCloseTo(theirs[n][0], 9);
      expect(standardError).toBeCloseTo(theirs[n][1], 9);
      expect(chiSquare).toBeCloseTo(theirs[n][2], 7);
    });
  });

  it("turns its sign where the groups change places, and finds the item that is harder for the focal group", () => {
    const { items } = sibtest(data);
    const { items: turned, reference, focal } = sibtest(data, { reference: data.groupNames[1] });
    expect([reference, focal]).toEqual([data.groupNames[1], data.groupNames[0]]);
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
    expect(sibtest(absent).items[0].beta).not.toBeNull();
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
    for (const one of sibtest(few).items) {
      expect(one).toMatchObject({
        n: 2,
        scoreCount: 0,
        beta: null,
        standardError: null,
        chiSquare: null,
        p: null,
      });
      expect(one.reason?.english).toContain("do both groups have more than 5 test takers");
    }
    const apart = responseData({
      items: ["a", "b", "c"],
      rows: [
        [1, 0, 1],
        [0, 1, null],
      ],
      groups: ["x", "y"],
    });
    expect(sibtest(apart).items[0].reason?.english).toBe(
      "one of the groups has nobody who responded to every item",
    );
    const two = responseData({ items: ["a", "b"], rows: [[1, 0]], groups: ["x"], groupNames: ["x", "y"] });
    expect(() => sibtest(two)).toThrow("at least three items, not 2");
    expect(() => sibtest(responseData({ items: ["a"], rows: [[1]] }))).toThrow("at least two groups");
  });
});

describe("the class of a difference by SIBTEST", () => {
  const classOf = (beta: number, p = 0.01, maxScore = 1) => sibtestClass({ beta, p }, maxScore);

  it("has Roussos and Stout's bounds of 0.059 and 0.088, whichever the sign", () => {
    expect([0.0589, 0.059, 0.0879, 0.088].map((beta) => classOf(beta))).toEqual(["A", "B", "B", "C"]);
    expect([-0.0589, -0.059, -0.0879, -0.088].map((beta) => classOf(beta))).toEqual(["A", "B", "B", "C"]);
  });

  it("is A where the difference is not significant at 5 %", () => {
    expect([0.0499, 0.05].map((p) => classOf(0.2, p))).toEqual(["C", "A"]);
  });

  it("takes a share of the highest score, and is none without a test", () => {
    expect(classOf(0.1, 0.01, 2)).toBe("A");
    expect(sibtestClass({ beta: null, p: null }, 1)).toBeNull();
  });
});
