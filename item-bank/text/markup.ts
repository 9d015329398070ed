import type { Inline, RichBlock, RichText } from "../types.js";
import { type Complain, mathOf, parseInlines } from "./inline-markup.js";
import { MarkupError, type MarkupProblem, type ToMathML } from "./markup-problem.js";
import { normaliseRichText } from "./normalise.js";

/**
 * Reads the bank's markup, a small Markdown, into formatted text as data. docs/decisions/markup.md has the whole
 * grammar and why it is our own.
 *
 * Blocks are paragraphs, `# headings`, `- lists`, `1. lists`, `> quotes`, `| tables |` with an optional
 * `Table: caption` before, `$$formulas$$`, and figures `![alternative text](file.svg "caption")`. A new kind of block
 * may start on any line; paragraphs are parted by a blank line. Inline markup is described at `parseInlines`.
 *
 * @param toMathML makes the MathML stored beside each formula's LaTeX.
 * @throws {MarkupError} naming every line that cannot be read, raw HTML among them.
 */
export function parseMarkup(markup: string, toMathML: ToMathML): RichText {
  const problems: MarkupProblem[] = [];
  const chunks = splitBlocks(markup.replace(/\r\n?/gu, "\n").split("\n"));
  const blocks: RichBlock[] = [];
  let caption: Inline[] | null = null;
  chunks.forEach((chunk, index) => {
    const complain: Complain = (vi, en) => problems.push({ line: chunk.line, message: { vi, en } });
    if (isCaption(chunk) && chunks[index + 1]?.kind === "table") {
      caption = parseInlines(textOf(chunk).slice(captionSign.length), toMathML, complain);
      return;
    }
    for (const block of readBlock(chunk, toMathML, complain)) {
      blocks.push(block.type === "table" && caption ? { ...block, caption } : block);
    }
    caption = null;
  });
  if (problems.length > 0) throw new MarkupError(problems);
  return normaliseRichText(blocks);
}

/** A paragraph that starts so and stands right before a table is the table's caption. */
export const captionSign = "Table: ";

function isCaption(chunk: Chunk): boolean {
  return chunk.kind === "paragraph" && textOf(chunk).startsWith(captionSign);
}

type ChunkKind = "paragraph" | "heading" | "bullets" | "numbers" | "quote" | "table" | "figure" | "math";

interface Chunk {
  kind: ChunkKind;
  lines: string[];
  /** Where it starts, from 1. */
  line: number;
}

/** What a line starts, if it starts a block. */
function kindOf(line: string): ChunkKind {
  if (/^#{1,3} /u.test(line)) return "heading";
  if (/^[-*] /u.test(line)) return "bullets";
  if (/^\d{1,3}\. /u.test(line)) return "numbers";
  if (/^> ?/u.test(line)) return "quote";
  if (/^\|/u.test(line)) return "table";
  if (/^!\[/u.test(line)) return "figure";
  if (/^\$\$/u.test(line)) return "math";
  return "paragraph";
}

function splitBlocks(lines: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let current: Chunk | null = null;
  lines.forEach((raw, index) => {
    const line = trimEnd(raw);
    if (line === "") {
      current = null;
      return;
    }
    if (current !== null && continues(current, line)) {
      current.lines.push(line);
      return;
    }
    current = { kind: kindOf(trimStart(line)), lines: [line], line: index + 1 };
    chunks.push(current);
  });
  return chunks;
}

/** Whether a line belongs to the block above it. */
function continues(chunk: Chunk, line: string): boolean {
  const kind = kindOf(line);
  switch (chunk.kind) {
    case "math":
      return !isClosedFormula(chunk.lines.join("\n"));
    case "bullets":
    case "numbers":
      return kind === chunk.kind || /^ {2,}[^ \t]/u.test(line);
    case "quote":
    case "table":
      return kind === chunk.kind;
    case "paragraph":
      // "1. " starts a list even without a blank line before; "1975. " at the start of a wrapped line does not.
      return kind === "paragraph" || (kind === "numbers" && !/^1\. /u.test(line));
    case "heading":
    case "figure":
      return false;
  }
}

function isClosedFormula(text: string): boolean {
  return text.length > 4 && text.startsWith("$$") && text.endsWith("$$");
}

function textOf(chunk: Chunk): string {
  return chunk.lines.map((line) => trimStart(line)).join("\n");
}

function readBlock(chunk: Chunk, toMathML: ToMathML, complain: Complain): RichBlock[] {
  const inlines = (markup: string) => parseInlines(markup, toMathML, complain);
  const text = textOf(chunk);
  switch (chunk.kind) {
    case "paragraph":
      return [{ type: "paragraph", children: inlines(text) }];
    case "heading":
      return [{ type: "heading", children: inlines(text.replace(/^#+ /u, "")) }];
    case "quote":
      return [{ type: "quote", children: inlines(text.replace(/^> ?/gmu, "")) }];
    case "bullets":
    case "numbers":
      return [
        {
          type: "list",
          ordered: chunk.kind === "numbers",
          items: listItems(chunk, complain).map(inlines),
        },
      ];
    case "math":
      return readFormula(text, toMathML, complain);
    case "figure":
      return readFigure(text, inlines, complain);
    case "table":
      return readTable(chunk, inlines, complain);
  }
}

function listItems(chunk: Chunk, complain: Complain): string[] {
  const marker = chunk.kind === "numbers" ? /^\d{1,3}\. /u : /^[-*] /u;
  const items: string[] = [];
  for (const [index, raw] of chunk.lines.entries()) {
    const line = index === 0 ? trimStart(raw) : raw;
    if (marker.test(line)) {
      items.push(line.replace(marker, ""));
      continue;
    }
    if (kindOf(trimStart(line)) !== "paragraph") {
      complain(
        "Trong một mục của danh sách không đặt được danh sách hay khối khác.",
        "An item of a list cannot hold another list or block.",
      );
    }
    items.push(`${items.pop() ?? ""}\n${trimStart(line)}`);
  }
  return items;
}

function readFormula(text: string, toMathML: ToMathML, complain: Complain): RichBlock[] {
  const latex = text.replace(/^\$\$|\$\$$/gu, "").trim();
  if (!isClosedFormula(text) || latex === "") {
    complain(
      "Công thức “$$” phải đứng riêng, có nội dung và kết thúc bằng “$$”.",
      "A “$$” formula has to stand alone, have content and end with “$$”.",
    );
    return [];
  }
  return [mathOf(latex, true, toMathML, complain)];
}

function readFigure(text: string, inlines: (markup: string) => Inline[], complain: Complain): RichBlock[] {
  const [, alt = "", asset = "", caption] =
    /^!\[((?:\\.|[^\]\\])*)\]\(([^\s()]+)(?:\s+"(.*)")?\)$/su.exec(text) ?? [];
  if (!/^[a-z0-9][a-z0-9._-]{0,99}$/u.test(asset)) {
    complain(
      'Hình viết thành ![mô tả](tep.svg "chú thích"), tên tệp chữ thường không dấu, đứng riêng một dòng.',
      'A figure is written ![description](file.svg "caption"), file name in lower case, alone on its line.',
    );
    return [];
  }
  const words = alt.replace(/\\([!-/:-@[-`{-~])/gu, "$1").trim();
  if (words === "") {
    complain(
      `Hình ${asset} cần lời mô tả cho người không nhìn thấy hình.`,
      `The figure ${asset} needs a description for those who cannot see it.`,
    );
  }
  return [{ type: "figure", asset, alt: words, ...(caption ? { caption: inlines(caption) } : {}) }];
}

function readTable(chunk: Chunk, inlines: (markup: string) => Inline[], complain: Complain): RichBlock[] {
  const rows = chunk.lines.map((line) => splitCells(trimStart(line)));
  const ruleAt = rows.findIndex((row) => row.length > 0 && row.every((cell) => /^:?-{2,}:?$/u.test(cell)));
  if (ruleAt !== 0 && ruleAt !== 1) {
    complain(
      "Bảng cần dòng kẻ |---|---| ngay dưới dòng đầu.",
      "A table needs the line |---|---| right below its header.",
    );
    return [];
  }
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) {
    complain(
      `Các dòng của bảng phải có cùng số ô (${width}).`,
      `The rows of a table have to have the same number of cells (${width}).`,
    );
  }
  const header = ruleAt === 1 ? (rows[0] ?? []).map(inlines) : [];
  return [{ type: "table", header, rows: rows.slice(ruleAt + 1).map((row) => row.map(inlines)) }];
}

/** Cells between bars; a bar in a formula or after a backslash does not part cells. */
function splitCells(line: string): string[] {
  const pieces = line.match(/\\[\s\S]?|\$(?:\\[\s\S]|[^$\\])+\$|[\s\S]/gu) ?? [];
  const cells: string[] = [""];
  for (const piece of pieces) {
    if (piece === "|") cells.push("");
    else cells.push(`${cells.pop() ?? ""}${piece}`);
  }
  // The bars at both ends are the table's frame.
  const inner = cells.slice(1, trimEnd(cells.at(-1) ?? "") === "" ? -1 : undefined);
  return inner.map((cell) => trimStart(trimEnd(cell)));
}

// Unlike String.trim these leave non-breaking spaces, which are part of the text.
function trimStart(text: string): string {
  return text.replace(/^[ \t]+/u, "");
}

function trimEnd(text: string): string {
  return text.replace(/[ \t]+$/u, "");
}
