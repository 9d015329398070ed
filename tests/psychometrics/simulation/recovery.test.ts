import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  simulateItems,
  simulateStudy,
} from "../../../psychometrics/index.js";
import { mean } from "../../support/moments.js";

describe("calibrating a simulated study gives back what it was made from", () => {
  it("two cycles with booklets, partial credit, and an item that has drifted", () => {
    const known = simulateItems(21, [
      { model: "2pl", count: 14, prefix: "m" },
      { model: "gpcm", count: 4, prefix: "p", categories: 3 },
    ]).map((item) => (item.item === "m3" ? { ...item, differs: [{ groups: ["2026"], shift: 0.7 }] } : item));
    const names = known.map(({ item }) => item);
    const { data } = simulateStudy({
      seed: 77,
      items: known,
      groups: [
        { name: "2023", testTakers: 1200 },
        { name: "2026", testTakers: 1200, mean: [0.3], covariance: [[1.44]] },
      ],
      booklets: [
        { name: "A", items: names.slice(0, 12) },
        { name: "B", items: names.slice(6) },
      ],
    });
    const calibration = calibrate(data, {
      model: "gpcm",
      models: Object.fromEntries(names.slice(0, 14).map((name) => [name, "2pl"])),
      unique: [{ item: "m3", groups: ["2026"] }],
    });
    const z: number[] = [];
    for (const { item, groups, difficulties, slope, standardErrors } of calibration.items) {
      const truth = known.find((one) => one.item === item);
      const moved = groups?.includes("2026") ? 0.7 : 0;
      z.push((slope - (truth?.slope ?? NaN)) / (standardErrors.slope ?? NaN));
      difficulties.forEach((b, k) =>
        z.push(
          ((b ?? NaN) - (truth?.difficulties[k] ?? NaN) - moved) / (standardErrors.difficulties[k] ?? NaN),
        ),
      );
    }
    // 42 standardised errors: the mean of their squares is 1, give or take 0.22 (more, as they share the scale).
    expect(mean(z.map((value) => value ** 2))).toBeGreaterThan(0.4);
    expect(mean(z.map((value) => value ** 2))).toBeLessThan(1.9);
    const later = calibration.groups[1];
    expect(Math.abs(later.mean - 0.3)).toBeLessThan(3.5 * (later.meanStandardError ?? NaN));
    expect(Math.abs(later.variance - 1.44)).toBeLessThan(3.5 * (later.varianceStandardError ?? NaN));
  });

  it("two correlated dimensions with a regressor", () => {
    const items = simulateItems(6, [
      { model: "rasch", count: 10, prefix: "m", dimension: "math" },
      { model: "rasch", count: 10, prefix: "r", dimension: "read" },
    ]);
    const { data, testTakers } = simulateStudy({
      seed: 9,
      dimensions: ["math", "read"],
      items,
      groups: [
        {
          name: "all",
          testTakers: 1000,
          covariance: [
            [1, 0.7],
            [0.7, 1.2],
          ],
        },
      ],
      regressors: [{ name: "ses", kind: "normal", coefficients: [0.5, 0.3] }],
    });
    const { calibration } = calibrateMultidimensional(data, {
      model: "rasch",
      quadrature: 21,
      dimensions: ["math", "read"].map((name) => ({
        name,
        items: items.filter(({ dimension }) => dimension === name).map(({ item }) => item),
      })),
      regressors: {
        names: ["ses"],
        columns: Float64Array.from(testTakers, ({ regressors }) => regressors[0]),
      },
    });
    [0.5, 0.3].forEach((truth, d) => {
      const found = calibration.coefficients.filter(({ regressor }) => regressor === "ses")[d];
      expect(Math.abs(found.estimate - truth)).toBeLessThan(3.5 * (found.standardError ?? NaN));
    });
  });
});
