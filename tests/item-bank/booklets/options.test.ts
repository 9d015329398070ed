import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choice } from "../../../item-bank/interactions/choice.js";
import { orderOptions, presentInteraction } from "../../../item-bank/booklets/options.js";
import { seededRandom } from "../../../item-bank/booklets/seeded.js";

const options = [..."ABCDE"].map((id) => ({ id, fixed: id === "E" }));
const idsOf = (list: { id: string }[]) => list.map(({ id }) => id).join("");

describe("the order of options", () => {
  it("is the same in every browser for ever: these orders are in the records of sittings", () => {
    expect(idsOf(orderOptions(options, "seed-1", "KM101Q01"))).toBe("BCDAE");
    expect(idsOf(orderOptions(options, 42, "KM101Q01"))).toBe("DCBAE");
  });

  it("has every option once, and fixed ones in their places", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.boolean(), { maxLength: 8 }), (seed, fixed) => {
        const list = fixed.map((isFixed, k) => ({ id: String(k), fixed: isFixed }));
        const shown = orderOptions(list, seed, "X");
        expect(idsOf([...shown].sort((a, b) => Number(a.id) - Number(b.id)))).toBe(idsOf(list));
        fixed.forEach((isFixed, k) => {
          if (isFixed) expect(shown[k].id).toBe(String(k));
        });
      }),
    );
  });

  it("has every order about equally often, and differs between the items of a sitting", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 24000; seed++) {
      const order = idsOf(orderOptions(options, seed, "KM101Q01"));
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Chi-square on 23 degrees of freedom stays below 55 in all but 1 of 5,000 tries; the seeds are fixed.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(55);
    const perItem = Array.from({ length: 50 }, (_, k) => idsOf(orderOptions(options, "s", `Q${k}`)));
    expect(new Set(perItem).size).toBeGreaterThan(10);
  });

  it("is the author's unless the interaction says to shuffle", () => {
    const { interaction } = choice.starter();
    expect(presentInteraction(interaction, 1, "Q1")).toBe(interaction);
    const shown = presentInteraction({ ...interaction, shuffle: true }, 4, "Q1");
    expect(shown).not.toEqual({ ...interaction, shuffle: true });
    expect(presentInteraction({ ...interaction, shuffle: true }, 4, "Q1")).toEqual(shown);
  });
});

describe("seeded numbers", () => {
  it("lie from 0 to below 1 and have the mean and variance of a uniform distribution", () => {
    const random = seededRandom("uniform");
    const values = Array.from({ length: 20000 }, random);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });
});
