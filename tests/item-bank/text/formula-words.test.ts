import { describe, expect, it } from "vitest";
import { formulaWords } from "../../../item-bank/text/formula-words.js";
import { declarationOf } from "../../../item-bank/interactions/index.js";
import { latexToMathML } from "../../../item-bank/text/mathml.js";
import { parseMarkup } from "../../../item-bank/text/markup.js";
import { itemInWords, listLabel } from "../../../item-bank/text/list-label.js";
import { readLibrary } from "../../../item-bank/library.js";
import { libraryFiles } from "../../support/library-files.js";

const words = (latex: string, isDisplayed = false) =>
  formulaWords({ latex, mathml: latexToMathML(latex, isDisplayed) });

describe("a formula in words", () => {
  it.each([
    [String.raw`\frac{1}{2}`, "1/2"],
    [String.raw`\frac{x+1}{2y}`, "(x + 1)/(2y)"],
    [String.raw`y = x^2 - 3`, "y = x² − 3"],
    [String.raw`-3`, "−3"],
    [String.raw`(-3) \times 4`, "(−3) × 4"],
    [String.raw`x^{n+1}`, "xⁿ⁺¹"],
    [String.raw`2^{ab}`, "2^(ab)"],
    [String.raw`u_1`, "u₁"],
    [String.raw`\sqrt{x+1}`, "√(x + 1)"],
    [String.raw`\sqrt[3]{8}`, "³√8"],
    [String.raw`60^\circ`, "60°"],
    [String.raw`f'(x)`, "f′(x)"],
    [String.raw`a \le b`, "a ≤ b"],
    [String.raw`\vec{a}`, "a\u20D7"],
    [String.raw`P(B \mid \overline{A})`, "P(B|A\u0305)"],
    [String.raw`\sin x`, "sin x"],
    [String.raw`\begin{cases} x=1 \\ y=2 \end{cases}`, "{x = 1; y = 2"],
  ])("reads %s", (latex, read) => {
    expect(words(latex)).toBe(read);
    expect(words(latex, true)).toBe(read);
  });

  it("is its LaTeX where the MathML cannot be read", () => {
    expect(formulaWords({ latex: "x^2", mathml: "<math><mi>x" })).toBe("x^2");
    expect(formulaWords({ latex: "x^2", mathml: "" })).toBe("x^2");
  });

  it("stands so in a list's label, inside a line and by itself", () => {
    const text = parseMarkup(String.raw`Cho $\frac{1}{2}$.` + "\n\n$$x^2$$", latexToMathML);
    expect(listLabel({ vi: text })).toEqual({ vi: "Cho 1/2. x²" });
  });

  it("leaves no LaTeX in what lists show of the library's items", () => {
    const { items } = readLibrary(libraryFiles());
    const labels = items.flatMap(({ stem }) => Object.values(listLabel(stem)));
    const options = items.flatMap((item) => {
      const { interaction } = itemInWords(item);
      const variables = declarationOf(interaction.kind).variables(interaction);
      return variables.flatMap(({ label, values }) => [label, ...(values ?? []).map((value) => value.label)]);
    });
    const words = [...labels, ...options.flatMap((label) => Object.values(label))];
    expect(words.filter((each) => /[\\{}]/u.test(each))).toEqual([]);
    expect(words.length).toBeGreaterThan(400);
  });
});
