import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkup } from "../../../item-bank/text/markup.js";
import { MarkupError } from "../../../item-bank/text/markup-problem.js";
import { normaliseRichText } from "../../../item-bank/text/normalise.js";
import { writeMarkup } from "../../../item-bank/text/write-markup.js";
import type { Inline, RichBlock, RichText } from "../../../item-bank/types.js";

const toMathML = (latex: string, isDisplayed: boolean) => `<math>${isDisplayed ? "d" : "i"}:${latex}</math>`;
const parse = (markup: string) => parseMarkup(markup, toMathML);
const text = (words: string, ...marks: NonNullable<Extract<Inline, { type: "text" }>["marks"]>): Inline =>
  marks.length > 0 ? { type: "text", text: words, marks } : { type: "text", text: words };
const paragraph = (...children: Inline[]): RichBlock => ({ type: "paragraph", children });

function complaint(markup: string): string {
  try {
    parse(markup);
  } catch (cause) {
    if (cause instanceof MarkupError) return cause.message;
    throw cause;
  }
  return "";
}

describe("the bank's markup", () => {
  it("has paragraphs, headings, lists and quotes", () => {
    expect(parse("# Bể nước\nMột\nhai\n\nBa\n- a\n- b\n  c\n\n1. x\n2. y\n\n> trích\n> dẫn")).toEqual([
      { type: "heading", children: [text("Bể nước")] },
      paragraph(text("Một hai")),
      paragraph(text("Ba")),
      { type: "list", ordered: false, items: [[text("a")], [text("b c")]] },
      { type: "list", ordered: true, items: [[text("x")], [text("y")]] },
      { type: "quote", children: [text("trích dẫn")] },
    ]);
  });

  it("has bold, italic, underlined, raised and lowered text", () => {
    expect(parse("**a *b*** *c **d*** ++e++ x^{2} H_{2}O")).toEqual([
      paragraph(
        text("a ", "bold"),
        text("b", "bold", "italic"),
        text(" "),
        text("c", "italic"),
        text(" "),
        text("d", "bold", "italic"),
        text(" "),
        text("e", "underline"),
        text(" x"),
        text("2", "superscript"),
        text(" H"),
        text("2", "subscript"),
        text("O"),
      ),
    ]);
  });

  it("has formulas, gaps and line breaks", () => {
    expect(parse("Tính $\\frac{1}{2}$:\\\n[[g1]]<br>x\n\n$$\na\n+ b\n$$")).toEqual([
      paragraph(
        text("Tính "),
        { type: "math", latex: "\\frac{1}{2}", mathml: "<math>i:\\frac{1}{2}</math>" },
        text(":"),
        { type: "lineBreak" },
        { type: "gap", id: "g1" },
        { type: "lineBreak" },
        text("x"),
      ),
      { type: "math", latex: "a\n+ b", mathml: "<math>d:a\n+ b</math>" },
    ]);
  });

  it("has tables with a caption, with bars inside formulas and cells", () => {
    expect(parse("Table: Số **đo**\n\n| a | $|x|$ |\n|---|---|\n| 1 \\| 2 | |\n|  | c |")).toEqual([
      {
        type: "table",
        caption: [text("Số "), text("đo", "bold")],
        header: [[text("a")], [{ type: "math", latex: "|x|", mathml: "<math>i:|x|</math>" }]],
        rows: [
          [[text("1 | 2")], []],
          [[], [text("c")]],
        ],
      },
    ]);
  });

  it("has figures", () => {
    expect(parse('![Bể [cao\\] 2 m](tank.vi.svg "Hình *1*")')).toEqual([
      {
        type: "figure",
        asset: "tank.vi.svg",
        alt: "Bể [cao] 2 m",
        caption: [text("Hình "), text("1", "italic")],
      },
    ]);
  });

  it("takes signs for themselves after a backslash or with spaces around", () => {
    expect(parse("3 * 4 \\* 5 \\$6 a_b \\[[x]] C++ 2^3 \\\\ a < b & c")).toEqual([
      paragraph(text("3 * 4 * 5 $6 a_b [[x]] C++ 2^3 \\ a < b & c")),
    ]);
  });

  it("does not take a year at the start of a wrapped line for a list", () => {
    expect(parse("Sinh năm\n75. Rồi")).toEqual([paragraph(text("Sinh năm 75. Rồi"))]);
  });

  it.each([
    ["a <b>bold</b>", "HTML cannot be used (“<b>”)"],
    ["<script>alert(1)</script>", "HTML cannot be used (“<script>”)"],
    ["<img src=x onerror=alert(1)>", "HTML cannot be used"],
    ["a&nbsp;b", "Write the character itself instead of “&nbsp;”"],
    ["**a", "“**” is opened and never closed"],
    ["2*3", "“*” is opened and never closed"],
    ["x^{2", "“^{” is opened and never closed"],
    ["giá $5", "“$” opens a formula that is never closed"],
    ["\n\n$$x", "line 3: A “$$” formula has to stand alone"],
    ["![](a.svg)", "needs a description"],
    ["![a](Hình 1.png)", "A figure is written"],
    ["| a |\n| b |", "A table needs the line"],
    ["| a | b |\n|---|---|\n| c |", "the same number of cells (2)"],
    ["- a\n  - b", "cannot hold another list"],
  ])("refuses %j and says why", (markup, reason) => {
    expect(complaint(markup)).toContain(reason);
  });

  it("passes on what the converter does not understand in a formula", () => {
    const failing = () => {
      throw new Error("unknown \\foo");
    };
    expect(() => parseMarkup("$\\foo$", failing)).toThrow(
      "The formula “\\foo” is not understood: unknown \\foo",
    );
  });
});

const words = fc.string({
  unit: fc.constantFrom(
    ..."ab é1.*_^{}[]()$\\|<>&;#-!+:'\"\n\u00A0",
    "ắ",
    "Table: ",
    "1. ",
    "- ",
    "++",
    "[[",
    "<b>",
    "&amp;",
  ),
  minLength: 1,
  maxLength: 8,
});
const mark = fc.constantFrom("bold", "italic", "underline", "superscript", "subscript");
const math = fc
  .constantFrom("x", "\\frac{1}{2}", "|x|", "a\\$b", "50\\%")
  .map((latex) => ({ type: "math" as const, latex, mathml: toMathML(latex, false) }));
const inline: fc.Arbitrary<Inline> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("text" as const),
      text: words,
      marks: fc.uniqueArray(mark),
    }),
  },
  { weight: 1, arbitrary: math },
  { weight: 1, arbitrary: fc.constant({ type: "lineBreak" as const }) },
  { weight: 1, arbitrary: fc.constantFrom("g1", "gap-2").map((id) => ({ type: "gap" as const, id })) },
);
const inlines = fc.array(inline, { maxLength: 6 });
const cells = (width: number) => fc.array(inlines, { minLength: width, maxLength: width });
const block = fc.oneof(
  fc.record({ type: fc.constant("paragraph" as const), children: inlines }),
  fc.record({ type: fc.constant("heading" as const), children: inlines }),
  fc.record({ type: fc.constant("quote" as const), children: inlines }),
  fc.record({
    type: fc.constant("list" as const),
    ordered: fc.boolean(),
    items: fc.array(inlines, { minLength: 1, maxLength: 4 }),
  }),
  fc
    .constantFrom("x", "\\sum_{k=1}^n k")
    .map((latex) => ({ type: "math" as const, latex, mathml: toMathML(latex, true) })),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).chain(([width, hasHeader]) =>
    fc.record(
      {
        type: fc.constant("table" as const),
        caption: inlines,
        header: hasHeader ? cells(width) : fc.constant([]),
        rows: fc.array(cells(width), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ["type", "header", "rows"] },
    ),
  ),
  fc.record(
    {
      type: fc.constant("figure" as const),
      asset: fc.constant("a.svg"),
      alt: words.filter((alt) => alt.trim() !== ""),
      caption: inlines,
    },
    { requiredKeys: ["type", "asset", "alt"] },
  ),
);

describe("markup, its laws", () => {
  it("reads back whatever it writes", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
        const richText = blocks as RichText;
        expect(parse(writeMarkup(richText))).toEqual(normaliseRichText(richText));
      }),
      { numRuns: 3000 },
    );
  });

  it("normalises to a form that stays as it is", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
        const richText = blocks as RichText;
        const once = normaliseRichText(richText);
        expect(normaliseRichText(once)).toEqual(once);
      }),
    );
  });

  it("either reads a text or says what is wrong, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (pieces) => {
        try {
          const richText = parse(pieces.join(""));
          expect(parse(writeMarkup(richText))).toEqual(richText);
        } catch (cause) {
          expect(cause).toBeInstanceOf(MarkupError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
