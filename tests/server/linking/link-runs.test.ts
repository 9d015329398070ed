import { describe, expect, it } from "vitest";
import {
  calibrate,
  jackknifeLink,
  link,
  linkErrorOfDifferences,
  responseData,
  simulateAbilities,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { analyse } from "../../../server/calibrations/analysis.js";
import type { AnalysisInput } from "../../../server/calibrations/analysis-input.js";
import type { AnalysisOutput } from "../../../server/calibrations/analysis-output.js";
import { keptCovariance, parametersMax } from "../../../server/calibrations/kept-covariance.js";
import { linkRuns } from "../../../server/linking/link-runs.js";
import { uniformFrom } from "../../support/uniform.js";
import { knownInput } from "../calibrations/known-input.js";

/** A run of items `first` to `last` of one pool, taken by people a logit above the others' mean; item 6 drifts in the later one. */
function input(first: number, last: number, mean: number, drift: number): AnalysisInput {
  const random = uniformFrom(`link ${mean}`);
  const items = Array.from({ length: last - first + 1 }, (_, k): SimulatedItem => {
    const number = first + k;
    const b = -2 + number / 4 + (number === 6 ? drift : 0);
    return number === 12
      ? { item: "I12", model: "gpcm", slope: 1, difficulties: [b - 0.5, b + 0.5] }
      : { item: `I${number}`, model: "2pl", slope: 0.8 + 0.05 * number, difficulties: [b] };
  });
  const abilities = simulateAbilities(random, 800).map((theta) => theta + mean);
  const { scores } = simulateResponses(random, abilities, items);
  const start = knownInput(2, 3);
  return {
    ...start,
    items: items.map(({ item }) => ({
      itemId: item,
      maxScore: item === "I12" ? 2 : 1,
      subject: "mathematics",
      summary: {},
    })),
    personIds: Array.from({ length: 800 }, (_, p) => `P${mean} ${p}`),
    rows: Array.from({ length: 800 }, (_, p) => [
      ...scores.subarray(p * items.length, (p + 1) * items.length),
    ]),
  };
}

const inputs = [input(1, 13, 0, 0), input(4, 16, 1, 1.2)];
// As they come out of the store.
const [base, other] = inputs.map(
  (each) => JSON.parse(JSON.stringify(analyse(each, () => {}))) as AnalysisOutput,
);
const forms = inputs.map(({ items, rows }) =>
  calibrate(
    responseData({
      items: items.map(({ itemId }) => itemId),
      rows,
      maxScores: items.map(({ maxScore }) => maxScore),
    }),
    {
      model: "gpcm",
      models: Object.fromEntries(
        items.map(({ itemId, maxScore }) => [itemId, maxScore > 1 ? "gpcm" : "2pl"] as const),
      ),
      quadrature: 41,
      tolerance: 1e-4,
      keepsCovariance: true,
    },
  ),
);
// Units of two items, as on one stimulus.
const unitOf = Object.fromEntries(
  Array.from({ length: 16 }, (_, k) => [`I${k + 1}`, `U${Math.floor(k / 2)}`]),
);

describe("a run on the scale of another", () => {
  it.each(["mean-mean", "mean-sigma", "haebara", "stocking-lord"] as const)(
    "has the library's constants by %s, from what a run keeps",
    (method) => {
      const found = linkRuns({ base, other, method, isRobust: false, unitOf });
      const expected = link(forms[0], forms[1], { method });
      expect(found.items.map(({ itemId }) => itemId)).toEqual(expected.items.map(({ item }) => item));
      // Slopes and difficulties stand for the parameters inside; rounding is all that may differ.
      expect(found.slope).toBeCloseTo(expected.slope, 6);
      expect(found.intercept).toBeCloseTo(expected.intercept, 6);
      const alike = found.methods.find((each) => each.method === method);
      expect(alike?.slope).toBeCloseTo(expected.slope, 6);
      // The default weights of the library are the standard normal, which the base run's ability has.
      expect(found.standardErrors?.slope).toBeCloseTo(expected.standardErrors?.slope ?? NaN, 6);
      expect(found.standardErrors?.intercept).toBeCloseTo(expected.standardErrors?.intercept ?? NaN, 6);
      expect([alike?.slopeSe, alike?.interceptSe]).toEqual([
        found.standardErrors?.slope,
        found.standardErrors?.intercept,
      ]);
      expect(found.standardErrors?.slope).toBeGreaterThan(0.01);
      expect(found.standardErrorReason).toBeNull();
      found.items.forEach(({ differenceSe }, i) =>
        expect(differenceSe).toBeCloseTo(expected.items[i].standardError ?? NaN, 6),
      );
    },
  );

  const found = linkRuns({ base, other, method: "stocking-lord", isRobust: false, unitOf });

  it("moves items there: before by the constants is after, and the difference is to the base", () => {
    for (const item of found.items) {
      expect(found.slope * (item.otherDifficultyBefore ?? NaN) + found.intercept).toBeCloseTo(
        item.otherDifficulty ?? NaN,
        9,
      );
      expect(item.otherSlopeBefore / found.slope).toBeCloseTo(item.otherSlope, 9);
      expect(item.difference).toBeCloseTo((item.otherDifficulty ?? NaN) - (item.baseDifficulty ?? NaN), 9);
    }
    // People a logit above the base's: what is 0 for them is about 1 there; 0.25 is four standard errors of a mean of 800.
    expect(found.intercept).toBeGreaterThan(0.75);
    expect(found.intercept).toBeLessThan(1.35);
  });

  it("has the link error by the jackknife over units, and that of the differences", () => {
    const used = found.items.map(({ itemId }) => itemId);
    const expected = jackknifeLink(forms[0], forms[1], { items: used }, unitOf);
    expect(found.linkError?.slope).toBeCloseTo(expected.linkErrors.slope, 6);
    expect(found.linkError?.intercept).toBeCloseTo(expected.linkErrors.intercept, 6);
    expect(found.linkError?.unitCount).toBe(expected.units.length);
    expect(found.linkErrorOfDifferences).toBeCloseTo(
      linkErrorOfDifferences(found.items.map(({ difference }) => difference ?? NaN)),
      12,
    );
  });

  it("marks the item that has drifted, and drops it where linking is robust", () => {
    expect(found.items.find(({ itemId }) => itemId === "I6")?.isUnstable).toBe(true);
    expect(found.warnings.map(({ en }) => en).join(" ")).toMatch(/unstable/);
    const robust = linkRuns({ base, other, method: "stocking-lord", isRobust: true, unitOf });
    expect(robust.dropped).toContain("I6");
    expect(robust.items.find(({ itemId }) => itemId === "I6")?.isUsed).toBe(false);
    expect(Math.abs(robust.intercept - 1)).toBeLessThan(0.25);
  });

  it("holds plain numbers only", () => {
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("says how many test takers are in both runs, for whom the standard errors do not hold", () => {
    expect(found.warnings.map(({ en }) => en).join(" ")).not.toMatch(/in both calibrations/);
    const again = { ...other, persons: [...other.persons.slice(1), base.persons[0]] };
    const { warnings } = linkRuns({ base, other: again, method: "mean-mean", isRobust: false, unitOf });
    expect(warnings.map(({ en }) => en).join(" ")).toMatch(/\b1 test taker is in both calibrations/);
  });
});

describe("a run of an earlier version, which kept neither parameters nor covariance,", () => {
  const { covariance: _, ...older } = {
    ...other,
    items: other.items.map(({ parameters: __, ...item }) => item),
  };
  const found = linkRuns({ base, other: older, method: "stocking-lord", isRobust: false, unitOf });

  it("is linked by its slopes and difficulties all the same, and says why there are no standard errors", () => {
    const expected = link(forms[0], forms[1], { method: "stocking-lord" });
    expect(found.slope).toBeCloseTo(expected.slope, 6);
    expect(found.standardErrors).toBeNull();
    expect(found.standardErrorReason).toEqual({
      vi: "Lần này không giữ hiệp phương sai của các tham số: do phiên bản cũ làm; hãy chạy lại.",
      en: "This calibration has kept no covariance of its parameters: an earlier version made it; run it again.",
    });
    expect(found.methods.every(({ slopeSe }) => slopeSe === null)).toBe(true);
  });

  it("has errors of differences where one step stands for the item", () => {
    const two = found.items.find(({ itemId }) => itemId === "I5");
    const errorIn = ({ items }: { items: typeof base.items }) =>
      items.find(({ itemId }) => itemId === "I5")?.stepSes[0] ?? NaN;
    expect(two?.differenceSe).toBeCloseTo(Math.hypot(errorIn(base), found.slope * errorIn(other)), 12);
    expect(found.items.find(({ itemId }) => itemId === "I12")?.differenceSe).toBeNull();
  });
});

it("the covariance of very many parameters is not kept, which is said", () => {
  const names = Array.from({ length: parametersMax + 1 }, (_, k) => `p${k}`);
  const covariance = { names, places: [], values: [] };
  const kept = keptCovariance({ ...forms[0], covariance });
  expect(kept).toMatchObject({ reason: { en: expect.stringContaining("1201 parameters") as string } });
  expect(keptCovariance({ ...forms[0], covariance: null })).toMatchObject({
    reason: { en: "its information matrix is not positive definite" },
  });
});

describe("items that cannot be compared", () => {
  it("are named and left out", () => {
    const changed = {
      ...other,
      items: other.items.map((item) => (item.itemId === "I12" ? { ...item, model: "grm" } : item)),
    };
    const found = linkRuns({ base, other: changed, method: "mean-mean", isRobust: false, unitOf });
    expect(found.skipped).toEqual(["I12"]);
    expect(found.items.map(({ itemId }) => itemId)).not.toContain("I12");
  });

  it("leave nothing to link where they are all there is", () => {
    const renamed = { ...other, items: other.items.map((item) => ({ ...item, itemId: `X${item.itemId}` })) };
    expect(() => linkRuns({ base, other: renamed, method: "mean-mean", isRobust: false, unitOf })).toThrow(
      /no item in common/,
    );
  });
});

it("a slope stays 1 where both runs hold it there", () => {
  const [one, two] = inputs.map((each) =>
    analyse({ ...each, options: { ...each.options, model: "rasch" } }, () => {}),
  );
  const found = linkRuns({ base: one, other: two, method: "stocking-lord", isRobust: false, unitOf: {} });
  expect(found).toMatchObject({ hasSlope: false, slope: 1 });
});
