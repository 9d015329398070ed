import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InteractionDeclaration } from "../../item-bank/interactions/declaration.js";
import type { Interaction, Item, ResponseValue } from "../../item-bank/types.js";
import { readItem } from "../../item-bank/validate.js";
import { seededRandom } from "../../item-bank/booklets/seeded.js";
import { itemMetadata } from "./item-metadata.js";

/** An interaction with a scoring that its schemas take. */
export interface InteractionCase<I, S> {
  interaction: I;
  scoring: S;
  maxScore: number;
}

/** A text of one paragraph in both languages. */
export function localised(text: string) {
  const paragraph = [{ type: "paragraph" as const, children: [{ type: "text" as const, text }] }];
  return { vi: paragraph, en: paragraph };
}

/** A text whose gaps stand one after the other. */
export function textWithGaps(gapIds: readonly string[]) {
  const children = gapIds.flatMap((id) => [
    { type: "text" as const, text: "…" },
    { type: "gap" as const, id },
  ]);
  const paragraph = [{ type: "paragraph" as const, children }];
  return { vi: paragraph, en: paragraph };
}

/** An item around an interaction, as an author's screen would send it. */
export function itemAround(part: InteractionCase<Interaction, unknown>): Item {
  const needsRubric = (part.scoring as { rule?: string }).rule === "humanCoded";
  return {
    id: "TEST-Q01",
    unitId: "TEST",
    stem: localised("?"),
    interaction: part.interaction,
    scoring: part.scoring as Item["scoring"],
    maxScore: part.maxScore,
    ...(needsRubric ? { rubric: rubricTo(part.maxScore) } : {}),
    metadata: { ...itemMetadata },
  };
}

function rubricTo(maxScore: number): Item["rubric"] {
  return {
    codes: Array.from({ length: maxScore + 1 }, (_, score) => ({
      code: String(score),
      score,
      label: { vi: `Mức ${score}`, en: `Level ${score}` },
      description: localised(`${score}`),
      samples: [{ vi: `Ví dụ ${score}`, en: `Sample ${score}` }],
    })),
  };
}

/**
 * The laws every interaction obeys, checked on random interactions and keys. The test file of a new interaction calls
 * this first.
 */
export function interactionLaws<I extends Interaction, S, V extends ResponseValue>(
  declaration: InteractionDeclaration<I, S, V>,
  cases: fc.Arbitrary<InteractionCase<I, S>>,
): void {
  const seeded = fc.tuple(cases, fc.nat());

  describe(`${declaration.kind}, the laws of an interaction`, () => {
    it("starts from an item without errors", () => {
      const { problems } = readItem(itemAround(declaration.starter()));
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    });

    it("finds nothing wrong with a sound item", () => {
      fc.assert(
        fc.property(cases, (part) => {
          const errors = readItem(itemAround(part)).problems.filter(({ severity }) => severity === "error");
          expect(errors.filter(({ path }) => path !== "/maxScore")).toEqual([]);
        }),
      );
    });

    it("simulates a fitting response that scores exactly what was asked, at every score there is", () => {
      fc.assert(
        fc.property(seeded, ([{ interaction, scoring, maxScore }, seed]) => {
          const random = seededRandom(seed);
          for (const score of declaration.attainableScores(interaction, scoring, maxScore)) {
            const value = declaration.simulate(interaction, scoring, score, maxScore, random);
            expect(declaration.fits(interaction, value)).toBe(true);
            expect(declaration.isEmpty(value)).toBe(false);
            const scored = declaration.score(interaction, scoring, value, maxScore);
            if (scored.status === "scored") expect(scored.score).toBe(score);
          }
        }),
      );
    });

    it("refuses to simulate a score that no response gets", () => {
      fc.assert(
        fc.property(seeded, ([{ interaction, scoring, maxScore }, seed]) => {
          if (declaration.kind === "extendedText" || declaration.kind === "likert") return;
          const impossible = maxScore + 1;
          expect(() =>
            declaration.simulate(interaction, scoring, impossible, maxScore, seededRandom(seed)),
          ).toThrow(RangeError);
        }),
      );
    });

    it("scores any response that fits with one of the attainable scores", () => {
      fc.assert(
        fc.property(seeded, fc.nat({ max: 6 }), ([{ interaction, scoring, maxScore }, seed], category) => {
          const value = declaration.answerAt(interaction, category, seededRandom(seed));
          expect(declaration.fits(interaction, value)).toBe(true);
          const scored = declaration.score(interaction, scoring, value, maxScore);
          expect(scored.maxScore).toBe(maxScore);
          if (scored.status === "scored") {
            expect(declaration.attainableScores(interaction, scoring, maxScore)).toContain(scored.score);
          }
        }),
      );
    });

    it("takes null for a response that was cleared and for nothing given", () => {
      fc.assert(
        fc.property(cases, ({ interaction }) => {
          expect(declaration.fits(interaction, null)).toBe(true);
          expect(declaration.isEmpty(null)).toBe(true);
          expect(declaration.toVariables(interaction, null).every((value) => value === null)).toBe(true);
        }),
      );
    });

    it("says of any value whether it fits, and scores whatever it lets pass", () => {
      fc.assert(
        fc.property(cases, fc.jsonValue(), ({ interaction, scoring, maxScore }, json) => {
          const value = json as V;
          if (!declaration.fits(interaction, value) || declaration.isEmpty(value)) return;
          expect(() => declaration.score(interaction, scoring, value, maxScore)).not.toThrow();
        }),
      );
    });

    it("gives a value for each of its variables, of those that the variable lists", () => {
      fc.assert(
        fc.property(seeded, ([{ interaction }, seed]) => {
          const value = declaration.answerAt(interaction, seed % 5, seededRandom(seed));
          const variables = declaration.variables(interaction);
          const values = declaration.toVariables(interaction, value);
          expect(values).toHaveLength(variables.length);
          expect(new Set(variables.map(({ suffix }) => suffix)).size).toBe(variables.length);
          variables.forEach((variable, k) => {
            const listed = variable.values.map((each) => each.value);
            if (listed.length > 0 && values[k] !== null) expect(listed).toContain(values[k]);
          });
        }),
      );
    });
  });
}

/** `count` ids, "A" on. */
export function letters(count: number): string[] {
  return Array.from({ length: count }, (_, k) => String.fromCharCode(65 + k));
}
