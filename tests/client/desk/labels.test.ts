import { describe, expect, it } from "vitest";
import { layNames } from "../../../client/desk/plots/labels.js";

describe("names laid out in pixels", () => {
  const name = (x: number, y: number, text: string, isNeeded = false) => ({ x, y, name: text, isNeeded });

  const room = { right: 400, bottom: 300 };

  it("take the nearest free place above or below, and further away where both are taken", () => {
    const laid = layNames([name(100, 100, "aaaa"), name(102, 100, "bbbb"), name(104, 100, "cccc")], room);
    expect(laid.map(({ name: text, y }) => [text, y])).toEqual([
      ["aaaa", 88],
      ["bbbb", 113],
      ["cccc", 75],
    ]);
  });

  it("never cover each other, and those that must stand go first", () => {
    const many = Array.from({ length: 30 }, (_, k) => name(100 + k, 100, `item ${k}`, k === 29));
    const laid = layNames(many, room);
    expect(laid[0].name).toBe("item 29");
    expect(laid.length).toBeLessThan(30);
    expect(new Set(laid.map(({ y }) => y)).size).toBe(laid.length);
  });

  it("that must stand go as far as it takes to cover no other name", () => {
    const many = Array.from({ length: 12 }, (_, k) => name(100 + k, 100, `item ${k}`, true));
    const laid = layNames(many, room);
    expect(laid).toHaveLength(12);
    const heights = laid.map(({ y }) => y).sort((a, b) => a - b);
    heights.slice(1).forEach((y, k) => expect(y - heights[k]).toBeGreaterThanOrEqual(13));
  });

  it("leave the points of other names uncovered", () => {
    const [, second] = layNames([name(100, 92, "aaaa"), name(104, 100, "bbbb")], room);
    expect(second).toMatchObject({ name: "bbbb", y: 113 });
  });

  it("leave points without a name uncovered where that can be, and stand all the same where it cannot", () => {
    const others = (...heights: number[]) => ({ ...room, others: heights.map((y) => ({ x: 104, y })) });
    expect(layNames([name(100, 100, "aaaa")], others(90))).toMatchObject([{ y: 113 }]);
    expect(layNames([name(100, 100, "aaaa")], others(60, 75, 90, 110, 125, 140))).toMatchObject([{ y: 88 }]);
  });

  it("stand above points at the lower end, where the axis has its numbers", () => {
    const laid = layNames([name(100, 300, "aaaa", true), name(110, 300, "bbbb", true)], room);
    expect(laid.map(({ y }) => y)).toEqual([288, 275]);
  });

  it("grow inwards at an edge", () => {
    const laid = layNames(
      [name(0, 50, "at the left"), name(400, 50, "at the right"), name(200, 50, "mid")],
      room,
    );
    expect(laid.map(({ anchor }) => anchor).sort()).toEqual(["end", "middle", "start"]);
  });
});
