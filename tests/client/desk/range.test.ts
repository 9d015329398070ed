import { describe, expect, it } from "vitest";
import { fitRanges, fitTable } from "../../../client/desk/plots/fit.js";
import { atEdge, beyond, once, usualRange } from "../../../client/desk/plots/range.js";
import { farLines, wrightRange, wrightTable } from "../../../client/desk/plots/wright-map.js";
import type { RunItem, RunResult } from "../../../server/contract/run-result.js";

const least = { low: -3, high: 3 };
const difficulties = [-1.6, -1.1, -0.7, -0.4, -0.1, 0, 0.2, 0.5, 0.8, 1.2, 1.5];

describe("the range of an axis", () => {
  it("takes in every value that is not far out, and never less than what is always shown", () => {
    expect(usualRange(once(difficulties), least)).toEqual(least);
    expect(usualRange(once([...difficulties, 4.1]), least)).toEqual({ low: -3, high: 4.1 });
    expect(usualRange([], least)).toEqual(least);
  });

  it("leaves out one that would press the others into a line", () => {
    expect(usualRange(once([...difficulties, 19.7]), least)).toEqual(least);
    expect(usualRange(once([-14, ...difficulties]), least)).toEqual(least);
  });

  it("takes in all of a set that is wide", () => {
    const wide = [-9, -6, -4, -2, 0, 2, 4, 6, 9];
    expect(usualRange(once(wide), least)).toEqual({ low: -9, high: 9 });
  });

  it("counts a value as often as it occurs", () => {
    const persons = [-1, 0, 1].map((value) => ({ value, count: 100 }));
    expect(usualRange([...persons, { value: 9, count: 2 }], least)).toEqual(least);
    expect(usualRange([...persons, { value: 9, count: 300 }], least).high).toBe(9);
  });

  it("says on which side a value lies, and where it is drawn", () => {
    expect([-4, 0, 3, 3.1].map((value) => beyond(least, value))).toEqual([-1, 0, 0, 1]);
    expect([-4, 0, 3.1].map((value) => atEdge(least, value))).toEqual([-3, 0, 3]);
  });
});

const item = (itemId: string, b: number, infit = 1, outfit = 1) =>
  ({ itemId, difficulty: b, steps: [b], infit, outfit, rmsd: 0.02 }) as RunItem;
const items = difficulties.map((b, k) => item(`I${k}`, b, 0.9 + k / 50, 0.85 + k / 40));
const bins = [-2, -1, 0, 1].map((from) => ({ from, to: from + 1, count: 50 }));

describe("an item far off", () => {
  const result = {
    items: [...items, item("FAR", 12.34, 1.02, 9.9)],
    personBins: bins,
  } as unknown as RunResult;
  const words = { theta: "θ", persons: "", items: "", personsBeyond: String, offPlot: "off" };

  it("does not stretch the Wright map, and its row is marked in the table", () => {
    expect(wrightRange(result)).toEqual(least);
    const marked = wrightTable(result, words).rows.filter((row) => row.at(-1) === "off");
    expect(marked).toEqual([["item step", "FAR", 12.34, null, "off"]]);
  });

  it("does not stretch the plot of fit either, by its difficulty or by its outfit", () => {
    expect(fitRanges(result.items)).toEqual({ x: { low: -2, high: 2 }, y: { low: 0.5, high: 1.5 } });
    const marked = fitTable(result.items, { difficulty: "b", offPlot: "off" }).rows.filter(
      (row) => row.at(-1) === "off",
    );
    expect(marked.map(([name]) => name)).toEqual(["FAR"]);
  });

  it("is named at its edge with its value, nearest first; of many the last line counts the others", () => {
    const points = [9, 5, 7].map((theta) => ({ theta, label: `I${theta}` }));
    expect(farLines(points, least, 1).map((line) => line.slice(0, 4))).toEqual(["▲ I5", "▲ I7", "▲ I9"]);
    expect(farLines([{ theta: -8.5, label: "LOW" }], least, -1)[0]).toMatch(/^▼ LOW: −8[,.]50$/u);
    const many = Array.from({ length: 9 }, (_, k) => ({ theta: 10 + k, label: `I${k}` }));
    expect(farLines(many, least, 1)).toHaveLength(6);
    expect(farLines(many, least, 1).at(-1)).toBe("… +4");
  });

  it("where the persons reach, the map reaches", () => {
    const able = { ...result, personBins: [...bins, { from: 4, to: 5, count: 40 }] };
    expect(wrightRange(able)).toEqual({ low: -3, high: 5 });
  });
});
