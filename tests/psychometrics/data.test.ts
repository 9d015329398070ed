import { describe, expect, it } from "vitest";
import { responseData } from "../../psychometrics/index.js";

describe("response data", () => {
  it("that make no sense are refused with the place", () => {
    expect(() => responseData({ items: ["a"], rows: [[0.5]] })).toThrow(
      "row 1, item a: 0.5 is not a whole number",
    );
    expect(() => responseData({ items: ["a", "b"], rows: [[1]] })).toThrow("row 1 has 1 score,");
    expect(() => responseData({ items: ["a", "a"], rows: [] })).toThrow("two items named a");
    expect(() => responseData({ items: ["a"], rows: [[1]], weights: [-1] })).toThrow("the weight -1");
    expect(() => responseData({ items: ["a"], rows: [[3]], maxScores: [2] })).toThrow(
      "above its maximum of 2",
    );
  });
});
