import { describe, expect, it } from "vitest";
import { nearestName } from "../../server/nearest-name.js";

describe("the name that was most likely meant", () => {
  it.each([
    ["modle", "model"],
    ["Key", "key"],
    ["responces", "responses"],
    ["wieght", "weight"],
    ["banana", null],
    ["x", null],
  ])("by %s is %s", (name, meant) => {
    expect(nearestName(name, ["responses", "model", "models", "key", "weight", "id"])).toBe(meant);
  });
});
