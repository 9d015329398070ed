import type { Inline, LocalisedRichText, LocalisedString, RichBlock, RichText } from "../types.js";
import { formulaWords } from "./formula-words.js";

/** How a formula is written: in its LaTeX, which is exact, or in words, which people read. */
type WriteFormula = (formula: { latex: string; mathml: string }) => string;

const inLatex: WriteFormula = ({ latex }) => latex;

/**
 * The words of a formatted text without its format: for labels in data files, for search and for comparing. Blocks are
 * separated by a line end, cells by a tab; a formula gives its LaTeX, a gap `[…]`, a figure its alternative text.
 */
export function plainText(text: RichText): string {
  return blocksOf(text, inLatex);
}

function blocksOf(text: RichText, write: WriteFormula): string {
  return text.map((block) => plainBlock(block, write)).join("\n");
}

function plainBlock(block: RichBlock, write: WriteFormula): string {
  const inlines = (nodes: readonly Inline[]) => inlinesOf(nodes, write);
  switch (block.type) {
    case "paragraph":
    case "heading":
    case "quote":
      return inlines(block.children);
    case "list":
      return block.items.map((item, k) => `${block.ordered ? `${k + 1}.` : "–"} ${inlines(item)}`).join("\n");
    case "math":
      return write(block);
    case "table": {
      const rows = [...(block.header.length > 0 ? [block.header] : []), ...block.rows];
      const lines = rows.map((row) => row.map(inlines).join("\t"));
      return [...(block.caption ? [inlines(block.caption)] : []), ...lines].join("\n");
    }
    case "figure":
      return block.caption ? `${block.alt}\n${inlines(block.caption)}` : block.alt;
  }
}

/** The words of a run of text. */
export function plainInlines(inlines: readonly Inline[]): string {
  return inlinesOf(inlines, inLatex);
}

function inlinesOf(inlines: readonly Inline[], write: WriteFormula): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case "text":
          return inline.text;
        case "math":
          return write(inline);
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
  return labelOf(text, inLatex);
}

/** The same for lists on the screen, which people read: formulas stand in letters and plain signs (`formulaWords`). */
export function listLabel(text: LocalisedRichText): LocalisedString {
  return labelOf(text, formulaWords);
}

function labelOf(text: LocalisedRichText, write: WriteFormula): LocalisedString {
  const label: LocalisedString = {};
  if (text.vi) label.vi = oneLine(blocksOf(text.vi, write));
  if (text.en) label.en = oneLine(blocksOf(text.en, write));
  return label;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
