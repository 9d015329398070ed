import { expect, it } from "vitest";
import {
  addBlock,
  fixedDesign,
  moveBlock,
  placeBlock,
  removeBlock,
} from "../../../../client/studio/design/design-edits.js";
import type { Design } from "../../../../item-bank/types.js";

const design = fixedDesign(["A", "B", "C"]);
const blocks = (changed: Design) => changed.booklets[0].blockIds;

it("one booklet for everyone has the blocks in their order", () => {
  expect(design.kind).toBe("fixed");
  expect(blocks(design)).toEqual(["A", "B", "C"]);
});

it("a block that is placed changes places with the one there; no block is lost or doubled", () => {
  expect(blocks(placeBlock(design, 0, 0, "C"))).toEqual(["C", "B", "A"]);
  expect(blocks(placeBlock(design, 0, 1, "B"))).toEqual(["A", "B", "C"]);
});

it("a block that is new to the booklet takes the place", () => {
  expect(blocks(placeBlock(design, 0, 1, "D"))).toEqual(["A", "D", "C"]);
});

it("a block moves by one place, and not over the edge", () => {
  expect(blocks(moveBlock(design, 0, 0, 1))).toEqual(["B", "A", "C"]);
  expect(blocks(moveBlock(design, 0, 2, -1))).toEqual(["A", "C", "B"]);
  expect(moveBlock(design, 0, 0, -1)).toBe(design);
  expect(moveBlock(design, 0, 2, 1)).toBe(design);
});

it("a block is added once", () => {
  expect(blocks(addBlock(design, 0, "D"))).toEqual(["A", "B", "C", "D"]);
  expect(blocks(addBlock(design, 0, "B"))).toEqual(["A", "B", "C"]);
});

it("a block is taken out, but the last one stays", () => {
  expect(blocks(removeBlock(design, 0, 1))).toEqual(["A", "C"]);
  expect(blocks(removeBlock(fixedDesign(["A"]), 0, 0))).toEqual(["A"]);
});

it("only the booklet that is meant changes, and the earlier design not at all", () => {
  const two: Design = { ...design, booklets: [...design.booklets, { ...design.booklets[0], id: "B02" }] };
  const changed = removeBlock(two, 1, 0);
  expect(changed.booklets[0]).toBe(two.booklets[0]);
  expect(changed.booklets[1].blockIds).toEqual(["B", "C"]);
  expect(two.booklets[1].blockIds).toEqual(["A", "B", "C"]);
});
