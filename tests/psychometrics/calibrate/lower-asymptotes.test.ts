import { describe, expect, it } from "vitest";
import { calibrate, simulateAbilities, simulateResponses } from "../../../psychometrics/index.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

describe("lower asymptotes at 0", () => {
  it("a lower asymptote without a prior that falls to 0 is said by the item's name, and the rest is the 2PL with its standard errors", () => {
    const data = readScores(fixture("lsat6/data.csv"));
    const calibration = calibrate(data, { model: "3pl", lowerAsymptotePrior: null });
    const without = calibrate(data, { model: "2pl" });
    expect(calibration.notes.map(({ english }) => english)).toEqual([
      expect.stringContaining("Items Item1, Item2, Item3, Item4, Item5: their lower"),
    ]);
    calibration.items.forEach(({ standardErrors }, i) => {
      expect(standardErrors.lowerAsymptote).toBeNull();
      expect(standardErrors.slope).toBeCloseTo(without.items[i].standardErrors.slope ?? NaN, 3);
    });
  });

  it("a lower asymptote falls to 0 under a prior that is highest there, and the other parameters keep their standard errors", () => {
    const data = readScores(fixture("lsat6/data.csv"));
    const prior = { kind: "beta", alpha: 1, beta: 5 } as const;
    const calibration = calibrate(data, { model: "3pl", lowerAsymptotePrior: prior });
    const without = calibrate(data, { model: "2pl" });
    expect(calibration.notes.map(({ english }) => english)).toEqual([
      expect.stringContaining("Items Item1, Item2, Item3, Item4, Item5: their lower"),
    ]);
    calibration.items.forEach(({ standardErrors, slope }, i) => {
      expect(standardErrors.lowerAsymptote).toBeNull();
      expect(slope).toBeCloseTo(without.items[i].slope, 3);
      expect(standardErrors.slope).toBeCloseTo(without.items[i].standardErrors.slope ?? NaN, 3);
    });
  });

  it("steep items without guessing have standard errors, though their chance is below any digit", () => {
    const items = Array.from({ length: 6 }, (_, i) => ({
      ...{ item: `i${i}`, model: "2pl" as const, slope: 6, difficulties: [0.5 + i / 5] },
    }));
    const uniform = uniformFrom("steep without guessing");
    const data = simulateResponses(uniform, simulateAbilities(uniform, 400), items);
    const calibration = calibrate(data, { model: "3pl", lowerAsymptotePrior: null });
    for (const { standardErrors } of calibration.items) expect(standardErrors.slope).toBeGreaterThan(0);
  });
});
