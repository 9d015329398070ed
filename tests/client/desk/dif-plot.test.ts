import { describe, expect, it } from "vitest";
import { betaEffects, deltaEffects, effectTable } from "../../../client/desk/plots/dif-plot.js";
import { inOrder, type EffectWords } from "../../../client/desk/plots/effects.js";
import { groupCurvesTable } from "../../../client/desk/plots/group-curves.js";
import type { DifItem } from "../../../server/contract/comparisons.js";

const item = (itemId: string, delta: number | null, more: Partial<DifItem> = {}) =>
  ({ itemId, delta, deltaSe: 0.5, effectClass: "A", curves: [], ...more }) as DifItem;
const words: EffectWords = {
  effect: "D-DIF",
  group: "Focal group: girls",
  left: "harder",
  right: "easier",
  classes: { A: "negligible", B: "moderate", C: "large" },
};

describe("the plot of differential functioning", () => {
  const items = [item("I1", 0.2), item("I2", null), item("I3", -2, { effectClass: "C" }), item("I4", 1.2)];

  it("puts the largest difference on top, whatever its direction, and leaves out items without one", () => {
    expect(inOrder(deltaEffects(items)).map(({ itemId }) => itemId)).toEqual(["I3", "I4", "I1"]);
  });

  it("has the intervals and the classes in its table", () => {
    const { columns, rows } = effectTable(deltaEffects(items), words, "ETS");
    expect(columns).toEqual(["item", "D-DIF", "SE", "95 % −", "95 % +", "ETS"]);
    expect(rows[0]).toEqual(["I3", -2, 0.5, -2.98, -1.02, "C"]);
    const withoutError = deltaEffects([item("I5", 1, { deltaSe: null })]);
    expect(effectTable(withoutError, words, "ETS").rows).toEqual([["I5", 1, null, null, null, "A"]]);
  });

  it("has SIBTEST's beta as a share of the highest score, and no item without a test", () => {
    const sibtest = { beta: 0.2, se: 0.06, effectClass: "C" } as DifItem["sibtest"];
    const none = { beta: null, se: null, effectClass: null } as DifItem["sibtest"];
    expect(
      betaEffects([
        item("I1", 0, { maxScore: 2, sibtest }),
        item("I2", 0, { maxScore: 1, sibtest: none }),
        item("I3", 0),
      ]),
    ).toEqual([{ itemId: "I1", size: 0.1, se: 0.03, effectClass: "C" }]);
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
