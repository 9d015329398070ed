import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapMatch } from "../../../item-bank/interactions/gap-match.js";
import { inlineChoice } from "../../../item-bank/interactions/inline-choice.js";
import { interactionLaws, letters, textWithGaps } from "../../support/interaction-laws.js";

const rule = fc.constantFrom("allOrNothing" as const, "perGap" as const);
const gapIds = (count: number) => Array.from({ length: count }, (_, k) => `g${k + 1}`);

const inlineCases = fc
  .record({ gaps: fc.integer({ min: 1, max: 5 }), choices: fc.integer({ min: 2, max: 5 }), rule })
  .chain(({ gaps, choices, rule }) =>
    fc
      .tuple(
        fc.array(fc.constantFrom(...letters(choices)), { minLength: gaps, maxLength: gaps }),
        fc.integer({ min: 1, max: gaps }),
      )
      .map(([key, maxScore]) => ({
        interaction: {
          kind: "inlineChoice" as const,
          text: textWithGaps(gapIds(gaps)),
          gaps: gapIds(gaps).map((id) => ({
            id,
            choices: letters(choices).map((each) => ({ id: each, content: { vi: each, en: each } })),
          })),
          shuffle: false,
        },
        scoring: { key: Object.fromEntries(gapIds(gaps).map((id, k) => [id, key[k]])), rule },
        maxScore,
      })),
  );

const matchCases = fc
  .record({
    gaps: fc.integer({ min: 1, max: 4 }),
    spare: fc.integer({ min: 0, max: 3 }),
    rule,
    maxUses: fc.nat({ max: 2 }),
  })
  .chain(({ gaps, spare, rule, maxUses }) => {
    const pieces = letters(Math.max(2, gaps + spare));
    return fc
      .tuple(
        fc.shuffledSubarray(pieces, { minLength: gaps, maxLength: gaps }),
        fc.integer({ min: 1, max: gaps }),
      )
      .map(([key, maxScore]) => ({
        interaction: {
          kind: "gapMatch" as const,
          text: textWithGaps(gapIds(gaps)),
          choices: pieces.map((id) => ({ id, content: { vi: id, en: id }, maxUses })),
          gapIds: gapIds(gaps),
          shuffle: false,
        },
        scoring: { key: Object.fromEntries(gapIds(gaps).map((id, k) => [id, key[k]])), rule },
        maxScore,
      }));
  });

interactionLaws(inlineChoice, inlineCases);
interactionLaws(gapMatch, matchCases);

describe("gaps", () => {
  const interaction = {
    kind: "gapMatch" as const,
    text: textWithGaps(["g1", "g2", "g3"]),
    choices: letters(4).map((id) => ({ id, content: { vi: id, en: id }, maxUses: 1 })),
    gapIds: ["g1", "g2", "g3"],
    shuffle: false,
  };
  const key = { g1: "A", g2: "B", g3: "C" };

  it("score the share of right gaps, rounded down, a gap left empty being not right", () => {
    const score = (value: Record<string, string>, maxScore: number) =>
      gapMatch.score(interaction, { key, rule: "perGap" }, value, maxScore).score;
    expect(score({ g1: "A", g2: "B" }, 3)).toBe(2);
    expect(score({ g1: "A", g2: "B" }, 2)).toBe(1);
    expect(score({ g1: "A", g2: "B", g3: "C" }, 2)).toBe(2);
  });

  it("refuse a piece that is used more often than it may be", () => {
    expect(gapMatch.fits(interaction, { g1: "A", g2: "A" })).toBe(false);
    expect(gapMatch.fits(interaction, { g1: "A", g9: "B" })).toBe(false);
    expect(gapMatch.fits(interaction, { g1: "A", g2: "D" })).toBe(true);
  });

  it("must stand exactly once in every language of the text", () => {
    const text = { vi: textWithGaps(["g1", "g2", "g3"]).vi, en: textWithGaps(["g1", "g2", "g2", "g4"]).en };
    const problems = gapMatch.checkInteraction({ ...interaction, text });
    expect(problems.map(({ path, message }) => `${path} ${message.en}`)).toEqual([
      "/interaction/text/en The gap [[g2]] has to stand exactly once in the text.",
      "/interaction/text/en The gap [[g3]] has to stand exactly once in the text.",
      "/interaction/text/en The text has a gap [[g4]] that is not declared.",
    ]);
  });

  it("need a key each", () => {
    const problems = gapMatch.checkScoring(interaction, { key: { g1: "A", g2: "A" }, rule: "perGap" }, 3);
    expect(problems.map(({ message }) => message.en)).toEqual([
      "There is no key for “g3” yet.",
      "The key uses a piece more often than it may be used.",
    ]);
  });
});
