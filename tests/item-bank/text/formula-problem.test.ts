import { describe, expect, it } from "vitest";
import { formulaProblem } from "../../../item-bank/text/formula-problem.js";
import { latexToMathML } from "../../../item-bank/text/mathml.js";

function problemOf(latex: string): { vi: string; en: string } {
  try {
    latexToMathML(latex);
  } catch (cause) {
    return formulaProblem(cause);
  }
  throw new Error(`${latex} was understood`);
}

describe("a formula that is not understood", () => {
  it.each([
    ["\\bad", "không có lệnh “\\bad” (ký tự thứ 1)", "there is no command “\\bad” (character 1)"],
    ["x^2^3", "số mũ liền nhau", "two superscripts follow each other"],
    ["x_2_3", "chỉ số dưới liền nhau", "two subscripts follow each other"],
    ["\\frac{1}{2", "còn thiếu “}”", "“}” is missing"],
    ["a}", "“}” không có chỗ ở đây (ký tự thứ 2)", "“}” does not belong here (character 2)"],
    ["\\textcolor{red}{x}", "không dùng màu được", "colours are not available"],
    ["\\cancel{x}", "nét gạch và khung", "strokes and frames"],
  ])("%s is named in each language", (latex, vi, en) => {
    const problem = problemOf(latex);
    expect(problem.vi).toContain(vi);
    expect(problem.en).toContain(en);
  });

  it("of any other kind has no English in its Vietnamese sentence", () => {
    const problem = formulaProblem(new Error("Invalid delimiter 'x' after '\\left' at position 6"));
    expect(problem.vi).toBe("hãy xem lại các dấu ngoặc và tên lệnh (ký tự thứ 6)");
    expect(problem.en).toContain("Invalid delimiter");
  });
});
