import type { Inline, RichBlock, RichText } from "../types.js";

interface Formula {
  latex: string;
  mathml: string;
}

/** The runs of text in a block. */
export function runsOf(block: RichBlock): Inline[][] {
  switch (block.type) {
    case "paragraph":
    case "heading":
    case "quote":
      return [block.children];
    case "list":
      return block.items;
    case "table":
      return [block.caption ?? [], ...block.header, ...block.rows.flat()];
    case "figure":
      return [block.caption ?? []];
    case "math":
      return [];
  }
}

/** The ids of the gaps in a text, in reading order, with repetitions. */
export function gapsOf(text: RichText): string[] {
  return text.flatMap((block) =>
    runsOf(block)
      .flat()
      .flatMap((inline) => (inline.type === "gap" ? [inline.id] : [])),
  );
}

/** The formulas in a text, inline and displayed. */
export function formulasOf(text: RichText): Formula[] {
  return text.flatMap((block) =>
    block.type === "math"
      ? [block]
      : runsOf(block)
          .flat()
          .flatMap((inline) => (inline.type === "math" ? [inline] : [])),
  );
}

/** The file names of the figures in a text. */
export function figuresOf(text: RichText): string[] {
  return text.flatMap((block) => (block.type === "figure" ? [block.asset] : []));
}

/** The same text with each of its formulas, inline and displayed, changed. */
export function mapFormulas(
  text: RichText,
  change: (formula: Formula, isDisplayed: boolean) => Formula,
): RichText {
  const run = (inlines: Inline[]): Inline[] =>
    inlines.map((inline) => (inline.type === "math" ? { ...inline, ...change(inline, false) } : inline));
  return text.map((block): RichBlock => {
    switch (block.type) {
      case "paragraph":
      case "heading":
      case "quote":
        return { ...block, children: run(block.children) };
      case "list":
        return { ...block, items: block.items.map(run) };
      case "math":
        return { ...block, ...change(block, true) };
      case "table":
        return {
          ...block,
          ...(block.caption ? { caption: run(block.caption) } : {}),
          header: block.header.map(run),
          rows: block.rows.map((row) => row.map(run)),
        };
      case "figure":
        return { ...block, ...(block.caption ? { caption: run(block.caption) } : {}) };
    }
  });
}

/** The same text with its formulas' MathML made again from their LaTeX, so that what a browser sent is never shown. */
export function renewFormulas(
  text: RichText,
  toMathML: (latex: string, isDisplayed: boolean) => string,
): RichText {
  return mapFormulas(text, ({ latex }, isDisplayed) => ({ latex, mathml: toMathML(latex, isDisplayed) }));
}
