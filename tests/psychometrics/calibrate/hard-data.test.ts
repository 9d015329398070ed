import { describe, expect, it } from "vitest";
import {
  calibrate,
  modelNames,
  responseData,
  scorePersons,
  simulateAbilities,
  simulateResponses,
} from "../../../psychometrics/index.js";
import { binary, changed, everything, graded, nanIn, simulated } from "../../support/hard-data.js";
import { uniformFrom } from "../../support/uniform.js";

describe("hard data", () => {
  it("test takers without responses get the prior, or nothing with the reason", () => {
    const data = changed(binary, (score, p) => (p < 3 ? null : score));
    const { persons, calibration } = everything(data, "rasch");
    expect(calibration.personCount).toBe(297);
    const penalty = calibration.bic + 2 * calibration.logLikelihood;
    expect(penalty / calibration.parameterCount).toBeCloseTo(Math.log(297), 10);
    expect(persons[0]).toMatchObject({ raw: 0, max: 0, infit: null });
    expect(persons[0].estimates.eap?.theta).toBeCloseTo(0, 10);
    expect(persons[0].estimates.wle).toMatchObject({
      theta: null,
      standardError: null,
      reason: { english: "there are no responses" },
    });
  });

  it.each(["constructor", "toString", "__proto__", 'a, "b".1'])("an item may be called %s", (name) => {
    const data = { ...binary, items: [name, ...binary.items.slice(1)] };
    const options = { model: "2pl", models: { i2: "rasch" }, standardErrors: "none", cyclesMax: 2 } as const;
    const [first, second] = calibrate(data, options).items;
    expect([first.item, first.model, second.model]).toEqual([name, "2pl", "rasch"]);
  });

  it("one test taker is no data to calibrate on", () => {
    const data = responseData({ items: ["a", "b"], rows: [[1, 0]] });
    expect(() => calibrate(data, { model: "2pl" })).toThrow("no item can be calibrated");
  });

  it("two test takers give a result that says that it is not to be trusted", () => {
    const { calibration } = everything(
      responseData({
        items: ["a", "b"],
        rows: [
          [1, 0],
          [0, 1],
        ],
      }),
      "2pl",
    );
    expect(calibration.notes.length).toBeGreaterThan(0);
  });

  it("an item keyed the wrong way round has a negative slope and a note", () => {
    const data = changed(
      simulated(800, [[-1], [-0.5], [0], [0.5], [1], [0], [0]], "negative"),
      (score, _, i) => (i === 2 ? 1 - score : score),
    );
    const { calibration } = everything(data, "2pl");
    expect(calibration.items[2].slope).toBeLessThan(0);
    expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
      "Item i3: its slope is negative",
    );
  });

  it.each([1, 0])(
    "a group whose every response is %i ends at the end of the grid, by name, and spoils nothing else",
    (value) => {
      const rows = Array.from({ length: 330 }, (_, p) =>
        p < 300 ? [...binary.scores.subarray(p * 5, p * 5 + 5)] : Array<number>(5).fill(value),
      );
      const groups = rows.map((_, p) => (p < 300 ? "rest" : "alike"));
      const data = responseData({ items: binary.items, rows, groups, groupNames: ["rest", "alike"] });
      const { calibration } = everything(data, "2pl");
      const alone = calibrate(binary, { model: "2pl" });
      expect(calibration.converged).toBe(false);
      expect(calibration.cycles).toBeLessThan(300);
      expect(calibration.groups[1]).toMatchObject({ mean: value ? 6 : -6, meanStandardError: null });
      expect(calibration.notes.map(({ english }) => english)).toEqual([
        expect.stringContaining("Group alike: its mean went to"),
      ]);
      // Items hardly hear of test takers so far away: at 6 and -6 they are all but certain.
      calibration.items.forEach(({ slope, standardErrors }, i) => {
        expect(slope).toBeCloseTo(alone.items[i].slope, 0);
        expect(standardErrors.slope).toBeCloseTo(alone.items[i].standardErrors.slope ?? NaN, 1);
      });
    },
  );

  it("test takers whose responses are all alike leave the variance of the Rasch model without a bound, and it says so", () => {
    const rows = Array.from({ length: 100 }, (_, p) => binary.items.map(() => p % 2));
    for (const model of ["rasch", "pcm", "rsm"] as const) {
      const { calibration } = everything(responseData({ items: binary.items, rows }), model);
      expect(calibration.converged).toBe(false);
      expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
        "Group all: its variance went to 144",
      );
    }
  });

  it("a group of one is a group at the floor of variance, and says so", () => {
    const data = responseData({
      items: binary.items,
      rows: Array.from({ length: 300 }, (_, p) => [...binary.scores.subarray(p * 5, p * 5 + 5)]),
      groups: Array.from({ length: 300 }, (_, p) => (p === 0 ? "one" : "rest")),
      groupNames: ["rest", "one"],
    });
    const { calibration } = everything(data, "2pl");
    expect(calibration.groups[1].personCount).toBe(1);
    expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
      "Group one: its variance is at the floor",
    );
  });

  it("five percent presented is enough where many test takers are", () => {
    const uniform = uniformFrom("sparse");
    const items = Array.from({ length: 40 }, (_, n) => ({
      item: `i${n}`,
      model: "rasch" as const,
      slope: 1,
      difficulties: [-2 + n / 10],
    }));
    const data = simulateResponses(uniform, simulateAbilities(uniform, 3000), items, () => uniform() < 0.05);
    const { calibration } = everything(data, "rasch");
    expect(calibration.converged).toBe(true);
    expect(calibration.items[20].difficulties[0]).toBeCloseTo(0, 0);
  });

  it("a nominal item with a category that says nothing of ability has a slope near zero, and no step where slopes are equal", () => {
    const uniform = uniformFrom("guess");
    const data = changed(simulated(800, [[-1], [-0.5], [0], [0.5], [1, 1.5]], "options"), (score, _, i) =>
      i === 4 ? Math.floor(3 * uniform()) : score,
    );
    const { calibration } = everything(data, "nominal");
    expect(calibration.converged).toBe(true);
    expect(Math.abs(calibration.items[4].slope)).toBeLessThan(0.2);
  });

  it.each(["rsm", "nominal"] as const)("groups of one and weights of zero are borne by the %s", (model) => {
    const rows = Array.from({ length: 300 }, (_, p) => [...graded.scores.subarray(p * 4, p * 4 + 4)]);
    const data = responseData({
      items: graded.items,
      rows,
      weights: rows.map((_, p) => (p % 3 === 0 ? 0 : 1)),
      groups: rows.map((_, p) => (p === 1 ? "one" : "rest")),
      groupNames: ["rest", "one"],
    });
    const { calibration } = everything(data, model);
    expect(calibration.groups.map(({ personCount }) => personCount)).toEqual([199, 1]);
  });

  it.each(["rsm", "nominal"] as const)("one test taker is no data to calibrate the %s on", (model) => {
    const data = responseData({ items: ["a", "b"], rows: [[2, 0]] });
    expect(() => calibrate(data, { model })).toThrow("no item can be calibrated");
  });

  it.each(["rsm", "nominal"] as const)("an item keyed the wrong way round is borne by the %s", (model) => {
    const data = changed(graded, (score, _, i) => (i === 2 ? 3 - score : score));
    const { calibration } = everything(data, model);
    if (model === "nominal") {
      expect(calibration.items[2].slope).toBeLessThan(0);
      expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
        "Item i3: its slope is negative",
      );
    }
  });

  it("a histogram is borne by few test takers, a group of one and no responses", () => {
    const rows = Array.from({ length: 40 }, (_, p) => [...binary.scores.subarray(p * 5, p * 5 + 5)]);
    const data = responseData({
      items: binary.items,
      rows: [...rows, [null, null, null, null, null]],
      groups: [...rows.map((_, p) => (p === 0 ? "one" : "rest")), "rest"],
      groupNames: ["rest", "one"],
    });
    const calibration = calibrate(data, {
      model: "rasch",
      groups: { rest: { shape: "histogram" }, one: { shape: "histogram" } },
      cyclesMax: 300,
    });
    expect(nanIn([calibration, scorePersons(calibration, data, ["eap", "map", "ml", "wle"])])).toEqual([]);
    expect(calibration.groups[0].mean).toBeCloseTo(0, 6);
  });

  it.each(modelNames)("the %s goes through a small messy set without a NaN", (model) => {
    const data = changed(binary, (score, p, i) => (p % 7 === i ? null : p < 20 ? 1 : score));
    everything(data, model);
  });

  it("survives a booklet so long that the likelihood underflows", () => {
    const data = simulated(
      40,
      Array.from({ length: 700 }, (_, n) => [(n % 40) / 10 - 2]),
      "long",
    );
    const calibration = calibrate(data, { model: "rasch", standardErrors: "none" });
    expect(nanIn([calibration, scorePersons(calibration, data)])).toEqual([]);
    expect(calibration.logLikelihood).toBeLessThan(-10_000);
  });
});
