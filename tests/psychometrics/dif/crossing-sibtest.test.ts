import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  crossingSibtest,
  responseData,
  sibtest,
  simulateAbilities,
  simulateResponses,
  type CrossingTest,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { crossingTest } from "../../../psychometrics/dif/crossing-sibtest.js";
import { RestScores } from "../../../psychometrics/dif/rest-scores.js";
import { fixture, hasShared, needsShared, readScores, shared } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

/** A row of mirt's SIBTEST(). */
interface Theirs {
  item: string;
  type: string;
  beta: number;
  X2: number;
  df: number;
  p: number;
}

const expected: { items: string[]; SIBTEST: Theirs[] } = JSON.parse(
  readFileSync(fixture("sim-dif/expected.json"), "utf8"),
);
const names = expected.items;
const data = readScores(fixture("sim-dif/data.csv"), { items: names, group: "focal" });

const crossingRows = (rows: Theirs[]) => {
  const found = rows.filter(({ type }) => type === "CSIBTEST");
  expect(found).toHaveLength(6);
  return found;
};

/** Closed formulas, written with ten digits. */
function compareWith(ours: CrossingTest | undefined, { beta, X2, df, p }: Theirs): void {
  expect(ours?.beta).toBeCloseTo(beta, 9);
  expect(ours?.chiSquare).toBeCloseTo(X2, 7);
  expect(ours?.degreesOfFreedom).toBe(df);
  expect(ours?.p).toBeCloseTo(p, 8);
}

describe("the crossing simultaneous item bias test", () => {
  it("is mirt's CSIBTEST of six items", () => {
    const { items } = crossingSibtest(data);
    for (const row of crossingRows(expected.SIBTEST))
      compareWith(
        items.find(({ item }) => item === row.item),
        row,
      );
    // Where R's lm() has the line through mirt's details of the same items cross 0, weights and sums as here.
    const crossings = [8.605245, 2.005015, null, 9.017851, 8.950891, 10.41914];
    crossings.forEach((crossing, i) =>
      crossing === null
        ? expect(items[i].crossing).toBeNull()
        : expect(items[i].crossing).toBeCloseTo(crossing, 5),
    );
  });

  it("purified is mirt's with a match_set of the items that do not differ", () => {
    const { items, converged } = crossingSibtest(data, { purify: true });
    expect(converged).toBe(true);
    expect(items.flatMap(({ item, isPurified }) => (isPurified ? [item] : []))).toEqual([
      ...["D03", "D08", "D12", "D15"],
    ]);
    // mirt 1.48 on D01, D03 and D12; the last one tells abilities apart less well in the focal group.
    for (const [place, beta, X2, df, p] of [
      [0, 0.02982343547, 2.056575845177, 2, 0.3576187077],
      [2, 0.112202689085, 27.984756286311, 1, 1.222748833e-7],
      [11, 0.094179759495, 20.525179393991, 2, 3.4915151e-5],
    ])
      compareWith(items[place], { item: "", type: "", beta, X2, df, p });
  });

  it.skipIf(!hasShared)(`is mirt's where a group has 73 test takers ${needsShared}`, () => {
    const { items, SIBTEST } = JSON.parse(readFileSync(shared("verbagg_dich.ref/dif.json"), "utf8"));
    const small = readScores(shared("verbagg_dich.csv"), { items, group: "male" });
    const ours = crossingSibtest(small).items;
    const restScores = new RestScores(
      small,
      { reference: 0, focal: 1 },
      small.items.map(() => true),
    );
    for (const row of crossingRows(SIBTEST)) {
      const place = ours.findIndex(({ item }) => item === row.item);
      if (row.item !== "S1WantScold") {
        compareWith(ours[place], row);
        continue;
      }
      // mirt's line takes sums at which nothing is compared for sums without a difference, and it gives points above 10 one
      // digit: 10 here, where the three sums that are compared (8, 12 and 15) have 11.5. At its point the test is the same.
      expect(ours[place].scoreCount).toBe(3);
      expect(ours[place].crossing).toBeCloseTo(11.53986, 5);
      compareWith(crossingTest(restScores.compare(place), 10), row);
    }
  });

  it("is SIBTEST where the groups do not change places, and else has its difference in two parts", () => {
    const uniform = sibtest(data).items;
    const crossing = crossingSibtest(data).items;
    const kinds = new Set<number | null>();
    crossing.forEach(({ below, above, ...ours }, i) => {
      const { beta, standardError, chiSquare, p } = uniform[i];
      kinds.add(ours.degreesOfFreedom);
      expect((below?.beta ?? 0) + (above?.beta ?? 0)).toBeCloseTo(beta ?? NaN, 12);
      expect(Math.hypot(below?.standardError ?? 0, above?.standardError ?? 0)).toBeCloseTo(
        standardError ?? NaN,
        12,
      );
      if (ours.degreesOfFreedom === 1) {
        expect(ours.crossing).toBeNull();
        expect(ours).toMatchObject({ beta: Math.abs(beta ?? NaN), chiSquare, p });
      }
    });
    expect([...kinds].sort()).toEqual([1, 2]);
  });

  it("says the same of the groups in either order, with the signs of the parts turned", () => {
    const turned = crossingSibtest(data, { reference: data.groupNames[1] }).items;
    crossingSibtest(data).items.forEach((there, i) => {
      const { crossing, beta, chiSquare, p, below, above } = turned[i];
      expect(crossing ?? -1).toBeCloseTo(there.crossing ?? -1, 8);
      expect(beta).toBeCloseTo(there.beta ?? NaN, 12);
      expect(chiSquare).toBeCloseTo(there.chiSquare ?? NaN, 9);
      expect(p).toBeCloseTo(there.p ?? NaN, 10);
      expect(below?.beta ?? 0).toBeCloseTo(-(there.below?.beta ?? 0), 12);
      expect(above?.beta ?? 0).toBeCloseTo(-(there.above?.beta ?? 0), 12);
    });
  });

  it("has its chi-square from the parts, and both sides where the point lies between the sums", () => {
    const at = (score: number, difference: number) => ({
      ...{ score, difference, variance: 0.01, count: 20, largerCount: 12 },
    });
    const scores = [at(1, 0.3), at(2, 0.2), at(4, -0.2), at(5, -0.3)];
    // A quarter of all at each sum: parts of 0.125 and -0.125, with variances of 2 * 0.01 / 16.
    const { below, above, beta, chiSquare, degreesOfFreedom } = crossingTest(scores, 3.2);
    expect(below?.beta).toBeCloseTo(0.125, 12);
    expect(above?.beta).toBeCloseTo(-0.125, 12);
    expect(beta).toBeCloseTo(0.25, 12);
    expect(chiSquare).toBeCloseTo((2 * 0.125 ** 2) / (0.02 / 16), 10);
    expect(degreesOfFreedom).toBe(2);
    // A sum belongs to the lower side up to the nearest whole point.
    expect(crossingTest(scores, 3.6).below?.beta).toBeCloseTo(0.075, 12);
    for (const point of [null, 0.4, 7])
      expect(crossingTest(scores, point)).toMatchObject({ crossing: null, degreesOfFreedom: 1 });
  });

  it("finds an item that tells abilities apart less well in a group, which SIBTEST does not, and few that are alike", () => {
    const items: SimulatedItem[] = Array.from({ length: 15 }, (_, i) => ({
      ...{ item: `d${i}`, model: "2pl", slope: [1.2, 0.9, 1.5][i % 3] },
      difficulties: [i === 0 ? 0 : -1.5 + (3 * i) / 14],
    }));
    const moved = items.map((item, i) => (i === 0 ? { ...item, slope: 0.4 } : item));
    const replications = 40;
    const found = { crossing: 0, uniform: 0, alike: 0, tests: 0 };
    const isBelow = (p: number | null | undefined) => Number((p ?? 1) < 0.05);
    for (let r = 0; r < replications; r++) {
      const uniform = uniformFrom(`crossing ${r}`);
      const reference = simulateResponses(uniform, simulateAbilities(uniform, 700), items);
      const focal = simulateResponses(uniform, simulateAbilities(uniform, 700, -0.2), moved);
      const both: ResponseData = {
        ...reference,
        personCount: 1400,
        scores: Int8Array.from([...reference.scores, ...focal.scores]),
        weights: new Float64Array(1400).fill(1),
        groups: Int32Array.from({ length: 1400 }, (_, p) => (p < 700 ? 0 : 1)),
        groupNames: ["reference", "focal"],
      };
      const [first, ...others] = crossingSibtest(both).items;
      found.crossing += isBelow(first.p);
      found.uniform += isBelow(sibtest(both).items[0].p);
      found.alike += others.reduce((sum, { p }) => sum + isBelow(p), 0);
      found.tests += others.length;
    }
    expect(found.crossing / replications).toBeGreaterThan(0.9);
    expect(found.uniform / replications).toBeLessThan(0.4);
    // The point where groups change places is of the same data, so that the level of 5 % is some 6 to 7; 560 tests have a standard error of 1.
    expect(found.alike / found.tests).toBeLessThan(0.095);
    expect(found.alike / found.tests).toBeGreaterThan(0.03);
  });

  it("says why there is none", () => {
    const few = responseData({
      items: ["a", "b", "c"],
      rows: [
        [1, 0, 1],
        [0, 1, 1],
      ],
      groups: ["x", "y"],
    });
    for (const one of crossingSibtest(few).items) {
      expect(one).toMatchObject({
        ...{ n: 2, scoreCount: 0, crossing: null, beta: null, below: null, above: null },
        ...{ chiSquare: null, degreesOfFreedom: null, p: null },
      });
      expect(one.reason?.english).toContain("do both groups have more than 5 test takers");
    }
    // With one matching item besides there is no alpha.
    const isMatching = names.map((_, i) => i < 2);
    const restScores = new RestScores(data, { reference: 0, focal: 1 }, isMatching);
    expect(restScores.compare(0)).toEqual([]);
    expect(restScores.reasonFor(0, 0)?.english).toBe("fewer than two matching items are left");
    expect(restScores.compare(2).length).toBeGreaterThan(0);
  });
});
