import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectedParts, requireConnected, responseData } from "../../../psychometrics/index.js";

/** Data in which each test taker has the items of a booklet. */
function dataOf(items: readonly string[], booklets: readonly (readonly string[])[], weights?: number[]) {
  const rows = booklets.map((booklet) => items.map((item) => (booklet.includes(item) ? 1 : null)));
  return responseData({ items, rows, maxScores: items.map(() => 1), weights });
}

describe("the connectedness of a design", () => {
  it("is one part where a chain of booklets leads from every item to every other", () => {
    const data = dataOf(
      ["a", "b", "c", "d"],
      [
        ["a", "b"],
        ["c", "d"],
        ["b", "c"],
      ],
    );
    expect(connectedParts(data)).toEqual([{ items: ["a", "b", "c", "d"], personCount: 3, booklets: [] }]);
    expect(() => requireConnected(data)).not.toThrow();
  });

  it("is one part where a single booklet brings together items that stood in three", () => {
    const booklets = [
      ["a", "d"],
      ["b", "e"],
      ["c", "d", "e"],
    ];
    expect(connectedParts(dataOf(["a", "b", "c", "d", "e"], booklets))).toHaveLength(1);
  });

  it("names the booklets and items that stand apart, and says what to do", () => {
    const data = dataOf(["a", "b", "c", "d"], [["a", "b"], ["c", "d"], ["b"]]);
    expect(connectedParts(data, ["B1", "B2", "B3"])).toEqual([
      { items: ["a", "b"], personCount: 2, booklets: ["B1", "B3"] },
      { items: ["c", "d"], personCount: 1, booklets: ["B2"] },
    ]);
    expect(() => requireConnected(data, ["B1", "B2", "B3"])).toThrow(
      "the design falls into 2 parts that no test taker connects; apart from the largest stand " +
        "booklets B2 with items c, d (1 test taker). Give some test takers items of both, or calibrate the parts one by one",
    );
    expect(() => requireConnected(data)).toThrow("items c, d (1 test taker)");
  });

  it("is not mended by a test taker whose weight is zero, nor by one without responses", () => {
    const booklets = [["a"], ["b"], ["a", "b"], []];
    expect(connectedParts(dataOf(["a", "b"], booklets, [1, 1, 0, 1]))).toHaveLength(2);
    expect(connectedParts(dataOf(["a", "b"], booklets, [1, 1, 0.1, 1]))).toHaveLength(1);
  });

  it("is one part where each has an item that is known already", () => {
    const data = dataOf(["a", "b", "c", "d", "e"], [["a", "b"], ["c", "d"], ["e"]]);
    expect(connectedParts(data, undefined, ["b", "c", "elsewhere"])).toEqual([
      { items: ["a", "b", "c", "d"], personCount: 2, booklets: [] },
      { items: ["e"], personCount: 1, booklets: [] },
    ]);
    expect(() => requireConnected(data, undefined, ["b", "c", "e"])).not.toThrow();
    expect(() => requireConnected(data, undefined, ["b", "c"])).toThrow("items e (1 test taker)");
  });

  it("leaves out items presented to nobody, and has no part where nothing was presented", () => {
    expect(connectedParts(dataOf(["a", "b"], [["b"]]))).toEqual([
      { items: ["b"], personCount: 1, booklets: [] },
    ]);
    expect(connectedParts(dataOf(["a"], [[]]))).toEqual([]);
  });

  it("refuses a list of booklets that is too short", () => {
    expect(() => connectedParts(dataOf(["a"], [["a"], ["a"]]), ["B1"])).toThrow(
      "1 booklet for 2 test takers",
    );
  });

  it("finds what spreading from an item to its neighbours finds, for any design", () => {
    const items = ["a", "b", "c", "d", "e", "f", "g"];
    const booklet = fc.subarray(items, { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(booklet, { minLength: 1, maxLength: 8 }), (booklets) => {
        const spread = (start: string) => {
          const found = new Set([start]);
          for (let round = 0; round < items.length; round++) {
            for (const names of booklets)
              if (names.some((name) => found.has(name))) names.forEach((name) => found.add(name));
          }
          return items.filter((item) => found.has(item)).join();
        };
        const expected = new Set(booklets.flat().map(spread));
        expect(new Set(connectedParts(dataOf(items, booklets)).map((part) => part.items.join()))).toEqual(
          expected,
        );
      }),
    );
  });
});
