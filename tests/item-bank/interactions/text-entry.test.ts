import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapCharactersMax, textEntry } from "../../../item-bank/interactions/text-entry.js";
import { interactionLaws, textWithGaps } from "../../support/interaction-laws.js";

const numberKey = fc.record({
  type: fc.constant("number" as const),
  value: fc.oneof(
    fc.integer({ min: -100000, max: 100000 }),
    fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => Number(value.toFixed(3))),
  ),
  tolerance: fc.constantFrom(0, 0.005, 0.5, 10),
});
const textKey = fc.record({
  type: fc.constant("text" as const),
  accepted: fc.array(fc.constantFrom("Hà Nội", "nước", "không biết", "H₂O", "café"), {
    minLength: 1,
    maxLength: 3,
  }),
  caseSensitive: fc.boolean(),
  ignoreMarks: fc.boolean(),
});

interactionLaws(
  textEntry,
  fc
    .record({
      keys: fc.array(fc.oneof(numberKey, textKey), { minLength: 1, maxLength: 4 }),
      rule: fc.constantFrom("allOrNothing" as const, "perGap" as const),
    })
    .map(({ keys, rule }) => {
      const ids = keys.map((_, k) => `g${k + 1}`);
      return {
        interaction: {
          kind: "textEntry" as const,
          text: textWithGaps(ids),
          gaps: ids.map((id, k) => ({ id, input: keys[k].type, widthCharacters: 10 })),
        },
        scoring: { key: Object.fromEntries(ids.map((id, k) => [id, keys[k]])), rule },
        maxScore: rule === "perGap" ? keys.length : 1,
      };
    }),
);

const one = (input: "number" | "text", unit?: string) => ({
  kind: "textEntry" as const,
  gaps: [
    { id: "response", input, widthCharacters: 8, ...(unit ? { unitAfter: { vi: unit, en: unit } } : {}) },
  ],
});

describe("text entry", () => {
  const scoreNumber = (typed: string, value: number, tolerance = 0, unit?: string) =>
    textEntry.score(
      one("number", unit),
      { key: { response: { type: "number", value, tolerance } }, rule: "allOrNothing" },
      { response: typed },
      1,
    ).score;

  it("takes a comma or a point as the decimal mark", () => {
    expect(scoreNumber("3,5", 3.5)).toBe(1);
    expect(scoreNumber("3.5", 3.5)).toBe(1);
    expect(scoreNumber("35", 3.5)).toBe(0);
  });

  it("counts both ends of the tolerance as right", () => {
    expect(scoreNumber("3,13", 3.14, 0.01)).toBe(1);
    expect(scoreNumber("3,15", 3.14, 0.01)).toBe(1);
    expect(scoreNumber("3,16", 3.14, 0.01)).toBe(0);
  });

  it("is not put out by the unit that stands beside the gap, but by another one", () => {
    expect(scoreNumber("12 cm", 12, 0, "cm")).toBe(1);
    expect(scoreNumber("12 m", 12, 0, "cm")).toBe(0);
    expect(scoreNumber("12%", 12, 0, "%")).toBe(1);
  });

  it("refuses a text that no gap takes: too long, not a text, or for a gap that is not there", () => {
    expect(textEntry.fits(one("text"), { response: "x".repeat(gapCharactersMax) })).toBe(true);
    expect(textEntry.fits(one("text"), { response: "x".repeat(gapCharactersMax + 1) })).toBe(false);
    expect(textEntry.fits(one("text"), { response: 12 } as never)).toBe(false);
    expect(textEntry.fits(one("text"), { other: "x" })).toBe(false);
    expect(textEntry.fits(one("text"), JSON.parse('{"__proto__":"x"}') as never)).toBe(false);
  });

  it("counts blank text as nothing given", () => {
    expect(textEntry.isEmpty({ response: "  " })).toBe(true);
    expect(textEntry.isEmpty({ response: "0" })).toBe(false);
  });

  it("exports a number as read and as typed", () => {
    expect(textEntry.variables(one("number")).map(({ suffix, type }) => [suffix, type])).toEqual([
      ["", "number"],
      ["T", "text"],
    ]);
    expect(textEntry.toVariables(one("number"), { response: "3,50" })).toEqual([3.5, "3,50"]);
    expect(textEntry.toVariables(one("number"), { response: "1.234" })).toEqual([null, "1.234"]);
    expect(textEntry.toVariables(one("number"), { response: "ba" })).toEqual([null, "ba"]);
  });

  it("wants a number as the key of a gap that takes numbers", () => {
    const scoring = {
      key: {
        response: { type: "text" as const, accepted: ["ba"], caseSensitive: false, ignoreMarks: false },
      },
      rule: "allOrNothing" as const,
    };
    expect(textEntry.checkScoring(one("number"), scoring, 1)[0].path).toBe("/scoring/key/response");
  });
});
