import { describe, expect, it } from "vitest";
import {
  calibrate,
  isOfGroup,
  itemFit,
  marginalReliability,
  partialInvariance,
  responseData,
  scorePersons,
  scoreTable,
  simulateAbilities,
  simulateResponses,
  testInformation,
  wrightMap,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { largestDifference } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const known: SimulatedItem[] = [-1, -0.4, 0, 0.3, 0.8].map((b, n) => ({
  item: `i${n + 1}`,
  model: "gpcm",
  slope: 0.8 + 0.2 * n,
  difficulties: n === 4 ? [b, b + 0.6] : [b],
}));

/** Three groups of 400 with means 0, 0.4 and -0.3. */
function simulated(): ResponseData {
  const uniform = uniformFrom("unique");
  const abilities = [0, 0.4, -0.3].flatMap((mean) => simulateAbilities(uniform, 400, mean));
  const data = simulateResponses(uniform, abilities, known);
  return {
    ...data,
    groups: Int32Array.from(abilities, (_, p) => Math.floor(p / 400)),
    groupNames: ["north", "centre", "south"],
  };
}

/** Two groups of 600; the first of five items of a rating scale is a logit harder in group b. */
function simulatedScale(): ResponseData {
  const uniform = uniformFrom("scale");
  const parts = [0, 1].map((shift) => {
    const scale = [-0.5, -0.2, 0, 0.3, 0.6].map((location, n): SimulatedItem => {
      const own = location + (n === 0 ? shift : 0);
      return { item: `r${n + 1}`, model: "rsm", slope: 1, difficulties: [own - 0.7, own + 0.7] };
    });
    return simulateResponses(uniform, simulateAbilities(uniform, 600), scale);
  });
  return {
    ...parts[0],
    personCount: 1200,
    scores: Int8Array.of(...parts[0].scores, ...parts[1].scores),
    weights: new Float64Array(1200).fill(1),
    groups: Int32Array.from({ length: 1200 }, (_, p) => (p < 600 ? 0 : 1)),
    groupNames: ["a", "b"],
  };
}

const data = simulated();
const items = data.items;
const held = { mean: 0, variance: 1 };

function groupAlone(g: number): ResponseData {
  const rows = Array.from({ length: 400 }, (_, p) => [
    ...data.scores.subarray((400 * g + p) * items.length, (400 * g + p + 1) * items.length),
  ]);
  return responseData({ items, rows });
}

describe("items with parameters of their own in some groups", () => {
  const apart = calibrate(data, {
    model: "gpcm",
    unique: items.flatMap((item) => [
      { item, groups: ["centre"] },
      { item, groups: ["south"] },
    ]),
    groups: { north: held, centre: held, south: held },
  });
  const alone = [0, 1, 2].map((g) => calibrate(groupAlone(g), { model: "gpcm" }));

  it("are separate calibrations where every item is unique to every group", () => {
    const sum = alone.reduce((total, { logLikelihood }) => total + logLikelihood, 0);
    expect(apart.logLikelihood).toBeCloseTo(sum, 6);
    expect(apart.parameterCount).toBe(3 * alone[0].parameterCount);
    const centre = apart.items.filter((item) => isOfGroup(item, "centre"));
    expect(centre.map(({ item }) => item)).toEqual(items);
    centre.forEach((item, i) => {
      const single = alone[1].items[i];
      expect(largestDifference(item.parameters, single.parameters)).toBeLessThan(1e-4);
      const ratio = (item.standardErrors.slope ?? 0) / (single.standardErrors.slope ?? 1);
      expect(ratio).toBeCloseTo(1, 3);
    });
  });

  it("score test takers by the parameters of their group", () => {
    const scores = scorePersons(apart, data, ["eap", "wle"]);
    const single = scorePersons(alone[2], groupAlone(2), ["eap", "wle"]);
    const of = (persons: typeof scores) =>
      persons.flatMap(({ estimates }) => [estimates.eap?.theta, estimates.wle?.theta]);
    expect(largestDifference(of(scores.slice(800)), of(single))).toBeLessThan(1e-3);
    expect(scores.slice(800).map(({ raw, max }) => [raw, max])).toEqual(
      single.map(({ raw, max }) => [raw, max]),
    );
  });

  it("have fit, tables and curves of their own", () => {
    const fit = itemFit(apart, data);
    expect(fit.filter(({ item }) => item === "i1").map(({ groups, n }) => [groups, n])).toEqual([
      [["north"], 400],
      [["centre"], 400],
      [["south"], 400],
    ]);
    const single = itemFit(alone[1], groupAlone(1));
    const centre = fit.filter(({ groups }) => groups?.includes("centre"));
    const of = (rows: typeof fit) => rows.flatMap(({ infit, outfit, rmsd, md }) => [infit, outfit, rmsd, md]);
    expect(largestDifference(of(centre), of(single))).toBeLessThan(1e-4);
    expect(fit[0].sx2Reason?.english).toBe("items differ between groups");
    const table = scoreTable(apart, undefined, 1).map(({ theta }) => theta);
    const theirs = scoreTable(alone[1]).map(({ theta }) => theta);
    expect(largestDifference(table, theirs)).toBeLessThan(1e-3);
    const information = testInformation(apart, [0], undefined, 1).information;
    expect(largestDifference(information, testInformation(alone[1], [0]).information)).toBeLessThan(1e-3);
    expect(marginalReliability(apart, 1)).toBeCloseTo(marginalReliability(alone[1]), 3);
    expect(marginalReliability(apart, 1, ["i1", "i2"])).toBeCloseTo(
      marginalReliability(alone[1], 0, ["i1", "i2"]),
      3,
    );
    expect(wrightMap(apart, []).items.map(({ label }) => label)).toContain("i5.2 (south)");
  });

  it("may be shared by several groups, and may share some parameters with the others", () => {
    const invariant = calibrate(data, { model: "gpcm", standardErrors: "none" });
    const pair = calibrate(data, {
      model: "gpcm",
      unique: [{ item: "i2", groups: ["centre", "south"] }],
    });
    expect(pair.parameterCount).toBe(invariant.parameterCount + 2);
    expect(pair.logLikelihood).toBeGreaterThan(invariant.logLikelihood);
    expect(pair.items.filter(({ item }) => item === "i2").map(({ groups }) => groups)).toEqual([
      ["north"],
      ["centre", "south"],
    ]);
    const uniform = calibrate(data, {
      model: "gpcm",
      unique: [{ item: "i2", groups: ["centre", "south"], parameters: ["intercept_1"] }],
    });
    expect(uniform.parameterCount).toBe(invariant.parameterCount + 1);
    const [common, own] = uniform.items.filter(({ item }) => item === "i2");
    expect(own.slope).toBe(common.slope);
    expect(own.intercepts[0]).not.toBe(common.intercepts[0]);
    expect(uniform.logLikelihood).toBeLessThanOrEqual(pair.logLikelihood);
    expect(uniform.logLikelihood).toBeGreaterThan(invariant.logLikelihood);
  });

  it("are called by their groups where a constraint means one set of them alone", () => {
    const unique = [{ item: "i2", groups: ["south", "centre"] }];
    const value = { item: "i2", parameter: "slope", value: 0.7 };
    const one = calibrate(data, {
      model: "gpcm",
      unique,
      fixed: [{ ...value, groups: ["centre", "south"] }],
      groups: { north: held },
      standardErrors: "none",
    });
    const of = (calibration: typeof one) =>
      calibration.items.filter(({ item }) => item === "i2").map(({ slope }) => slope);
    expect(of(one)[1]).toBe(0.7);
    expect(of(one)[0]).not.toBe(0.7);
    const both = calibrate(data, {
      model: "gpcm",
      unique,
      fixed: [value],
      groups: { north: held },
      standardErrors: "none",
    });
    expect(of(both)).toEqual([0.7, 0.7]);
    const stray = [{ ...value, groups: ["south"] }];
    expect(() => calibrate(data, { model: "gpcm", unique, fixed: stray })).toThrow(
      "a constraint names item i2, but no such item with parameters of its own in south is calibrated",
    );
  });

  it("are left out in groups on request, which then have no part of the item", () => {
    const without = calibrate(data, {
      model: "gpcm",
      leftOut: [{ item: "i1", groups: ["south"] }],
      standardErrors: "none",
    });
    expect(without.items[0].groups).toEqual(["north", "centre"]);
    const scores = data.scores.map((score, n) => (n >= 4000 && n % 5 === 0 ? -1 : score));
    const missing = calibrate({ ...data, scores }, { model: "gpcm", standardErrors: "none" });
    expect(without.logLikelihood).toBeCloseTo(missing.logLikelihood, 8);
  });

  it("keep a named model's common slope in common", () => {
    const binary = items.slice(0, 4);
    const options = { models: Object.fromEntries(binary.map((item) => [item, "1pl" as const])) };
    const equal = calibrate(data, { model: "gpcm", ...options, unique: [{ item: "i1", groups: ["south"] }] });
    expect(new Set(equal.items.filter(({ model }) => model === "1pl").map(({ slope }) => slope)).size).toBe(
      1,
    );
  });

  it("of a rating scale are locations, for the thresholds stay the scale's", () => {
    const scale = simulatedScale();
    const invariant = calibrate(scale, { model: "rsm", standardErrors: "none" });
    const moved = calibrate(scale, { model: "rsm", unique: [{ item: "r1", groups: ["b"] }] });
    expect(moved.parameterCount).toBe(invariant.parameterCount + 1);
    const rises = moved.items.map(({ difficulties: [first, second] }) => (second ?? 0) - (first ?? 0));
    rises.forEach((rise) => expect(rise).toBeCloseTo(rises[0], 10));
    const [common, own] = moved.items;
    // Four standard errors around the logit by which the item was made harder in the group.
    const gap = (own.difficulties[0] ?? NaN) - (common.difficulties[0] ?? NaN);
    expect(Math.abs(gap - 1)).toBeLessThan(
      4 * Math.hypot(own.standardErrors.difficulties[0] ?? 0, common.standardErrors.difficulties[0] ?? 0),
    );
    // Of two groups each is half a logit from the curve between them, so the threshold must be half as high.
    const found = partialInvariance(scale, { model: "rsm" }, { threshold: 0.06 });
    expect(found.partitions.map(({ unique }) => unique.length)).toEqual([1, 0, 0, 0, 0]);
  });

  it("leave out a part on which everybody got the same, and tell that score from the others", () => {
    const scores = data.scores.slice();
    for (let p = 800; p < 1200; p++) scores[p * items.length] = 1;
    const calibration = calibrate(
      { ...data, scores },
      { model: "gpcm", unique: [{ item: "i1", groups: ["south"] }] },
    );
    expect(calibration.excluded).toMatchObject([
      { item: "i1", groups: ["south"], reason: { english: "everybody who was presented it scored 1" } },
    ]);
    const [person] = scorePersons(calibration, { ...data, scores }).slice(-1);
    expect(person.max).toBe(5);
    expect(person.estimates.eap?.theta).not.toBeNaN();
  });

  it("refuse intercepts of their own for a score that nobody in the groups got", () => {
    const scores = data.scores.map((score, n) => (n >= 4000 && n % 5 === 4 && score === 2 ? 1 : score));
    const unique = [{ item: "i5", groups: ["south"], parameters: ["intercept_1", "intercept_2"] }];
    expect(() => calibrate({ ...data, scores }, { model: "gpcm", unique })).toThrow(
      "item i5: nobody scored 2 in the groups with their own intercepts",
    );
    const whole = calibrate(
      { ...data, scores },
      { model: "gpcm", unique: [{ item: "i5", groups: ["south"] }] },
    );
    expect(whole.items.filter(({ item }) => item === "i5").map(({ scoreValues }) => scoreValues)).toEqual([
      [0, 1, 2],
      [0, 1],
    ]);
  });

  it("refuse a group that is named twice, and a parameter that the model does not have", () => {
    const twice = [
      { item: "i1", groups: ["south"] },
      { item: "i1", groups: ["south", "north"] },
    ];
    expect(() => calibrate(data, { model: "gpcm", unique: twice })).toThrow(
      "item i1: group south has unique parameters, or is left out, twice",
    );
    const strange = [{ item: "i1", groups: ["south"], parameters: ["threshold_1"] }];
    expect(() => calibrate(data, { model: "gpcm", unique: strange })).toThrow(
      "item i1: threshold_1 is to be unique, but a gpcm item has slope, intercept_1",
    );
  });
});
