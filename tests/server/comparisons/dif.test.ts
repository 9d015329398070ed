import { describe, expect, it } from "vitest";
import {
  calibrate,
  contingencyDif,
  crossingSibtest,
  curveDeviations,
  likelihoodRatioDif,
  logisticDif,
  responseData,
  sibtest,
  simulateAbilities,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { analyse } from "../../../server/calibrations/analysis.js";
import type { ComparisonInput } from "../../../server/comparisons/comparison-input.js";
import { difOf } from "../../../server/comparisons/dif.js";
import type { DifBody } from "../../../server/contract/comparisons.js";
import { uniformFrom } from "../../support/uniform.js";
import { knownInput } from "../calibrations/known-input.js";

const quiet = (): void => {};
const ask: DifBody = {
  grouping: "g",
  reference: "A",
  focal: "B",
  match: "auto",
  purify: false,
  likelihoodRatio: false,
};

/** A run of 8 items and 600 test takers, the second half in group B, for which item 3 is a logit harder and item 8 has 2 points. */
function input(more: Partial<DifBody> = {}): ComparisonInput {
  const random = uniformFrom("dif");
  const items = (shift: number) =>
    Array.from({ length: 8 }, (_, k): SimulatedItem => {
      const b = -1.4 + 0.4 * k + (k === 2 ? shift : 0);
      return k === 7
        ? { item: "I8", model: "pcm", slope: 1, difficulties: [b - 0.4, b + 0.4] }
        : { item: `I${k + 1}`, model: "rasch", slope: 1, difficulties: [b] };
    });
  const half = (shift: number) => {
    const { scores } = simulateResponses(random, simulateAbilities(random, 300), items(shift));
    return Array.from({ length: 300 }, (_, p) => [...scores.subarray(8 * p, 8 * p + 8)]);
  };
  const start = knownInput(2, 8, { model: "rasch" });
  const rows = [...half(0), ...half(1)];
  const run = {
    ...start,
    items: start.items.map((item, i) => ({ ...item, maxScore: i === 7 ? 2 : 1 })),
    rows,
    personIds: rows.map((_, p) => `P${p}`),
  };
  return {
    ask: { kind: "dif", options: { ...ask, ...more } },
    run,
    abilities: analyse(run, quiet).persons.map(({ wle }) => wle),
    groups: [
      { id: "A", n: 300 },
      { id: "B", n: 300 },
    ],
    groupOf: rows.map((_, p) => (p < 300 ? "A" : "B")),
  };
}

const dataOf = ({ run, groupOf }: ComparisonInput) =>
  responseData({
    items: run.items.map(({ itemId }) => itemId),
    rows: run.rows,
    maxScores: run.items.map(({ maxScore }) => maxScore),
    groups: groupOf as string[],
    groupNames: ["A", "B"],
  });
const models = { I8: "pcm" } as const;
const calibrating = { model: "rasch", models, quadrature: 41, range: 6, tolerance: 1e-4 } as const;

describe("differential item functioning of a run", () => {
  const given = input();
  const data = dataOf(given);
  const result = difOf(given, ask, quiet);

  it("is what the library gives, matched on sums where all met the same items", () => {
    const tables = contingencyDif(data, { reference: "A", focal: "B" }).items;
    const regressions = logisticDif(data, { reference: "A", focal: "B" }).items;
    expect(result.matchedOn).toBe("score");
    result.items.forEach((item, i) => {
      const { mantelHaenszel: ofTwo, mantel, cumulative, effectClass } = tables[i];
      expect(item.effectClass).toBe(effectClass);
      expect(item.chiSquare).toBe(ofTwo ? ofTwo.corrected.chiSquare : mantel?.chiSquare);
      // Two ways to the same number: Liu and Agresti's odds ratio is that of Mantel and Haenszel for two scores.
      expect(item.delta).toBeCloseTo(-2.35 * Math.log(cumulative?.oddsRatio ?? Number.NaN), 9);
      expect(item.smd).toBe(tables[i].standardisedMeanDifference);
      expect(item.uniformP).toBe(regressions[i].uniform?.p);
      expect(item.nonUniformP).toBe(regressions[i].nonUniform?.p);
      expect(item.rSquaredChange).toBe(regressions[i].both?.rSquaredChange);
    });
  });

  it("has the library's SIBTEST and crossing SIBTEST, with the class of the beta", () => {
    const uniform = sibtest(data, { reference: "A", focal: "B" }).items;
    const crossing = crossingSibtest(data, { reference: "A", focal: "B" }).items;
    expect(result.sibtest).toEqual({ n: 600, reason: null });
    result.items.forEach(({ sibtest: found }, i) => {
      const { beta, standardError, chiSquare, p, scoreCount } = uniform[i];
      expect(found).toMatchObject({ beta, se: standardError, chiSquare, p, scoreCount, reason: null });
      expect(found?.crossing).toMatchObject({
        at: crossing[i].crossing,
        beta: crossing[i].beta,
        df: crossing[i].degreesOfFreedom,
        p: crossing[i].p,
      });
    });
    // A logit near the middle is about a fifth of a point; three standard errors are 0.12.
    expect(result.items[2].sibtest?.beta).toBeGreaterThan(0.08);
    expect(result.items[2].sibtest?.effectClass).toBe("C");
    expect(result.items[0].sibtest?.effectClass).toBe("A");
  });

  it("takes items that differ out of SIBTEST's match where that was asked for", () => {
    const { items } = difOf(given, { ...ask, purify: true }, quiet);
    const expected = sibtest(data, { reference: "A", focal: "B", purify: true }).items;
    expect(items.map((item) => [item.sibtest?.beta, item.sibtest?.isPurified])).toEqual(
      expected.map(({ beta, isPurified }) => [beta, isPurified]),
    );
    expect(items[2].sibtest?.isPurified).toBe(true);
  });

  it("finds the item that is a logit harder for the focal group, and takes no other for it", () => {
    expect(result.items[2].effectClass).toBe("C");
    // A logit is 2.35 on the delta scale; three standard errors of an odds ratio of 300 against 300 are about 1.4.
    expect(result.items[2].delta).toBeGreaterThan(-3.8);
    expect(result.items[2].delta).toBeLessThan(-1.2);
    expect(result.items.filter((item) => item.effectClass === "C").map(({ itemId }) => itemId)).toEqual([
      "I3",
    ]);
    expect(result.items[7].homogeneityP).toBeNull();
  });

  it("has RMSD of both groups from the curve they share, and the groups' abilities", () => {
    const together = calibrate(data, { ...calibrating, standardErrors: "none" });
    const [third] = curveDeviations(together, data).slice(2);
    expect(result.items[2].rmsdReference).toBe(third.groups[0].rmsd);
    expect(result.items[2].rmsdFocal).toBe(third.groups[1].rmsd);
    expect([result.items[2].mdReference, result.items[2].mdFocal]).toEqual(third.groups.map(({ md }) => md));
    expect(result.items[2].mdFocal).toBeLessThan(0);
    expect(result.groups.map(({ id, n, mean }) => [id, n, mean])).toEqual([
      ["A", 300, 0],
      ["B", 300, together.groups[1].mean],
    ]);
  });

  it("has points of ten test takers or more for either group", () => {
    for (const { curves } of result.items) {
      expect(curves.map(({ group }) => group)).toEqual(["A", "B"]);
      for (const { points } of curves) {
        expect(points.length).toBeGreaterThan(3);
        for (const { n } of points) expect(n).toBeGreaterThanOrEqual(10);
      }
    }
  });

  it("has likelihood ratios where they are asked for, and says how far they are", () => {
    const shares: number[] = [];
    const { items } = difOf(given, { ...ask, likelihoodRatio: true }, ({ share }) => shares.push(share));
    const expected = likelihoodRatioDif(data, calibrating).items;
    expect(items.map(({ ratioChiSquare, shift }) => [ratioChiSquare, shift])).toEqual(
      expected.map(({ both, shifts }) => [both?.chiSquare, shifts[0].shift]),
    );
    expect(items[2].ratioP).toBeLessThan(0.001);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(8);
    expect(result.items[2].ratioP).toBeNull();
  });
});

describe("test takers who met different items", () => {
  const given = input();
  const rows = given.run.rows.map((row, p) => row.map((score, i) => ((i + p) % 4 === 0 ? null : score)));
  const rotated = { ...given, run: { ...given.run, rows } };

  it("are matched on the run's ability, which is said", () => {
    const { matchedOn, strataCount, warnings } = difOf(rotated, ask, quiet);
    expect(matchedOn).toBe("ability");
    expect(strataCount).toBe(15);
    expect(warnings.map(({ en }) => en).join(" ")).toMatch(/matched on the run’s ability/);
  });

  it("have no SIBTEST, and are told why", () => {
    const { sibtest: whole, items } = difOf(rotated, ask, quiet);
    expect(whole).toMatchObject({
      n: 0,
      reason: { en: "one of the groups has nobody who responded to every item" },
    });
    expect(items.every(({ sibtest: found }) => found?.beta === null)).toBe(true);
  });

  it("are matched on ability without a word where that was asked for", () => {
    expect(difOf(rotated, { ...ask, match: "ability" }, quiet).warnings).toEqual([]);
  });

  it("are not matched on sums", () => {
    expect(() => difOf(rotated, { ...ask, match: "score" }, quiet)).toThrow(/were presented different items/);
  });
});

describe("small groups", () => {
  const given = input();
  // Of group B 40 test takers are left, of whom 8 met item 1.
  const groupOf = given.groupOf.map((group, p) => (p < 340 ? group : null));
  const rows = given.run.rows.map((row, p) => (p >= 308 ? [null, ...row.slice(1)] : row));
  const { items, warnings } = difOf({ ...given, run: { ...given.run, rows }, groupOf }, ask, quiet);

  it("get a warning, and items that too few of them met get no statistics and no points", () => {
    expect(warnings[0].en).toMatch(/^The groups are small \(300 and 40 test takers\)/);
    expect(items[0]).toMatchObject({ effectClass: null, delta: null, uniformP: null, focalCount: 8 });
    expect(items[0].reason?.vi).toBe("dưới 10 thí sinh của một nhóm trả lời câu này");
    expect(items[0].curves[1].points).toEqual([]);
    expect(items[0].rmsdFocal).toBeNull();
    expect(items[0].sibtest).toBeUndefined();
    expect(items[1].effectClass).not.toBeNull();
  });
});

it("says that two items are too few for SIBTEST, and has all other statistics", () => {
  const given = input();
  const rows = given.run.rows.map((row) => row.slice(0, 2));
  const two = { ...given, run: { ...given.run, items: given.run.items.slice(0, 2), rows } };
  const { sibtest: whole, items } = difOf(two, { ...ask, match: "score" }, quiet);
  expect(whole).toMatchObject({ n: 0, reason: { en: "it takes 3 items or more" } });
  expect(items.map(({ effectClass, sibtest: found }) => [effectClass !== null, found])).toEqual([
    [true, undefined],
    [true, undefined],
  ]);
});

it("holds plain numbers only", () => {
  const result = difOf(input(), ask, quiet);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});
