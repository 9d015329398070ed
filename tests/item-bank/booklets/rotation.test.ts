import { describe, expect, it } from "vitest";
import { checkDesign } from "../../../item-bank/booklets/check-design.js";
import { fixedBooklet, rotateSevenBlocks } from "../../../item-bank/booklets/rotation.js";
import { readDesign } from "../../../item-bank/validate.js";

const blocks = ["KMB1", "KMB2", "KRB1", "KRB2", "KSB1", "KSB2", "KSB3"];

describe("the rotation of seven blocks", () => {
  const design = rotateSevenBlocks(blocks);
  const check = checkDesign(design);

  it("has 7 booklets of 3 blocks that the schema takes", () => {
    expect(design.booklets.map(({ blockIds }) => blockIds.length)).toEqual([3, 3, 3, 3, 3, 3, 3]);
    expect(readDesign(design)).toEqual({ value: design, problems: [] });
  });

  it("has every block once in every position", () => {
    expect(Object.keys(check.positions).sort()).toEqual([...blocks].sort());
    expect(Object.values(check.positions)).toEqual(blocks.map(() => [1, 1, 1]));
    expect(check.isPositionBalanced).toBe(true);
  });

  it("has every pair of blocks together once", () => {
    expect(check.pairs).toHaveLength(21);
    expect(check.pairs.every(({ count }) => count === 1)).toBe(true);
    expect(check.isPairBalanced).toBe(true);
    expect(check.isConnected).toBe(true);
  });

  it("is told in one sentence", () => {
    expect(check.sentence.en).toBe(
      "Every block stands once in every position; every pair of blocks is together once; the booklets are linked by common blocks.",
    );
    expect(check.sentence.vi).toMatch(/^Mỗi khối ở mỗi vị trí 1 lần/u);
  });

  it("needs seven different blocks", () => {
    expect(() => rotateSevenBlocks(blocks.slice(1))).toThrow("this rotation needs 7 blocks; there are 6");
    expect(() => rotateSevenBlocks([...blocks.slice(1), "KMB2"])).toThrow("twice");
  });
});

describe("a design that is not balanced", () => {
  const title = { vi: "Q", en: "B" };
  const designOf = (...booklets: string[][]) => ({
    kind: "balancedIncompleteBlocks" as const,
    booklets: booklets.map((blockIds, k) => ({ id: `B-${k}`, title, blockIds })),
  });

  it("is told apart by position, pairs and links", () => {
    const check = checkDesign(designOf(["A", "B"], ["C", "D"]));
    expect(check).toMatchObject({ isPositionBalanced: false, isPairBalanced: false, isConnected: false });
    expect(check.sentence.en).toContain("4 pairs are never together");
    expect(check.sentence.en).toContain("share no block");
  });

  it("may be linked by one booklet that joins the others", () => {
    expect(checkDesign(designOf(["A", "B"], ["C", "D"], ["B", "C"])).isConnected).toBe(true);
  });

  it("as one fixed booklet says that positions cannot be told apart", () => {
    const check = checkDesign(fixedBooklet(["A", "B", "C"]));
    expect(check.sentence.en).toContain("One booklet for everyone");
    expect(check.isPositionBalanced).toBe(false);
  });

  it("may be empty while the designer starts", () => {
    expect(checkDesign({ kind: "fixed", booklets: [] }).blockIds).toEqual([]);
  });
});
