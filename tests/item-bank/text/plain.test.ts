import { describe, expect, it } from "vitest";
import { parseMarkup } from "../../../item-bank/text/markup.js";
import { plainLabel, plainText } from "../../../item-bank/text/plain.js";

const parse = (markup: string) => parseMarkup(markup, (latex) => `<math>${latex}</math>`);

describe("plain text", () => {
  it("has the words of every kind of block", () => {
    const markup =
      "# Tên\n\n**Đậm** và $x^2$ rồi [[g1]]\n\n- a\n- b\n\n1. c\n\nTable: Bảng\n\n| h | k |\n|---|---|\n| 1 | 2 |\n\n" +
      '$$y$$\n\n![hình](a.svg "chú thích")\n\n> q';
    expect(plainText(parse(markup))).toBe(
      "Tên\nĐậm và x^2 rồi […]\n– a\n– b\n1. c\nBảng\nh\tk\n1\t2\ny\nhình\nchú thích\nq",
    );
  });

  it("is one line in a label, in the languages there are", () => {
    expect(plainLabel({ vi: parse("Dòng một\\\ndòng hai\n\nba") })).toEqual({ vi: "Dòng một dòng hai ba" });
  });
});
