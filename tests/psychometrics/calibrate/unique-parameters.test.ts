import { describe, expect, it } from "vitest";
import {
  calibrate,
  isOfGroup,
  itemFit,
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
    expect(fit[0].sx2Reason).toBe("items differ between groups");
    const table = scoreTable(apart, undefined, 1).map(({ theta }) => theta);
    const theirs = scoreTable(alone[1]).map(({ theta }) => theta);
    expect(largestDifference(table, theirs)).toBeLessThan(1e-3);
    const information = testInformation(apart, [0], undefined, 1).information;
    expect(largestDifference(information, testInformation(alone[1], [0]).information)).toBeLessThan(1e-3);
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

  it("keep a named model's common slope and a rating scale's thresholds in common", () => {
    const binary = items.slice(0, 4);
    const options = { models: Object.fromEntries(binary.map((item) => [item, "1pl" as const])) };
    const equal = calibrate(data, { model: "gpcm", ...options, unique: [{ item: "i1", groups: ["south"] }] });
    expect(new Set(equal.items.filter(({ model }) => model === "1pl").map(({ slope }) => slope)).size).toBe(
      1,
    );
  });

  it("leave out a part on which everybody got the same, and tell that score from the others", () => {
    const scores = data.scores.slice();
    for (let p = 800; p < 1200; p++) scores[p * items.length] = 1;
    const calibration = calibrate(
      { ...data, scores },
      { model: "gpcm", unique: [{ item: "i1", groups: ["south"] }] },
    );
    expect(calibration.excluded).toEqual([
      { item: "i1", groups: ["south"], reason: "everybody who was presented it scored 1" },
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
      "item i1: threshold_1 is to be unique, but a GPCM item has slope, intercept_1",
    );
  });
});
