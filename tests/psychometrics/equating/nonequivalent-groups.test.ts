import { describe, expect, it } from "vitest";
import { equateByAnchor, equateEquipercentile, scoreDistribution } from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

describe("equating by an anchor", () => {
  const uniform = uniformFrom("anchor");
  /** Totals and anchors that rise together; the second group does better. */
  const group = (count: number, better: number) => {
    const anchors: number[] = [];
    const totals: number[] = [];
    for (let p = 0; p < count; p++) {
      const ability = (uniform() + uniform() + uniform()) / 3 + better;
      const sum = (items: number) => {
        let right = 0;
        for (let i = 0; i < items; i++) if (uniform() < ability) right++;
        return right;
      };
      anchors.push(sum(5));
      totals.push(sum(8));
    }
    return { anchors, totals, highestTotal: 8, highestAnchor: 5 };
  };
  const first = group(1500, 0);
  const second = group(1500, 0.1);

  it.each(["chained", "frequency-estimation"] as const)(
    "%s: forms that are alike come out alike though the groups are not",
    (method) => {
      const bootstrap = { replications: 40, uniform: uniformFrom("bootstrap") };
      const rows = equateByAnchor(first, second, { method, bootstrap });
      for (const { score, equivalent, standardError } of rows.slice(1, 8)) {
        // Frequency estimation leaves a part of the groups' difference in the forms, as it is known to with short anchors.
        expect(Math.abs(equivalent - score)).toBeLessThan(method === "chained" ? 0.35 : 0.6);
        expect(standardError).toBeGreaterThan(0.01);
        expect(standardError).toBeLessThan(0.3);
      }
      const naive = equateEquipercentile(
        scoreDistribution(first.totals, 8),
        scoreDistribution(second.totals, 8),
      );
      expect(Math.abs(naive[4].equivalent - 4)).toBeGreaterThan(Math.abs(rows[4].equivalent - 4));
    },
  );

  it("draws as many test takers as unequal weights are worth", () => {
    const part = (group: typeof first, count: number) => ({
      ...group,
      totals: group.totals.slice(0, count),
      anchors: group.anchors.slice(0, count),
    });
    const few = part(first, 50);
    const twice = {
      ...few,
      totals: [...few.totals, ...few.totals],
      anchors: [...few.anchors, ...few.anchors],
    };
    const errorOf = (weights: number[] | undefined, group: typeof few) => {
      const bootstrap = { replications: 400, uniform: uniformFrom("kish") };
      const rows = equateByAnchor({ ...group, weights }, part(second, 500), { method: "chained", bootstrap });
      return rows[4].standardError ?? NaN;
    };
    const alone = errorOf(undefined, few);
    // Each once more, with next to no weight: (50 x 2)^2 / (50 x (1.9^2 + 0.1^2)) = 55 test takers, not 100.
    const shared = errorOf([...few.totals.map(() => 1.9), ...few.totals.map(() => 0.1)], twice);
    // Standard deviations of 400 values are uncertain by 4 %.
    expect(shared / alone).toBeGreaterThan(0.82);
    expect(errorOf(undefined, twice) / alone).toBeLessThan(0.82);
  });

  it("refuses lists that do not fit each other", () => {
    const options = { method: "chained" } as const;
    expect(() => equateByAnchor({ ...first, totals: [1] }, second, options)).toThrow("not equally long");
    expect(() => equateByAnchor(first, { ...second, highestAnchor: 6 }, options)).toThrow("the same items");
    expect(() => equateByAnchor({ ...first, highestTotal: 3 }, second, options)).toThrow("group 1, row");
    const apart = { totals: [1, 2], anchors: [0, 5], highestTotal: 8, highestAnchor: 5 };
    expect(() => equateByAnchor(apart, second, { method: "frequency-estimation" })).toThrow(
      "take chained equating",
    );
    expect(() =>
      equateByAnchor(first, second, { ...options, bootstrap: { replications: 1, uniform } }),
    ).toThrow("at least 2 replications");
  });
});
