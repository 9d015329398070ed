import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contingencyDif,
  logisticDif,
  responseData,
  simulateAbilities,
  simulateResponses,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { etsClass } from "../../../psychometrics/dif/mantel-haenszel.js";
import { cumulativeOddsRatio, mantelTest } from "../../../psychometrics/dif/ordinal.js";
import { normalCdf } from "../../../psychometrics/numeric/special.js";
import { drawCategory } from "../../../psychometrics/numeric/random.js";
import { uniformFrom } from "../../support/uniform.js";

const dichotomous: SimulatedItem[] = Array.from({ length: 8 }, (_, i) => ({
  item: `d${i}`,
  model: "2pl",
  slope: 0.8 + 0.1 * i,
  difficulties: [-1 + 0.3 * i],
}));
const graded: SimulatedItem[] = [
  { item: "g0", model: "gpcm", slope: 1, difficulties: [-0.6, 0.5] },
  { item: "g1", model: "grm", slope: 1.3, difficulties: [-1, 0, 1] },
];

/** Two groups of 300; the focal one finds the first item and the last one harder by `shift`. */
function simulated(
  seed: string,
  shift = 1.2,
  items: SimulatedItem[] = [...dichotomous, ...graded],
): ResponseData {
  const uniform = uniformFrom(seed);
  const moved = items.map((item, i) =>
    i === 0 || i === items.length - 1
      ? { ...item, difficulties: item.difficulties.map((b) => b + shift) }
      : item,
  );
  const reference = simulateResponses(uniform, simulateAbilities(uniform, 300), items);
  const focal = simulateResponses(uniform, simulateAbilities(uniform, 300, -0.4), moved);
  return {
    ...reference,
    personCount: 600,
    scores: Int8Array.from([...reference.scores, ...focal.scores]),
    weights: new Float64Array(600).fill(1),
    groups: Int32Array.from({ length: 600 }, (_, p) => (p < 300 ? 0 : 1)),
    groupNames: ["reference", "focal"],
  };
}

const data = simulated("dif laws");

describe("comparing matched groups", () => {
  it("the other way round turns every sign and inverts every ratio", () => {
    const there = contingencyDif(data);
    const back = contingencyDif(data, { reference: "focal", focal: "reference" });
    expect([back.reference, back.focal]).toEqual(["focal", "reference"]);
    expect(contingencyDif(data, { focal: "reference" }).reference).toBe("focal");
    there.items.forEach((item, i) => {
      const other = back.items[i];
      if (item.mantelHaenszel && other.mantelHaenszel) {
        expect(item.mantelHaenszel.oddsRatio * other.mantelHaenszel.oddsRatio).toBeCloseTo(1, 10);
        expect(item.mantelHaenszel.delta).toBeCloseTo(-other.mantelHaenszel.delta, 10);
        expect(item.mantelHaenszel.logStandardError).toBeCloseTo(other.mantelHaenszel.logStandardError, 10);
      }
      expect(item.mantel?.chiSquare).toBeCloseTo(other.mantel?.chiSquare ?? NaN, 8);
      expect((item.cumulative?.oddsRatio ?? NaN) * (other.cumulative?.oddsRatio ?? NaN)).toBeCloseTo(1, 10);
      expect(item.cumulative?.logStandardError).toBeCloseTo(other.cumulative?.logStandardError ?? NaN, 10);
    });
    const regressed = logisticDif(data).items;
    logisticDif(data, { focal: "reference" }).items.forEach((item, i) => {
      expect(item.groupEffect).toBeCloseTo(-(regressed[i].groupEffect ?? NaN), 6);
      expect(item.interaction).toBeCloseTo(-(regressed[i].interaction ?? NaN), 6);
    });
  });

  it("tells which group an item is harder for, by every statistic", () => {
    const { items } = contingencyDif(data, { purify: true });
    const last = items.length - 1;
    expect(items[0].mantelHaenszel?.oddsRatio).toBeGreaterThan(1);
    expect(items[0].mantelHaenszel?.delta).toBeLessThan(-1);
    expect(items[last].mantelHaenszel).toBeNull();
    for (const i of [0, last]) {
      expect(items[i].standardisedMeanDifference).toBeLessThan(-0.05);
      expect(items[i].cumulative?.oddsRatio).toBeGreaterThan(1);
      expect(items[i].mantel?.p).toBeLessThan(0.01);
      expect(logisticDif(data).items[i].groupEffect).toBeLessThan(0);
    }
  });

  it("gives weights the meaning of shares: all times ten changes nothing, and zero is not being there", () => {
    const uniform = uniformFrom("weights");
    const weights = Float64Array.from({ length: 600 }, () => (uniform() < 0.2 ? 0 : 0.5 + uniform()));
    const weighted = contingencyDif({ ...data, weights });
    expect(contingencyDif({ ...data, weights: weights.map((weight) => 10 * weight) }).items).toEqual(
      weighted.items.map((item) =>
        expect.objectContaining({ item: item.item, referenceCount: item.referenceCount }),
      ),
    );
    const kept = Array.from({ length: 600 }, (_, p) => p).filter((p) => weights[p] > 0);
    const without: ResponseData = {
      ...data,
      personCount: kept.length,
      scores: Int8Array.from(kept.flatMap((p) => [...data.scores.subarray(p * 10, p * 10 + 10)])),
      weights: Float64Array.from(kept, (p) => 7 * weights[p]),
      groups: Int32Array.from(kept, (p) => data.groups[p]),
    };
    for (const purify of [false, true]) {
      const ours = contingencyDif(without, { purify }).items;
      contingencyDif({ ...data, weights }, { purify }).items.forEach((item, i) => {
        expect(item.mantel?.chiSquare).toBeCloseTo(ours[i].mantel?.chiSquare ?? NaN, 8);
        expect(item.cumulative?.oddsRatio).toBeCloseTo(ours[i].cumulative?.oddsRatio ?? NaN, 8);
      });
    }
    const regressed = logisticDif(without).items;
    logisticDif({ ...data, weights }).items.forEach((item, i) =>
      expect(item.both?.chiSquare).toBeCloseTo(regressed[i].both?.chiSquare ?? NaN, 6),
    );
  });

  it("on given abilities cuts them into strata, and leaves out who has none", () => {
    const abilities = Array.from({ length: 600 }, (_, p) => (p % 50 === 0 ? null : Math.sin(p)));
    const { items, match } = contingencyDif(data, { match: abilities, strataCount: 6 });
    expect(match).toBe("values");
    for (const item of items) {
      expect(item.strataCount).toBe(6);
      expect(item.referenceCount + item.focalCount).toBe(588);
    }
  });
});

describe("matching on abilities", () => {
  it("puts equal ones into one stratum though they differ by rounding", () => {
    const exact = Array.from({ length: 600 }, (_, p) => (p % 11) / 10);
    const rounded = exact.map((value, p) => value + ((p % 3) - 1) * 2e-16);
    expect(new Set(rounded).size).toBeGreaterThan(new Set(exact).size);
    for (const strataCount of [4, 7, 11])
      expect(contingencyDif(data, { match: rounded, strataCount })).toEqual(
        contingencyDif(data, { match: exact, strataCount }),
      );
  });
});

describe("with booklets", () => {
  // Every second test taker was presented d0 to d5, the others d2 to d7.
  const rotated: ResponseData = {
    ...data,
    items: data.items.slice(0, 8),
    maxScores: data.maxScores.slice(0, 8),
    scores: Int8Array.from({ length: 600 * 8 }, (_, n) => {
      const [p, i] = [Math.floor(n / 8), n % 8];
      const isPresented = p % 2 === 0 ? i < 6 : i >= 2;
      return isPresented ? data.scores[p * 10 + i] : -1;
    }),
  };

  it("sums are compared within a booklet only: strata are those of the two booklets", () => {
    const { items } = contingencyDif(rotated);
    // Sums of six right-or-wrong items are 0 to 6, in one booklet or two.
    expect(items[0].strataCount).toBeLessThanOrEqual(7);
    expect(items[3].strataCount).toBeGreaterThan(7);
    expect(items[3].strataCount).toBeLessThanOrEqual(14);
    expect(items[0].referenceCount).toBe(150);
    expect(items[3].referenceCount).toBe(300);
    expect(items[0].mantelHaenszel?.oddsRatio).toBeGreaterThan(1);
  });

  it("shares go over all booklets, and a regression on sums is refused with what to do", () => {
    const { items } = contingencyDif(rotated, { match: "share", strataCount: 5 });
    expect(items[3].strataCount).toBeLessThanOrEqual(5);
    expect(items[0].mantelHaenszel?.delta).toBeLessThan(0);
    expect(() => logisticDif(rotated)).toThrow('match on shares ("match": "share")');
    const regressed = logisticDif(rotated, { match: "share" }).items;
    expect(regressed[0].n).toBe(300);
    expect(regressed[0].groupEffect).toBeLessThan(0);
  });
});

describe("Mantel's test", () => {
  it("has the mean and the variance of all ways to deal the scores of a stratum to the groups", () => {
    const scores = [0, 1, 1, 2, 3, 3];
    // Every choice of the two focal test takers.
    const sums: number[] = [];
    for (let a = 0; a < 6; a++) for (let b = a + 1; b < 6; b++) sums.push(scores[a] + scores[b]);
    const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length;
    const variance = sums.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sums.length;
    // The focal group got 3 and 1; the reference group 0, 1, 2 and 3.
    const table = { reference: Float64Array.of(1, 1, 1, 1), focal: Float64Array.of(0, 1, 0, 1) };
    expect(mantelTest([table])?.chiSquare).toBeCloseTo((4 - mean) ** 2 / variance, 12);
    const twice = mantelTest([table, table]);
    expect(twice?.chiSquare).toBeCloseTo((8 - 2 * mean) ** 2 / (2 * variance), 12);
  });
});

describe("Liu and Agresti's odds ratio", () => {
  it("is the proportional odds of two large samples, and its standard error is how it varies", () => {
    const uniform = uniformFrom("liu agresti");
    // Cumulative odds of 3, 1 and 1/3 in the reference group, all halved in the focal one.
    const shares = (odds: number[]) => {
      const above = odds.map((value) => value / (1 + value));
      return [1 - above[0], above[0] - above[1], above[1] - above[2], above[2]];
    };
    const draw = (probabilities: number[], count: number) => {
      const counts = new Float64Array(4);
      for (let n = 0; n < count; n++) counts[drawCategory(uniform, probabilities)]++;
      return counts;
    };
    const logs: number[] = [];
    const errors: number[] = [];
    for (let r = 0; r < 300; r++) {
      const strata = Array.from({ length: 5 }, () => ({
        reference: draw(shares([3, 1, 1 / 3]), 40),
        focal: draw(shares([1.5, 0.5, 1 / 6]), 40),
      }));
      const found = cumulativeOddsRatio(strata);
      logs.push(Math.log(found?.oddsRatio ?? NaN));
      errors.push(found?.logStandardError ?? NaN);
    }
    const mean = logs.reduce((sum, value) => sum + value, 0) / 300;
    const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 299);
    expect(Math.abs(mean - Math.log(2))).toBeLessThan((4 * deviation) / Math.sqrt(300));
    // The standard deviation of 300 values is itself uncertain by 4 %.
    expect(Math.abs(errors.reduce((sum, value) => sum + value, 0) / 300 / deviation - 1)).toBeLessThan(0.12);
  });
});

describe("the ETS classes", () => {
  it("need size and significance", () => {
    expect(etsClass(0.99, 0.01)).toBe("A");
    expect(etsClass(-1.4, 0.01)).toBe("B");
    expect(etsClass(1.4, 1)).toBe("A");
    expect(etsClass(-1.6, 0.1)).toBe("C");
    // Above 1.5 and different from 0, but not significantly above 1.
    expect(etsClass(1.6, 0.5)).toBe("B");
  });

  it("never get milder as a difference grows", () => {
    const size = fc.double({ min: 0, max: 4, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.double({ min: 0.01, max: 1, noNaN: true }), (a, b, error) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        expect(etsClass(small, error) <= etsClass(-large, error)).toBe(true);
      }),
    );
  });
});

describe("data that say nothing", () => {
  const items = ["a", "b", "c"];
  const rows = [
    [1, 1, 0],
    [1, 0, 1],
    [1, 1, 1],
    [1, 0, 0],
  ];

  it("get a reason and no numbers: an item that all have right", () => {
    const all = responseData({ items, rows: [...rows, ...rows], groups: [..."rrrrffff"] });
    const [constant] = contingencyDif(all).items;
    expect(constant).toMatchObject({
      mantelHaenszel: null,
      mantel: null,
      cumulative: null,
      reason: { english: "scores do not vary within the strata" },
    });
    expect(logisticDif(all).items[0]).toMatchObject({
      both: null,
      reason: { english: "its scores do not vary" },
    });
  });

  it("get a reason: an item that only one group was presented", () => {
    const apart = responseData({
      items,
      rows: [...rows, ...rows.map(([a, b]) => [a, b, null])],
      groups: [..."rrrrffff"],
    });
    expect(contingencyDif(apart).items[2]).toMatchObject({
      mantelHaenszel: null,
      standardisedMeanDifference: null,
      reason: { english: "no stratum has test takers of both groups" },
    });
    expect(logisticDif(apart, { match: "share" }).items[2].reason?.english).toBe(
      "only one group was presented it",
    );
  });

  it("get a reason: a regression without an end", () => {
    // Whoever has b right has a right, and nobody else.
    const separated = responseData({
      items: ["a", "b"],
      rows: [...Array(6)].flatMap(() => [
        [1, 1],
        [0, 0],
      ]),
      groups: [..."rrrrrrffffff"],
    });
    expect(logisticDif(separated).items[0].reason?.english).toBe(
      "the match or the group separates its scores",
    );
  });

  it("keep the test of the group where only its product with the match has no end", () => {
    // In the focal group the match tells who has a right; in the reference group it does not.
    const rows = [...Array(6)].flatMap(() => [
      [1, 1, 0],
      [0, 1, 1],
      [1, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
      [0, 0, 1],
    ]);
    const focal = [...Array(6)].flatMap(() => [
      [1, 1, 1],
      [0, 0, 0],
      [0, 1, 0],
      [1, 1, 1],
    ]);
    const [item] = logisticDif(
      responseData({
        items,
        rows: [...rows, ...focal],
        groups: [...rows.map(() => "r"), ...focal.map(() => "f")],
      }),
    ).items;
    expect(item.reason?.english).toBe("the product of match and group separates its scores");
    expect(item).toMatchObject({ nonUniform: null, both: null, interaction: null, zumboThomas: null });
    expect(item.uniform?.chiSquare).toBeGreaterThan(0);
    expect(item.uniform?.wald?.p).toBeCloseTo(
      2 * (1 - normalCdf(Math.abs((item.groupEffect ?? NaN) / (item.groupStandardError ?? NaN)))),
      10,
    );
  });

  it("are refused where there is nobody to compare", () => {
    const one = responseData({ items, rows });
    expect(() => contingencyDif(one)).toThrow("at least two groups");
    const two = responseData({ items, rows, groups: [..."rrff"] });
    expect(() => contingencyDif(two, { focal: "x" })).toThrow("there is no group x; the groups are r, f");
    expect(() => logisticDif(two, { focal: "r", reference: "r" })).toThrow("both r");
    expect(() => contingencyDif(two, { match: [1] })).toThrow("1 number to match on, but 4 test takers");
    expect(() => contingencyDif(two, { strataCount: 1 })).toThrow("at least 2");
  });
});
