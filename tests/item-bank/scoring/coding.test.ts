import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreement, asScorePairs } from "../../../item-bank/scoring/coding.js";

const repeat = (count: number, first: string, second: string) =>
  Array.from({ length: count }, () => ({ first, second }));

describe("agreement of two coders", () => {
  it("is 0.7 with kappa 0.4 in the table of 20, 5, 10 and 15 responses", () => {
    // p_o = 35/50; p_e = (25/50)(30/50) + (25/50)(20/50) = 0.5; kappa = 0.2 / 0.5.
    const pairs = [
      ...repeat(20, "1", "1"),
      ...repeat(5, "1", "0"),
      ...repeat(10, "0", "1"),
      ...repeat(15, "0", "0"),
    ];
    const result = agreement(pairs);
    expect(result).toMatchObject({ count: 50, agreedCount: 35, proportionAgreed: 0.7 });
    expect(result.kappa).toBeCloseTo(0.4, 12);
    expect(result.table).toContainEqual({ first: "0", second: "1", count: 10 });
  });

  it("is unknown where nothing was coded twice, and kappa where only one code was given", () => {
    expect(agreement([])).toMatchObject({ count: 0, proportionAgreed: null, kappa: null });
    expect(agreement(repeat(9, "1", "1"))).toMatchObject({ proportionAgreed: 1, kappa: null });
  });

  it("has kappa 0 where one coder always gives one code", () => {
    expect(agreement([...repeat(4, "1", "1"), ...repeat(4, "1", "0")]).kappa).toBe(0);
  });

  it("has a kappa from −1 to 1 that does not depend on who is first", () => {
    const code = fc.constantFrom("0", "1", "2");
    fc.assert(
      fc.property(fc.array(fc.record({ first: code, second: code }), { minLength: 1 }), (pairs) => {
        const { kappa } = agreement(pairs);
        const turned = agreement(pairs.map(({ first, second }) => ({ first: second, second: first })));
        if (kappa === null) return;
        expect(kappa).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(kappa).toBeLessThanOrEqual(1 + 1e-12);
        expect(turned.kappa).toBeCloseTo(kappa, 12);
      }),
    );
  });

  it("at the level of scores takes two codes for one score as the same", () => {
    const label = { vi: "x", en: "x" };
    const description = { vi: [], en: [] };
    const codes = [
      { code: "11", score: 1, label, description, samples: [] },
      { code: "12", score: 1, label, description, samples: [] },
      { code: "0", score: 0, label, description, samples: [] },
    ];
    const pairs = [
      { first: "11", second: "12" },
      { first: "11", second: "0" },
      { first: "99", second: "0" },
    ];
    expect(asScorePairs({ codes }, pairs)).toEqual([
      { first: "1", second: "1" },
      { first: "1", second: "0" },
    ]);
  });
});
