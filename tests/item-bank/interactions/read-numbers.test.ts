import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNoNumber, matchesNumber, readNumbers } from "../../../item-bank/interactions/read-numbers.js";

describe("numbers as people type them", () => {
  it.each<[string, number[]]>([
    ["12", [12]],
    [" 12 ", [12]],
    ["+12", [12]],
    ["-12", [-12]],
    ["−12", [-12]],
    ["–12", [-12]],
    ["- 12", [-12]],
    ["-0", [0]],
    ["3,5", [3.5]],
    ["3.5", [3.5]],
    ["3,50", [3.5]],
    [",5", [0.5]],
    ["0,125", [0.125]],
    ["12,", [12]],
    ["12.", [12]],
    ["12 000", [12000]],
    ["12\u00A0000", [12000]],
    ["12\u202F000,5", [12000.5]],
    ["1.234,5", [1234.5]],
    ["1,234.5", [1234.5]],
    ["1.234.567", [1234567]],
    ["1,234,567.25", [1234567.25]],
    ["1234,567", [1234.567]],
    ["3/4", [0.75]],
    ["-3 / 4", [-0.75]],
    ["3\u20444", [0.75]],
    ["007", [7]],
  ])("reads %s", (typed, readings) => {
    expect(readNumbers(typed)).toEqual(readings);
  });

  it.each<[string, number[]]>([
    ["1.234", [1.234, 1234]],
    ["1,234", [1.234, 1234]],
    ["123.456", [123.456, 123456]],
    ["-1.500", [-1.5, -1500]],
  ])("gives both readings of %s, whose mark can set off decimals or thousands", (typed, readings) => {
    expect(readNumbers(typed)).toEqual(readings);
  });

  it.each([
    "",
    "-",
    ".",
    ",",
    "12 34",
    "1 2345",
    "1.23.4",
    "1,2,3",
    "1.2,3.4",
    "0.123.456",
    "1..2",
    "12cm",
    "1e5",
    "ba",
    "3/0",
    "1 1/2",
    "3/4/5",
    "½",
    "１２",
    "50%",
    "x=3",
    "1,234,56",
    "9".repeat(41),
    "--3",
    "Infinity",
    "0x10",
  ])("does not read “%s”", (typed) => {
    expect(readNumbers(typed)).toEqual([]);
  });

  it("finds back any decimal written with a comma or a point", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, digits) => {
          const written = value.toFixed(digits);
          expect(readNumbers(written)).toContain(Number(written) === 0 ? 0 : Number(written));
          expect(readNumbers(written.replace(".", ","))).toContain(
            Number(written) === 0 ? 0 : Number(written),
          );
        },
      ),
    );
  });

  it("finds back any number written with thousands as in Vietnam and as in English", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 99 }), (whole, cents) => {
        const value = Number(`${whole}.${String(cents).padStart(2, "0")}`);
        for (const locale of ["vi-VN", "en-US", "fr-FR"]) {
          const written = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(value);
          expect(matchesNumber(written, value, 0), written).toBe(true);
        }
      }),
    );
  });

  it("never reads more than two numbers, all of them finite", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,-+ /") }), (typed) => {
        const readings = readNumbers(typed);
        expect(readings.length).toBeLessThanOrEqual(2);
        expect(readings.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it("tells what is no number, the gap's unit left out; blank is not wrong, nor is what has two readings", () => {
    const kilometres = { vi: "km", en: "kilometres" };
    for (const typed of ["abc", "3,5 m", "12 + 3", "3.5.1", "-", "ba", "3,5 km km"])
      expect(isNoNumber(typed, kilometres), typed).toBe(true);
    for (const typed of ["", "  ", "3,5", "3.5 km", "3,5KILOMETRES", "1.234", "-3/4"])
      expect(isNoNumber(typed, kilometres), typed).toBe(false);
    expect(isNoNumber("3,5 km", undefined)).toBe(true);
  });

  it("takes 0.1 + 0.2 for 0.3", () => {
    expect(matchesNumber("0,3", 0.1 + 0.2, 0)).toBe(true);
  });
});
