import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendedText } from "../../../item-bank/interactions/extended-text.js";
import { hotspot } from "../../../item-bank/interactions/hotspot.js";
import { declarationOf, declarations } from "../../../item-bank/interactions/index.js";
import { likert } from "../../../item-bank/interactions/likert.js";
import { slider } from "../../../item-bank/interactions/slider.js";
import { seededRandom } from "../../../item-bank/booklets/seeded.js";
import { interactionLaws, letters, localised } from "../../support/interaction-laws.js";

interactionLaws(
  hotspot,
  fc
    .record({
      count: fc.integer({ min: 2, max: 6 }),
      rule: fc.constantFrom("allOrNothing" as const, "partial" as const),
    })
    .chain(({ count, rule }) =>
      fc.subarray(letters(count), { minLength: 1 }).map((key) => ({
        interaction: {
          kind: "hotspot" as const,
          asset: { vi: "map.svg", en: "map.svg" },
          alt: { vi: "Bản đồ", en: "Map" },
          areas: letters(count).map((id, k) => ({
            id,
            label: { vi: `Vùng ${id}`, en: `Area ${id}` },
            shape: { type: "circle" as const, x: 10 + 10 * k, y: 50, radius: 5 },
          })),
          maxChoices: count,
        },
        scoring: { key, rule },
        maxScore: 2,
      })),
    ),
);

interactionLaws(
  slider,
  fc
    .record({
      minimum: fc.integer({ min: -20, max: 20 }),
      step: fc.constantFrom(0.1, 0.25, 1, 5),
      steps: fc.integer({ min: 2, max: 60 }),
    })
    .chain(({ minimum, step, steps }) =>
      fc.tuple(fc.nat({ max: steps }), fc.nat({ max: steps })).map(([a, b]) => ({
        interaction: { kind: "slider" as const, minimum, maximum: minimum + step * steps, step },
        scoring: { key: { from: minimum + step * Math.min(a, b), to: minimum + step * Math.max(a, b) } },
        maxScore: 1,
      })),
    ),
);

const options = [1, 2, 3, 4].map((value) => ({
  id: `o${value}`,
  label: { vi: `${value}`, en: `${value}` },
  value,
}));
interactionLaws(
  likert,
  fc.integer({ min: 1, max: 8 }).map((count) => ({
    interaction: {
      kind: "likert" as const,
      statements: letters(count).map((id) => ({ id, content: localised(`Statement ${id}`) })),
      options,
      reversed: ["A"],
    },
    scoring: { rule: "none" as const },
    maxScore: 0,
  })),
);

interactionLaws(
  extendedText,
  fc.integer({ min: 1, max: 3 }).map((maxScore) => ({
    interaction: { kind: "extendedText" as const, lines: 4, maxCharacters: 200 },
    scoring: { rule: "humanCoded" as const },
    maxScore,
  })),
);

describe("slider", () => {
  const interaction = { kind: "slider" as const, minimum: 0, maximum: 1, step: 0.1 };

  it("takes the stops of its line only, however binary fractions round", () => {
    expect(slider.fits(interaction, 0.1 + 0.2)).toBe(true);
    expect(slider.fits(interaction, 0.35)).toBe(false);
    expect(slider.fits(interaction, 1.1)).toBe(false);
    expect(slider.fits(interaction, NaN)).toBe(false);
  });

  it("counts both ends of the key as right", () => {
    const score = (value: number) =>
      slider.score(interaction, { key: { from: 0.3, to: 0.5 } }, value, 1).score;
    expect([0.2, 0.1 + 0.2, 0.5, 0.6].map(score)).toEqual([0, 1, 1, 0]);
  });

  it("names a step that does not divide the line and a key that no stop reaches", () => {
    expect(slider.checkInteraction({ ...interaction, step: 0.3 })[0].path).toBe("/interaction/step");
    expect(slider.checkInteraction({ ...interaction, maximum: -1 })[0].path).toBe("/interaction/maximum");
    expect(slider.checkScoring(interaction, { key: { from: 0.42, to: 0.48 } }, 1)[0].path).toBe(
      "/scoring/key",
    );
  });
});

describe("hotspot", () => {
  it("names an area that lies off the picture", () => {
    const { interaction } = hotspot.starter();
    interaction.areas[1].shape = { type: "circle", x: 98, y: 50, radius: 10 };
    expect(hotspot.checkInteraction(interaction)[0].path).toBe("/interaction/areas/1/shape");
  });
});

describe("extended text", () => {
  it("waits for a coder and keeps to its length", () => {
    const interaction = { kind: "extendedText" as const, lines: 4, maxCharacters: 10 };
    expect(extendedText.score(interaction, { rule: "humanCoded" }, "abc", 2)).toEqual({
      status: "uncoded",
      score: null,
      maxScore: 2,
    });
    expect(extendedText.fits(interaction, "x".repeat(10))).toBe(true);
    expect(extendedText.fits(interaction, "x".repeat(11))).toBe(false);
  });
});

describe("Likert matrix", () => {
  const interaction = {
    kind: "likert" as const,
    statements: letters(6).map((id) => ({ id, content: localised(id) })),
    options,
    reversed: ["B"],
  };

  it("exports the options' values as given, reversed statements too", () => {
    expect(likert.toVariables(interaction, { A: "o4", B: "o1", D: "o2" })).toEqual([
      4,
      1,
      null,
      2,
      null,
      null,
    ]);
  });

  it("is simulated near a category, reversed statements from the other end", () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 200 }, () =>
      likert.toVariables(interaction, likert.answerAt(interaction, 3, random)),
    );
    const mean = (k: number) => values.reduce((sum, row) => sum + Number(row[k]), 0) / values.length;
    expect(mean(0)).toBeGreaterThan(3.5);
    expect(mean(1)).toBeLessThan(1.5);
  });
});

describe("the list of interactions", () => {
  it("has the eleven kinds, each found by its name, with words in both languages", () => {
    expect(declarations).toHaveLength(11);
    for (const declaration of declarations) {
      expect(declarationOf(declaration.kind)).toBe(declaration);
      expect(declaration.starter().interaction.kind).toBe(declaration.kind);
      for (const text of [declaration.name, declaration.summary]) {
        expect(text.vi).toBeTruthy();
        expect(text.en).toBeTruthy();
      }
    }
  });
});
