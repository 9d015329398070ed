import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choice } from "../../../item-bank/interactions/choice.js";
import { interactionLaws, letters, localised } from "../../support/interaction-laws.js";

const cases = fc
  .record({ count: fc.integer({ min: 2, max: 8 }), maxScore: fc.integer({ min: 1, max: 4 }) })
  .chain(({ count, maxScore }) =>
    fc
      .record({
        key: fc.subarray(letters(count), { minLength: 1 }),
        rule: fc.constantFrom("allOrNothing" as const, "partial" as const),
        spare: fc.nat({ max: count }),
        shuffle: fc.boolean(),
      })
      .map(({ key, rule, spare, shuffle }) => ({
        interaction: choiceOf(count, Math.min(count, key.length + spare), shuffle),
        scoring: { key, rule },
        maxScore,
      })),
  );

function choiceOf(count: number, maxChoices: number, shuffle = false) {
  const choices = letters(count).map((id) => ({ id, content: localised(`Choice ${id}`) }));
  return { kind: "choice" as const, choices, maxChoices, shuffle };
}

interactionLaws(choice, cases);

describe("choice", () => {
  const scoreOf = (
    taken: string[],
    key: string[],
    rule: "allOrNothing" | "partial",
    count = 5,
    maxScore = 2,
  ) => choice.score(choiceOf(count, count), { key, rule }, taken, maxScore).score;

  it("gives the full score for the key alone", () => {
    expect(scoreOf(["B", "A"], ["A", "B"], "allOrNothing")).toBe(2);
    expect(scoreOf(["A"], ["A", "B"], "allOrNothing")).toBe(0);
    expect(scoreOf(["A", "B", "C"], ["A", "B"], "allOrNothing")).toBe(0);
  });

  it("partly scored, takes off the share of wrong ones from the share of right ones", () => {
    expect(scoreOf(["A"], ["A", "B"], "partial")).toBe(1);
    expect(scoreOf(["A", "C"], ["A", "B"], "partial")).toBe(0);
    expect(scoreOf(["A", "B", "C"], ["A", "B"], "partial", 5, 3)).toBe(2);
  });

  it("partly scored, gives nothing for ticking everything", () => {
    expect(scoreOf(letters(5), ["A", "B", "C", "D"], "partial", 5, 4)).toBe(0);
  });

  it("refuses a choice that is not there, one taken twice and more than may be taken", () => {
    const interaction = choiceOf(4, 2);
    expect(choice.fits(interaction, ["E"])).toBe(false);
    expect(choice.fits(interaction, ["A", "A"])).toBe(false);
    expect(choice.fits(interaction, ["A", "B", "C"])).toBe(false);
    expect(choice.fits(interaction, "A")).toBe(false);
    expect(choice.fits(interaction, ["A", "B"])).toBe(true);
  });

  it("becomes one variable, or one for each choice where several may be taken", () => {
    expect(choice.toVariables(choiceOf(4, 1), ["C"])).toEqual(["C"]);
    expect(choice.toVariables(choiceOf(4, 4), ["A", "C"])).toEqual([1, 0, 1, 0]);
  });

  it("names a key that is not among the choices, and two choices that read alike", () => {
    const interaction = choiceOf(3, 1);
    expect(choice.checkScoring(interaction, { key: ["D"], rule: "allOrNothing" }, 1)[0]?.message.en).toBe(
      "The key names “D”, but there are only A, B, C.",
    );
    interaction.choices[2].content = interaction.choices[0].content;
    expect(choice.checkInteraction(interaction)[0]).toMatchObject({
      path: "/interaction/choices/2/content/vi",
      message: { en: "This reads the same as number 1." },
    });
  });
});
