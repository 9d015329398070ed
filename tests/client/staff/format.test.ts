import { describe, expect, it } from "vitest";
import { format } from "../../../client/shared/staff/i18n.js";

describe("a number in a table", () => {
  it("never reads as minus zero, however near below zero it is", () => {
    expect(format.number(-0.001)).toBe("0,00");
    expect(format.number(-0)).toBe("0,00");
    expect(format.number(-0.4, 0)).toBe("0");
    expect(format.count(-0)).toBe("0");
    expect(format.percent(-0.001)).toBe(format.percent(0));
  });

  it("keeps its sign where it shows one", () => {
    expect(format.number(-0.005)).toBe("-0,01");
    expect(format.number(-1.5)).toBe("-1,50");
    expect(format.number(1.5)).toBe("1,50");
    expect(format.percent(-0.12)).toBe(format.percent(0.12).replace("12", "-12"));
  });

  it("is a dash where there is none", () => {
    for (const none of [null, undefined, NaN, Infinity]) expect(format.number(none)).toBe("–");
  });
});
