import type { Inline, LocalisedRichText, LocalisedString, RichBlock, RichText } from "../types.js";

/**
 * The words of a formatted text without its format: for labels in data files, for search and for comparing. Blocks are
 * separated by a line end, cells by a tab; a formula gives its LaTeX, a gap `[…]`, a figure its alternative text.
 */
export function plainText(text: RichText): string {
  return text.map(plainBlock).join("\n");
}

function plainBlock(block: RichBlock): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
    case "quote":
      return plainInlines(block.children);
    case "list":
      return block.items
        .map((item, k) => `${block.ordered ? `${k + 1}.` : "–"} ${plainInlines(item)}`)
        .join("\n");
    case "math":
      return block.latex;
    case "table": {
      const rows = [...(block.header.length > 0 ? [block.header] : []), ...block.rows];
      const lines = rows.map((row) => row.map(plainInlines).join("\t"));
      return [...(block.caption ? [plainInlines(block.caption)] : []), ...lines].join("\n");
    }
    case "figure":
      return block.caption ? `${block.alt}\n${plainInlines(block.caption)}` : block.alt;
  }
}

/** The words of a run of text. */
export function plainInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case "text":
          return inline.text;
        case "math":
          return inline.latex;
        case "lineBreak":
          return "\n";
        case "gap":
          return "[…]";
      }
    })
    .join("");
}

/** The words in each language the text stands in, on one line: a label. */
export function plainLabel(text: LocalisedRichText): LocalisedString {
  const label: LocalisedString = {};
  if (text.vi) label.vi = oneLine(plainText(text.vi));
  if (text.en) label.en = oneLine(plainText(text.en));
  return label;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
