import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { order } from "../../../item-bank/interactions/order.js";
import { interactionLaws, letters, localised } from "../../support/interaction-laws.js";

function orderOf(ids: string[]) {
  const choices = ids.map((id) => ({ id, content: localised(`Step ${id}`) }));
  return { kind: "order" as const, choices, shuffle: true };
}

const cases = fc
  .record({
    count: fc.integer({ min: 3, max: 7 }),
    rule: fc.constantFrom("allOrNothing" as const, "partial" as const),
    maxScore: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ count, rule, maxScore }) =>
    fc
      .shuffledSubarray(letters(count), { minLength: count, maxLength: count })
      .filter((key) => key.join() !== letters(count).join())
      .map((key) => ({ interaction: orderOf(letters(count)), scoring: { key, rule }, maxScore })),
  );

interactionLaws(order, cases);

describe("order", () => {
  const interaction = orderOf(letters(4));
  const score = (value: string[]) =>
    order.score(interaction, { key: ["B", "A", "D", "C"], rule: "partial" }, value, 3).score;

  it("partly scored, is Kendall's tau with the key, rounded down and never below 0", () => {
    expect(score(["B", "A", "D", "C"])).toBe(3);
    expect(score(["A", "B", "D", "C"])).toBe(2);
    expect(score(["A", "B", "C", "D"])).toBe(1);
    expect(score(["C", "D", "A", "B"])).toBe(0);
  });

  it("is exported as the place of each choice", () => {
    expect(order.toVariables(interaction, ["C", "A", "D", "B"])).toEqual([2, 4, 1, 3]);
  });

  it("refuses half an order", () => {
    expect(order.fits(interaction, ["A", "B"])).toBe(false);
    expect(order.fits(interaction, ["A", "B", "C", "C"])).toBe(false);
  });

  it("refuses an item whose stored order or whose ids give the answer away", () => {
    const giving = order.checkScoring(interaction, { key: letters(4), rule: "allOrNothing" }, 1);
    expect(giving.map(({ path }) => path)).toEqual(["/interaction/choices"]);
    const shuffled = orderOf(["C", "A", "D", "B"]);
    expect(order.checkScoring(shuffled, { key: letters(4), rule: "allOrNothing" }, 1)).toHaveLength(1);
    expect(order.checkScoring(shuffled, { key: ["C", "A", "D", "B"], rule: "allOrNothing" }, 1)).toHaveLength(
      1,
    );
  });
});
