import { describe, expect, it } from "vitest";
import { modelNames, simulateItems } from "../../../psychometrics/index.js";
import { categoryCount } from "../../support/category-counts.js";
import { covariance, mean } from "../../support/moments.js";

describe("simulated items", () => {
  const sets = modelNames.map((model) => ({
    model,
    count: 3,
    prefix: model,
    categories: categoryCount(model),
  }));

  it("are of every model, and the same whatever others there are", () => {
    const items = simulateItems(4, sets);
    expect(items).toHaveLength(27);
    for (const item of items) expect(item.difficulties).toHaveLength(categoryCount(item.model) - 1);
    expect(items.filter(({ model }) => model === "rasch").map(({ slope }) => slope)).toEqual([1, 1, 1]);
    const one = simulateItems(4, [{ ...sets[6], count: 2 }]);
    expect(one).toEqual(items.filter(({ model }) => model === sets[6].model).slice(0, 2));
    expect(simulateItems(5, [sets[6]])[0].difficulties).not.toEqual(one[0].difficulties);
  });

  it("have the locations and slopes that are asked for", () => {
    const set = {
      model: "2pl",
      count: 2000,
      prefix: "i",
      difficulty: { mean: -0.5, sd: 0.8 },
      slope: { median: 1.3, sdLog: 0.25 },
    } as const;
    const items = simulateItems(1, [set]);
    const locations = items.map(({ difficulties }) => difficulties[0]);
    const logs = items.map(({ slope }) => Math.log(slope));
    // Four standard errors of means and standard deviations of 2,000.
    expect(Math.abs(mean(locations) + 0.5)).toBeLessThan(4 * 0.8 * Math.sqrt(1 / 2000));
    expect(Math.abs(Math.sqrt(covariance(locations, locations)) - 0.8)).toBeLessThan(
      4 * 0.8 * Math.sqrt(1 / 4000),
    );
    expect(Math.abs(mean(logs) - Math.log(1.3))).toBeLessThan(4 * 0.25 * Math.sqrt(1 / 2000));
  });

  it("are refused where the model does not know them", () => {
    expect(() => simulateItems(1, [{ model: "2pl", count: 1, prefix: "a", categories: 3 }])).toThrow(
      "does not know 3",
    );
    expect(() => simulateItems(1, [{ model: "2pl", count: 0, prefix: "a" }])).toThrow(
      "0 is no number of items",
    );
    expect(() =>
      simulateItems(1, [{ model: "2pl", count: 1, prefix: "a", slope: { median: 0, sdLog: 0 } }]),
    ).toThrow("above 0");
  });
});
