import { describe, expect, it } from "vitest";
import { format } from "../../../client/shared/staff/i18n.js";
import { numberColumn } from "../../../client/shared/staff/number-column.js";

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

it("a p-value never reads as zero", () => {
  expect([0, 0.0004999, 0.0005, 0.04, 1].map((p) => format.p(p))).toEqual([
    ...["<\u00a00,001", "<\u00a00,001", "0,001", "0,040", "1,000"],
  ]);
  expect(format.p(null)).toBe("–");
});

describe("a column of numbers", () => {
  const value = ({ of }: { of?: number | null }) => of;

  it("stands at the end of its cells and sorts by its size; what is missing is a dash and sorts last", () => {
    const column = numberColumn({ id: "b", label: "b", value });
    expect(column).toMatchObject({ id: "b", label: "b", align: "end" });
    expect([-1.5, null, undefined].map((of) => column.cell({ of }))).toEqual(["-1,50", "–", "–"]);
    expect([-1.5, null, undefined].map((of) => column.sortValue?.({ of }))).toEqual([-1.5, null, null]);
  });

  it("has as many decimals as are wanted, none for counts", () => {
    expect(numberColumn({ id: "n", label: "n", value, decimals: 0 }).cell({ of: 1200 })).toBe(
      format.count(1200),
    );
    expect(numberColumn({ id: "q3", label: "Q3", value, decimals: 3 }).cell({ of: 0.25 })).toBe("0,250");
  });
});
