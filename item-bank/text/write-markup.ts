import type { Inline, Mark, RichBlock, RichText } from "../types.js";
import { captionSign } from "./markup.js";
import { normaliseRichText } from "./normalise.js";

/**
 * Writes formatted text as the bank's markup, for editing and for files. Reading it again gives the same text:
 * `parseMarkup(writeMarkup(text))` equals `normaliseRichText(text)`, whatever characters the text has.
 */
export function writeMarkup(text: RichText): string {
  const blocks = normaliseRichText(text);
  return blocks.map((block, index) => writeBlock(block, blocks[index + 1])).join("\n\n");
}

function writeBlock(block: RichBlock, next: RichBlock | undefined): string {
  switch (block.type) {
    case "paragraph": {
      const markup = guardLines(writeInlines(block.children));
      // Before a table these words would be read as its caption.
      return next?.type === "table" && markup.startsWith(captionSign) ? markup.replace(":", "\\:") : markup;
    }
    case "heading":
      return `# ${onOneLine(writeInlines(block.children))}`;
    case "quote":
      return `> ${writeInlines(block.children).replace(/\n/gu, "\n> ")}`;
    case "list":
      return block.items
        .map(
          (item, k) =>
            `${block.ordered ? `${k + 1}.` : "-"} ${guardLines(writeInlines(item), 1).replace(/\n/gu, "\n  ")}`,
        )
        .join("\n");
    case "math":
      return `$$${block.latex}$$`;
    case "table":
      return writeTable(block);
    case "figure": {
      const alt = block.alt.replace(/[\\[\]]/gu, "\\$&");
      const caption = block.caption ? ` "${onOneLine(writeInlines(block.caption))}"` : "";
      return `![${alt}](${block.asset}${caption})`;
    }
  }
}

function writeTable(table: Extract<RichBlock, { type: "table" }>): string {
  const width = table.header.length || (table.rows[0]?.length ?? 1);
  const row = (cells: readonly Inline[][]) => `| ${cells.map(writeCell).join(" | ")} |`;
  return [
    ...(table.caption ? [`${captionSign}${onOneLine(writeInlines(table.caption))}`] : []),
    ...(table.header.length > 0 ? [row(table.header)] : []),
    `|${"---|".repeat(width)}`,
    ...table.rows.map(row),
  ].join("\n");
}

/** A cell of dashes would be read as the rule below the header. */
function writeCell(cell: readonly Inline[]): string {
  return onOneLine(writeInlines(cell, true)).replace(/^(?=:?-{2,}:?$)/u, "\\");
}

/** Where a block must stay on one line, a line break is written `<br>`. */
function onOneLine(markup: string): string {
  return markup.replace(/\\\n/gu, "<br>");
}

/** Keeps the start of each line from being read as the start of another block; `from` is the first line to guard. */
function guardLines(markup: string, from = 0): string {
  return markup
    .split("\n")
    .map((line, index) => (index < from ? line : line.replace(blockStart, escapeStart)))
    .join("\n");
}

const blockStart = /^(?:#{1,3} |- |\d{1,3}\. |>|\||!\[)/u;

function escapeStart(start: string): string {
  return /^\d/u.test(start) ? start.replace(".", "\\.") : `\\${start}`;
}

const signs: Record<Mark, [string, string]> = {
  bold: ["**", "**"],
  italic: ["*", "*"],
  underline: ["++", "++"],
  superscript: ["^{", "}"],
  subscript: ["_{", "}"],
};

/**
 * Writes runs of text, nesting the marks: the longest run with the same outermost mark is wrapped and written
 * without it. Bold is always outside italic, which is what makes a row of stars readable.
 */
function writeInlines(inlines: readonly Inline[], inTable = false, open: readonly Mark[] = []): string {
  let markup = "";
  for (let at = 0; at < inlines.length;) {
    const inline = inlines[at];
    if (inline === undefined) break;
    const mark = outermostMark(inline, open);
    if (mark === undefined) {
      markup += writeInline(inline, inTable, open);
      at += 1;
      continue;
    }
    const end = inlines.findIndex((each, k) => k > at && outermostMark(each, open) !== mark);
    const run = inlines.slice(at, end === -1 ? undefined : end);
    const [opening, closing] = signs[mark];
    markup += `${opening}${writeInlines(run, inTable, [...open, mark])}${closing}`;
    at += run.length;
  }
  return markup;
}

/** The first mark, in the order of nesting, that is not open yet. */
function outermostMark(inline: Inline, open: readonly Mark[]): Mark | undefined {
  return inline.type === "text" ? inline.marks?.find((mark) => !open.includes(mark)) : undefined;
}

function writeInline(inline: Inline, inTable: boolean, open: readonly Mark[]): string {
  switch (inline.type) {
    case "math":
      return `$${inline.latex}$`;
    case "lineBreak":
      return "\\\n";
    case "gap":
      return `[[${inline.id}]]`;
    case "text": {
      const inBraces = open.includes("superscript") || open.includes("subscript");
      return inline.text
        .replace(
          /[\\*$]|\+(?=\+|$)|(?<=\+|^)\+|\[(?=\[)|[\^_](?=\{)|<(?=[A-Za-z/!])|&(?=[A-Za-z#])/gu,
          "\\$&",
        )
        .replace(inTable ? /\|/gu : /(?!)/gu, "\\|")
        .replace(inBraces ? /\}/gu : /(?!)/gu, "\\}");
    }
  }
}
