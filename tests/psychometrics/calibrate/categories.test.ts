import { describe, expect, it } from "vitest";
import { calibrate, responseData, scorePersons } from "../../../psychometrics/index.js";
import { binary, changed, everything, graded, simulated } from "../../support/hard-data.js";

describe("the categories of an item", () => {
  it("items that everybody got right or wrong are left out, with the reason", () => {
    const data = changed(binary, (score, _, i) => (i === 0 ? 1 : i === 1 ? 0 : score));
    const { calibration, classical, persons } = everything(data, "2pl");
    expect(calibration.excluded).toMatchObject([
      { item: "i1", groups: null, reason: { english: "everybody who was presented it scored 1" } },
      { item: "i2", groups: null, reason: { english: "everybody who was presented it scored 0" } },
    ]);
    expect(calibration.notes[0].english).toContain("Item i1 was left out");
    expect(classical.items[0].itemRest).toBeNull();
    expect(persons[0].max).toBe(3);
  });

  it.each(["pcm", "gpcm", "grm", "nominal"] as const)(
    "a score that nobody got makes no category (%s)",
    (model) => {
      const data = changed(graded, (score, _, i) => (i === 0 && score === 2 ? 3 : score));
      const { calibration } = everything(data, model);
      expect(calibration.items[0].scoreValues).toEqual([0, 1, 3]);
      expect(calibration.items[0].intercepts).toHaveLength(2);
      expect(calibration.notes.map(({ english }) => english)).toContain(
        "Item i1: only the scores 0, 1, 3 occur; they were calibrated as categories 0 to 2.",
      );
    },
  );

  it.each([
    { scores: [0, 1, 99], far: [99] },
    { scores: [0, 1, 2, 8, 9], far: [8, 9] },
    { scores: [1, 2, 3, 9], far: [9] },
    { scores: [0, 5, 10], far: [] },
    { scores: [0, 10], far: [] },
    { scores: [0, 1, 3], far: [] },
  ])(
    "a score far above the others may be a code for a missing response: $far of $scores",
    ({ scores, far }) => {
      const data = changed(graded, (score, p, i) => (i === 0 ? scores[p % scores.length] : score));
      const { notes } = calibrate(data, { model: "gpcm", standardErrors: "none", cyclesMax: 2 });
      const { code, values } = notes[0];
      expect(code).toBe(far.length > 0 ? "scores-recoded-far" : "scores-recoded");
      expect(values).toMatchObject({ item: "i1", scores, ...(far.length > 0 && { far }) });
    },
  );

  it("a score that nobody got on one item of a rating scale is told of by the others", () => {
    const data = changed(graded, (score, _, i) => (i === 0 && score === 2 ? 3 : score));
    const { calibration } = everything(data, "rsm");
    expect(calibration.items[0].scoreValues).toEqual([0, 1, 2, 3]);
    expect(calibration.items[0].difficulties).toHaveLength(3);
    expect(calibration.notes.map(({ english }) => english)).toContain(
      "Item i1: nobody scored 2, which others of its rating scale, or the item in other groups, have; their responses tell of that step.",
    );
    const nobody = changed(graded, (score) => (score === 2 ? 3 : score));
    expect(everything(nobody, "rsm").calibration.items[0].scoreValues).toEqual([0, 1, 3]);
  });

  it("right-or-wrong items have no steps of the rating scale beside them", () => {
    const mixed = changed(graded, (score, _, i) => (i < 2 ? Math.min(1, score) : score));
    const { items, notes } = calibrate(mixed, { model: "rsm", standardErrors: "none" });
    expect(items.map(({ scoreValues }) => scoreValues.length)).toEqual([
      2,
      2,
      ...items.slice(2).map(() => 4),
    ]);
    expect(notes).toEqual([]);
    // A scale that is named is the caller's word.
    const { items: together } = calibrate(mixed, {
      model: "rsm",
      ratingScales: Object.fromEntries(mixed.items.map((item) => [item, "one"])),
      standardErrors: "none",
    });
    expect(together.map(({ scoreValues }) => scoreValues.length)).toEqual(together.map(() => 4));
  });

  it("the highest score is that of the items, though nobody of those who are scored has it", () => {
    const calibration = calibrate(graded, { model: "gpcm", standardErrors: "none", cyclesMax: 5 });
    const highest = calibration.items.reduce((sum, { scoreValues }) => sum + scoreValues.length - 1, 0);
    const nothing = responseData({ items: graded.items, rows: [graded.items.map(() => 0)] });
    expect(scorePersons(calibration, nothing, ["eap"])[0]).toMatchObject({ raw: 0, max: highest });
  });

  it.each(["pcm", "rsm", "nominal"] as const)("thirty categories are calibrated (%s)", (model) => {
    const steps = Array.from({ length: 29 }, (_, k) => -2 + k / 7);
    const { calibration } = everything(simulated(1500, [steps, steps, steps], "thirty"), model);
    expect(calibration.converged).toBe(true);
  });

  it("a polytomous item under a model for right or wrong is refused by name", () => {
    expect(() => calibrate(graded, { model: "2pl" })).toThrow(
      "item i1 has scores up to 3, but 2pl is for right or wrong",
    );
  });
});

describe("a score above the maximum of the data", () => {
  it("is refused with the item and the row", () => {
    const data = simulated(20, [[0], [0.5]], "above");
    data.scores[7] = 2;
    expect(() => calibrate(data, { model: "pcm" })).toThrow(
      "item i2: row 4 has a score of 2, above the item's maximum",
    );
  });
});
