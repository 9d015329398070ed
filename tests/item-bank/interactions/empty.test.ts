import { describe, expect, it } from "vitest";
import { isCompleteResponse, isEmptyResponse } from "../../../item-bank/interactions/empty.js";

describe("empty responses", () => {
  it.each([[null], [""], ["  \n"], [[]], [{}], [{ g1: "" }], [{ r1: [] }]])("are such as %j", (value) => {
    expect(isEmptyResponse(value as never)).toBe(true);
  });

  it.each([["a"], [0], [["A"]], [{ a: false }], [{ g1: "", g2: "x" }], [{ r1: ["A"] }]])(
    "are not such as %j",
    (value) => {
      expect(isEmptyResponse(value as never)).toBe(false);
    },
  );
});

describe("complete responses", () => {
  it("have something in each part", () => {
    expect(isCompleteResponse({ a: true, b: false }, 2)).toBe(true);
    expect(isCompleteResponse({ a: true }, 2)).toBe(false);
    expect(isCompleteResponse({ g1: "x", g2: " " }, 2)).toBe(false);
    expect(isCompleteResponse(["A"], 1)).toBe(true);
    expect(isCompleteResponse(null, 1)).toBe(false);
  });
});
