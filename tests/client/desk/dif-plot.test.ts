import { describe, expect, it } from "vitest";
import { difTable, inOrder, type DifWords } from "../../../client/desk/plots/dif-plot.js";
import { groupCurvesTable } from "../../../client/desk/plots/group-curves.js";
import type { DifItem } from "../../../server/contract/comparisons.js";

const item = (itemId: string, delta: number | null, more: Partial<DifItem> = {}) =>
  ({ itemId, delta, deltaSe: 0.5, effectClass: "A", curves: [], ...more }) as DifItem;
const words: DifWords = {
  effect: "D-DIF",
  harder: "harder",
  easier: "easier",
  classes: { A: "negligible", B: "moderate", C: "large" },
};

describe("the plot of differential functioning", () => {
  const items = [item("I1", 0.2), item("I2", null), item("I3", -2, { effectClass: "C" }), item("I4", 1.2)];

  it("puts the largest difference on top, whatever its direction, and leaves out items without one", () => {
    expect(inOrder(items).map(({ itemId }) => itemId)).toEqual(["I3", "I4", "I1"]);
  });

  it("has the intervals and the classes in its table", () => {
    const { columns, rows } = difTable(items, words);
    expect(columns).toEqual(["item", "D-DIF", "SE", "95 % −", "95 % +", "ETS"]);
    expect(rows[0]).toEqual(["I3", -2, 0.5, -2.98, -1.02, "C"]);
    expect(difTable([item("I5", 1, { deltaSe: null })], words).rows).toEqual([
      ["I5", 1, null, null, null, "A"],
    ]);
  });

  it("names the group of each point of an item's curves", () => {
    const curves = [
      { group: "boy", points: [{ theta: -1, n: 12, meanScore: 0.25, se: 0.1 }] },
      { group: "girl", points: [{ theta: 0, n: 10, meanScore: 0.5, se: null }] },
    ];
    const named = { theta: "θ", score: "mean", model: "model", groups: ["Boys", "Girls"] };
    expect(groupCurvesTable(item("I1", 0, { curves }), named).rows).toEqual([
      ["Boys", -1, 12, 0.25, 0.1],
      ["Girls", 0, 10, 0.5, null],
    ]);
  });
});
