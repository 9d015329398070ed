import { describe, expect, it } from "vitest";
import { comparable, matchesText } from "../../../item-bank/interactions/compare-text.js";

const lenient = { caseSensitive: false, ignoreMarks: false };

describe("typed words", () => {
  it("are the same whether their letters are composed or not", () => {
    expect(matchesText("nước".normalize("NFD"), ["nước".normalize("NFC")], lenient)).toBe(true);
  });

  it("are the same in capitals unless capitals count", () => {
    expect(matchesText("HÀ NỘI", ["Hà Nội"], lenient)).toBe(true);
    expect(matchesText("hà nội", ["Hà Nội"], { ...lenient, caseSensitive: true })).toBe(false);
  });

  it("are the same with spaces around and between", () => {
    expect(matchesText("  Hà \u00A0 Nội\n", ["Hà Nội"], lenient)).toBe(true);
    expect(matchesText("HàNội", ["Hà Nội"], lenient)).toBe(false);
  });

  it("may set the tone on either vowel", () => {
    expect(matchesText("hoà bình", ["hòa bình"], lenient)).toBe(true);
    expect(matchesText("thuý", ["thúy"], lenient)).toBe(true);
    expect(matchesText("hoá", ["hòa"], lenient)).toBe(false);
  });

  it("differ by their marks unless marks are ignored", () => {
    expect(matchesText("nuoc", ["nước"], lenient)).toBe(false);
    expect(matchesText("nuoc", ["nước"], { ...lenient, ignoreMarks: true })).toBe(true);
    expect(matchesText("Da Nang", ["Đà Nẵng"], { ...lenient, ignoreMarks: true })).toBe(true);
  });

  it("keep the circumflex, the breve and the horn, which make other letters", () => {
    expect(comparable("an", lenient)).not.toBe(comparable("ăn", lenient));
    expect(comparable("tô", lenient)).not.toBe(comparable("tơ", lenient));
  });

  it("may have curly quotes", () => {
    expect(matchesText("it’s", ["it's"], lenient)).toBe(true);
  });
});
