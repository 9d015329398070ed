import { describe, expect, it } from "vitest";
import { jsonStopsAt } from "../../../server/cli/files/json-place.js";

describe("the place where a text stops being JSON", () => {
  it.each([
    ['{"a": 1,}', 1, 9, false],
    ['{"a": 1\n "b": 2}', 2, 2, false],
    ["{ model: 2 }", 1, 3, false],
    ["[1, 2", 1, 6, true],
    ['{"a": "x', 1, 9, true],
    ['{"a": "x\ny"}', 1, 9, false],
    ["[01]", 1, 3, false],
    ["[1] 2", 1, 5, false],
    ['["\\q"]', 1, 3, false],
    ["", 1, 1, true],
  ])("of %j is line %i, column %i", (text, line, column, isEnd) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(jsonStopsAt(text)).toEqual({ line, column, isEnd });
  });

  it.each(['{"a": [1, -2.5e3, "\\u00e9", {}, [], null, true, false]}', ' "x" ', "0"])(
    "of %s is none",
    (text) => {
      expect(() => JSON.parse(text) as unknown).not.toThrow();
      expect(jsonStopsAt(text)).toBeNull();
    },
  );
});
