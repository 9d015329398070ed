import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { match } from "../../../item-bank/interactions/match.js";
import { interactionLaws, letters, localised } from "../../support/interaction-laws.js";

function matrix(rows: number, columns: number, maxPerRow: number) {
  const named = (ids: string[], word: string) =>
    ids.map((id) => ({ id, content: localised(`${word} ${id}`) }));
  return {
    kind: "match" as const,
    rows: named(
      Array.from({ length: rows }, (_, k) => `r${k + 1}`),
      "Row",
    ),
    columns: named(letters(columns), "Column"),
    maxPerRow,
  };
}

const cases = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 2, max: 5 }),
    rule: fc.constantFrom("allOrNothing" as const, "perRow" as const, "thresholds" as const),
  })
  .chain(({ rows, columns, rule }) =>
    fc
      .record({
        maxPerRow: fc.integer({ min: 1, max: columns }),
        maxScore: fc.integer({ min: 1, max: rows }),
      })
      .chain(({ maxPerRow, maxScore }) =>
        fc
          .tuple(
            fc.array(fc.subarray(letters(columns), { minLength: 1, maxLength: maxPerRow }), {
              minLength: rows,
              maxLength: rows,
            }),
            fc.array(fc.integer({ min: 0, max: maxScore }), { minLength: rows - 1, maxLength: rows - 1 }),
          )
          .map(([key, inner]) => ({
            interaction: matrix(rows, columns, maxPerRow),
            scoring: {
              key: Object.fromEntries(key.map((ids, k) => [`r${k + 1}`, ids])),
              rule,
              ...(rule === "thresholds" ? { thresholds: [0, ...inner.sort((a, b) => a - b), maxScore] } : {}),
            },
            maxScore,
          })),
      ),
  );

interactionLaws(match, cases);

describe("match", () => {
  const interaction = matrix(3, 2, 1);
  const key = { r1: ["A"], r2: ["B"], r3: ["A"] };

  it("scores by thresholds as complex multiple choice does: two of three right give 1, three give 2", () => {
    const score = (value: Record<string, string[]>) =>
      match.score(interaction, { key, rule: "thresholds", thresholds: [0, 0, 1, 2] }, value, 2).score;
    expect(score({ r1: ["A"] })).toBe(0);
    expect(score({ r1: ["A"], r2: ["B"] })).toBe(1);
    expect(score({ r1: ["A"], r2: ["B"], r3: ["B"] })).toBe(1);
    expect(score(key)).toBe(2);
  });

  it("takes a row with several columns for right only when all of them are ticked", () => {
    const several = matrix(1, 3, 3);
    const scoring = { key: { r1: ["A", "C"] }, rule: "perRow" as const };
    expect(match.score(several, scoring, { r1: ["C", "A"] }, 1).score).toBe(1);
    expect(match.score(several, scoring, { r1: ["A"] }, 1).score).toBe(0);
    expect(match.toVariables(several, { r1: ["C", "A"] })).toEqual([1, 0, 1]);
  });

  it("refuses two columns in a row that takes one", () => {
    expect(match.fits(interaction, { r1: ["A", "B"] })).toBe(false);
    expect(match.fits(interaction, { r1: "A" })).toBe(false);
  });

  it("wants a threshold for every number of right rows", () => {
    const problems = match.checkScoring(interaction, { key, rule: "thresholds", thresholds: [0, 1, 2] }, 2);
    expect(problems.map(({ path }) => path)).toContain("/scoring/thresholds");
  });
});
