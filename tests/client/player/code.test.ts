import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseCode } from "../../../client/player/code.js";

describe("a login code", () => {
  it("is the same however it is typed: case, spaces, hyphens, dots, wide letters", () => {
    for (const typed of [
      "ABC234",
      "abc234",
      "abc-234",
      " a b c 2 3 4 ",
      "Abc.234",
      "ＡＢＣ２３４",
      "abc–234",
    ]) {
      expect(normaliseCode(typed)).toBe("ABC234");
    }
  });
  it("stays as it is once it is normal, whatever was typed", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (typed) => {
        const code = normaliseCode(typed);
        expect(normaliseCode(code)).toBe(code);
        expect(code.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
