import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  likelihoodRatioDif,
  partialInvariance,
  simulateAbilities,
  simulateResponses,
  type Anchor,
  type Calibration,
  type CalibrationOptions,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

const groupNames = ["north", "centre", "south"];

/** Three groups of 300 with means 0, 0.4 and -0.3; i2 is half a logit harder in the south, and i5 easier elsewhere than in the north. */
function simulated(): ResponseData {
  const uniform = uniformFrom("anchors by group");
  const parts = [0, 0.4, -0.3].map((mean, g) => {
    const items = [-1, -0.4, 0, 0.3, 0.8].map((b, n): SimulatedItem => {
      const own = b + (n === 1 && g === 2 ? 0.5 : 0) - (n === 4 && g > 0 ? 0.6 : 0);
      const difficulties = n === 4 ? [own, own + 0.6] : [own];
      return { item: `i${n + 1}`, model: "gpcm", slope: 0.8 + 0.2 * n, difficulties };
    });
    return simulateResponses(uniform, simulateAbilities(uniform, 300, mean), items);
  });
  return {
    ...parts[0],
    ...{ personCount: 900, weights: new Float64Array(900).fill(1), groupNames },
    scores: Int8Array.from(parts.flatMap(({ scores }) => [...scores])),
    groups: Int32Array.from({ length: 900 }, (_, p) => Math.floor(p / 300)),
  };
}

const data = simulated();
const quiet: CalibrationOptions = { model: "gpcm", standardErrors: "none", tolerance: 1e-8 };
const unique = [
  { item: "i2", groups: ["south"] },
  { item: "i5", groups: ["centre", "south"], parameters: ["intercept_1", "intercept_2"] },
];
const leftOut = [{ item: "i1", groups: ["centre"] }];
const original = calibrate(data, { ...quiet, unique, leftOut });

/** The estimates as anchors: those of some groups name them. */
const anchorsOf = ({ items }: Calibration): Anchor[] =>
  items.map(({ item, model, slope, intercepts, groups }) => ({
    ...{ item, model, slope, intercepts },
    ...(groups && { groups }),
  }));
const anchors = anchorsOf(original);
const partsOf = ({ items }: Calibration) => items.map(({ item, groups }) => [item, groups]);

/**
 * At the maximum of the likelihood the means and variances are the best there are for the items' estimates. Both fits end where
 * EM moves by less than 1e-8 a cycle, which is within 1e-5 of that maximum; an item with another group's parameters moves a mean by
 * more than 0.01.
 */
function expectTheSame(found: Calibration): void {
  original.groups.forEach(({ name, mean, variance }, g) => {
    expect(found.groups[g].name).toBe(name);
    expect(Math.abs(found.groups[g].mean - mean)).toBeLessThan(1e-4);
    expect(Math.abs(found.groups[g].variance - variance)).toBeLessThan(1e-4);
  });
  expect(Math.abs(found.logLikelihood - original.logLikelihood)).toBeLessThan(1e-4);
}

describe("anchors for some groups", () => {
  it("give a partially invariant calibration back, each group by its own parameters", () => {
    const found = calibrate(data, { ...quiet, anchors, leftOut });
    expectTheSame(found);
    expect(found.parameterCount).toBe(6);
    expect(found.items.every(({ isAnchored }) => isAnchored)).toBe(true);
    expect(partsOf(found)).toEqual(partsOf(original));
    // The same items with the reference group's parameters everywhere are another scale.
    const common = anchors.filter(({ groups }) => !groups || groups.includes("north"));
    const wrong = calibrate(data, {
      ...quiet,
      ...{ leftOut, anchors: common.map((anchor) => ({ ...anchor, groups: undefined })) },
    });
    expect(Math.abs(wrong.groups[2].mean - original.groups[2].mean)).toBeGreaterThan(0.01);
  });

  it("hold parameters that are unique to just these groups; an anchor without groups leaves them to be estimated", () => {
    const found = calibrate(data, { ...quiet, anchors, leftOut, unique });
    expectTheSame(found);
    expect(found.parameterCount).toBe(6);
    const north = anchors.filter(({ groups }) => !groups || groups.includes("north"));
    const freed = calibrate(data, {
      ...{ ...quiet, leftOut },
      anchors: north.map(({ groups: _, ...anchor }) => anchor),
      unique: unique.map(({ item, groups }) => ({ item, groups })),
    });
    expect(freed.items.map(({ isAnchored }) => isAnchored)).toEqual([
      ...[true, true, false, true, true, true, false],
    ]);
  });

  it("give what is not unique beside them: a unique intercept alone is estimated, with the slope of the anchor", () => {
    // At the estimates the intercepts of i5 in the other groups are the best there are, the slope being what it was for all.
    const some = anchors.filter(({ item, groups }) => item !== "i5" || groups?.includes("north"));
    const bare = some.map((anchor) => (anchor.item === "i5" ? { ...anchor, groups: undefined } : anchor));
    const found = calibrate(data, { ...quiet, leftOut, anchors: bare, unique: unique.slice(1) });
    expectTheSame(found);
    expect(found.parameterCount).toBe(8);
    const [given, own] = found.items.filter(({ item }) => item === "i5");
    const before = original.items.filter(({ item }) => item === "i5")[1];
    expect(own.slope).toBe(given.slope);
    own.intercepts.forEach((value, k) => expect(value).toBeCloseTo(before.intercepts[k], 3));
    // A score that the anchor does not have is refused in the other groups, too.
    const right = { item: "i5", model: "2pl" as const, slope: 1, intercepts: [0] };
    const scores = data.scores.map((score, n) => (n < 1500 ? Math.min(score, 1) : score));
    expect(() =>
      calibrate({ ...data, scores }, { ...quiet, anchors: [right], unique: unique.slice(1) }),
    ).toThrow("item i5: a score of 2 occurs, but its anchor has scores 0 to 1");
  });

  it("leave the item to be estimated in groups that none of them names", () => {
    const some = anchors.filter(({ item, groups }) => item !== "i2" || groups?.includes("south"));
    const found = calibrate(data, { ...quiet, anchors: some, leftOut });
    expectTheSame(found);
    // A slope and an intercept more than the means and variances, and they are what they were.
    expect(found.parameterCount).toBe(8);
    const [before, free] = [original, found].map(({ items }) =>
      items.find(({ item, groups }) => item === "i2" && groups?.includes("north")),
    );
    expect(free).toMatchObject({ isAnchored: false, groups: ["north", "centre"] });
    expect(free?.slope).toBeCloseTo(before?.slope ?? NaN, 3);
    expect(free?.intercepts[0]).toBeCloseTo(before?.intercepts[0] ?? NaN, 3);
  });

  it("hold beside one for all the other groups, are no parts where they name all groups, and may have models of their own", () => {
    const [first, , ...others] = anchors.filter(({ item }) => item !== "i1" && item !== "i5");
    const all = { item: "i1", model: "2pl" as const, slope: 1, intercepts: [0.5] };
    const rasch = { ...all, item: "i2", model: "rasch" as const, groups: ["south"] };
    const found = calibrate(data, {
      ...quiet,
      ...{ cyclesMax: 5 },
      anchors: [{ ...all, groups: groupNames }, rasch, { ...first, groups: undefined }, ...others],
    });
    expect(found.items.slice(0, 3).map(({ item, model, groups }) => [item, model, groups])).toEqual([
      ["i1", "2pl", null],
      ["i2", "gpcm", ["north", "centre"]],
      ["i2", "rasch", ["south"]],
    ]);
    expect(found.items.slice(0, 3).every(({ isAnchored }) => isAnchored)).toBe(true);
  });

  it("are the groups' in a calibration of dimensions, too", () => {
    const dimensions = [{ name: "ability", items: data.items }];
    const found = calibrateMultidimensional(data, { ...quiet, anchors, leftOut, dimensions });
    expect(found.calibration.items.map(({ item, groups }) => [item, groups])).toEqual(partsOf(original));
    expect(found.calibration.items.every(({ isAnchored }) => isAnchored)).toBe(true);
    expect(Math.abs(found.calibration.logLikelihood - original.logLikelihood)).toBeLessThan(1e-3);
  });

  it("are no item for the likelihood ratio to test", () => {
    const { items } = likelihoodRatioDif(data, { ...quiet, anchors, cyclesMax: 3 }, ["i2"]);
    expect(items[0]).toMatchObject({ both: null, reason: { code: "is-anchor" } });
  });

  const anchor = { item: "i2", model: "2pl" as const, slope: 1, intercepts: [0] };
  it.each<[string, Partial<CalibrationOptions>, string]>([
    [
      "a group that is not there",
      { anchors: [{ ...anchor, groups: ["east"] }] },
      "item i2: an anchor is for group east; the groups of the data are north, centre, south",
    ],
    ["no group", { anchors: [{ ...anchor, groups: [] }] }, "item i2: an anchor has an empty list of groups"],
    [
      "a group that another anchor is for",
      {
        anchors: [
          { ...anchor, groups: ["north", "south"] },
          { ...anchor, groups: ["south"] },
        ],
      },
      "item i2 has two anchors for group south",
    ],
    ["all groups twice", { anchors: [anchor, anchor] }, "item i2 has two anchors that name no groups"],
    [
      "some groups of unique parameters",
      {
        anchors: [{ ...anchor, groups: ["centre", "south"] }],
        unique: [{ item: "i2", groups: ["south"] }],
      },
      "item i2: parameters are to be unique in south, but an anchor gives those of centre, south",
    ],
  ])("are refused for %s", (_, options, words) => {
    expect(() => calibrate(data, { ...quiet, ...options })).toThrow(words);
  });

  it("are refused where invariance is to find out which groups have parameters together", () => {
    expect(() => partialInvariance(data, { ...quiet, anchors })).toThrow(
      "item i1: an anchor is for north, south alone",
    );
  });
});
