import { describe, expect, it } from "vitest";
import { latexToMathML } from "../../../item-bank/text/mathml.js";
import { mathmlProblem } from "../../../item-bank/text/mathml-core.js";

const schoolFormulas = [
  "x^2 + 2x - 3 \\le 0",
  "3{,}5\\text{ cm}",
  "\\frac{a}{b} = \\dfrac{1}{2}",
  "\\sqrt{x} + \\sqrt[3]{y}",
  "\\widehat{ABC} = 90^\\circ",
  "\\overline{AB} \\perp CD \\parallel \\overrightarrow{EF}",
  "\\begin{cases} x + y = 1 \\\\ x - y = 2 \\end{cases}",
  "\\begin{array}{|c|c|} \\hline x & y \\\\ \\hline 1 & 2 \\\\ \\hline \\end{array}",
  "\\vec{u}\\cdot\\vec{v} = |\\vec{u}|\\,|\\vec{v}|\\cos\\varphi",
  "\\lim_{x \\to 0} \\frac{\\sin x}{x} = \\int_0^1 1\\,dx",
  "\\triangle ABC \\sim \\triangle DEF, \\quad x \\in \\mathbb{R} \\setminus \\{0\\}",
  "\\mathrm{H_2SO_4} \\xrightarrow{t^\\circ} \\mathrm{SO_2}",
  "\\log_2 8 = 3, \\; \\sum_{k=1}^{n} k, \\; C_n^k = \\binom{n}{k}",
  "\\left( \\frac{1}{2} \\right)^n \\underline{x} \\boxed{y}",
];

describe("LaTeX to MathML", () => {
  it("writes plain MathML", () => {
    expect(latexToMathML("x^2", false)).toBe("<math><msup><mi>x</mi><mn>2</mn></msup></math>");
    expect(latexToMathML("x", true)).toContain('display="block"');
  });

  it.each(schoolFormulas)("gives only what every browser shows and a strict policy allows: %s", (latex) => {
    const mathml = latexToMathML(latex, false);
    expect(mathmlProblem(mathml)).toBeNull();
    expect(mathml).not.toMatch(/ style=|menclose|tml-/u);
  });

  it("draws lines over and under terms by a class, and wide hats by the sign that stretches", () => {
    expect(latexToMathML("\\overline{AB}", false)).toContain('<mrow class="math-over">');
    expect(latexToMathML("\\underline{x}", false)).toContain('<mrow class="math-under">');
    expect(latexToMathML("\\widehat{ABC}", false)).toContain(">\u0302</mo>");
  });

  it("keeps the decimal comma in one number", () => {
    expect(latexToMathML("3{,}5", false)).toContain("<mn>3,5</mn>");
  });

  it.each([
    ["\\foo", "Unsupported function name"],
    ["\\frac{1}{", "Unexpected end of input"],
    ["\\color{red}x", "colours are not available"],
    ["\\cancel{x}", "cannot be shown"],
    ["\\href{javascript:alert(1)}{x}", "Unsupported"],
  ])("refuses %s in one line", (latex, reason) => {
    expect(() => latexToMathML(latex, false)).toThrow(reason);
    try {
      latexToMathML(latex, false);
    } catch (cause) {
      expect((cause as Error).message).not.toContain("\n");
    }
  });
});

describe("stored formulas", () => {
  it.each([
    "<math><mtext><img src='x' onerror='alert(1)'/></mtext></math>",
    "<math><script>alert(1)</script></math>",
    '<math><mi onclick="alert(1)">x</mi></math>',
    '<math href="javascript:alert(1)"><mi>x</mi></math>',
    '<math><mi style="position:fixed">x</mi></math>',
    '<math><mi class="button">x</mi></math>',
    "<math><annotation-xml encoding='text/html'><b>x</b></annotation-xml></math>",
    "<math><mi>x</math>",
    "<mi>x</mi>",
    "<math><mi>x</mi></math><script/>",
    "<math><![CDATA[<script>]]></math>",
    "",
  ])("are refused when they hold anything else: %s", (mathml) => {
    expect(mathmlProblem(mathml)).not.toBeNull();
  });
});
