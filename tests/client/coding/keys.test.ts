import { expect, it } from "vitest";
import { codeOfKey } from "../../../client/coding/keys.js";
import type { Rubric } from "../../../item-bank/types.js";

const rubric = (...codes: string[]): Rubric => ({
  codes: codes.map((code) => ({ code, score: 0, label: {}, description: {}, samples: [] })),
});

it("a digit is the code of that digit", () => {
  expect(codeOfKey("2", rubric("0", "1", "2"))).toBe("2");
  expect(codeOfKey("9", rubric("0", "1", "9"))).toBe("9");
});

it("a digit that is no code gives nothing", () => {
  expect(codeOfKey("3", rubric("0", "1", "2"))).toBeNull();
});

it("where codes have two digits, a digit is the place in the guide, from 1", () => {
  expect(codeOfKey("1", rubric("21", "22", "11", "00"))).toBe("21");
  expect(codeOfKey("4", rubric("21", "22", "11", "00"))).toBe("00");
  expect(codeOfKey("0", rubric("21", "22"))).toBeNull();
});

it("other keys are no codes", () => {
  for (const key of ["a", "Enter", "F1", " ", "12"]) expect(codeOfKey(key, rubric("0", "1"))).toBeNull();
});
