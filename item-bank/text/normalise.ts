import type { Inline, Mark, RichBlock, RichText } from "../types.js";

/** The order in which marks are stored and nested. */
const markOrder: readonly Mark[] = ["bold", "italic", "underline", "superscript", "subscript"];

/**
 * The same text in the one form that markup reads and writes: neighbouring runs with the same marks are one, marks stand
 * in a fixed order, spaces at the edge of a mark are outside it, runs of spaces are one space, and there is no space or
 * line break at the edge of a block. Two texts that look the same are then equal. Non-breaking spaces stay.
 */
export function normaliseRichText(text: RichText): RichText {
  return text.map(normaliseBlock).filter((block) => !isEmptyBlock(block));
}

function normaliseBlock(block: RichBlock): RichBlock {
  switch (block.type) {
    case "paragraph":
    case "heading":
    case "quote":
      return { type: block.type, children: normaliseInlines(block.children) };
    case "list":
      return {
        ...block,
        items: block.items.map(normaliseInlines).filter((item) => item.length > 0),
      };
    case "math":
      return block;
    case "table":
      return {
        type: "table",
        ...normalCaption(block.caption),
        header: block.header.map(normaliseInlines),
        rows: block.rows.map((row) => row.map(normaliseInlines)),
      };
    case "figure":
      return {
        type: "figure",
        asset: block.asset,
        alt: block.alt.replace(/\s+/gu, " ").trim(),
        ...normalCaption(block.caption),
      };
  }
}

function normalCaption(caption: Inline[] | undefined): { caption?: Inline[] } {
  const inlines = normaliseInlines(caption ?? []);
  return inlines.length > 0 ? { caption: inlines } : {};
}

function isEmptyBlock(block: RichBlock): boolean {
  if (block.type === "list") return block.items.length === 0;
  if (block.type === "table") return block.header.length === 0 && block.rows.length === 0;
  return "children" in block && block.children.length === 0;
}

/** The same run of text in its one form; see `normaliseRichText`. */
export function normaliseInlines(inlines: readonly Inline[]): Inline[] {
  const pieces = inlines.flatMap(splitAtSpaces);
  const marked = pieces.map((piece, index) =>
    isSpace(piece) ? withMarks(" ", sharedMarks(pieces, index)) : piece,
  );
  return joinRuns(trimEdges(withoutOuterBreaks(marked)));
}

/** A line break at the start or the end of a block breaks nothing. */
function withoutOuterBreaks(inlines: readonly Inline[]): Inline[] {
  const hasContent = (inline: Inline) => !isSpace(inline) && inline.type !== "lineBreak";
  const first = inlines.findIndex(hasContent);
  const last = inlines.length - 1 - [...inlines].reverse().findIndex(hasContent);
  return first === -1 ? [] : inlines.slice(first, last + 1);
}

function splitAtSpaces(inline: Inline): Inline[] {
  if (inline.type !== "text") return [inline];
  return inline.text
    .split(/([ \t\r\n]+)/u)
    .filter((part) => part !== "")
    .map((part) => withMarks(part, inline.marks ?? []));
}

function isSpace(inline: Inline | undefined): boolean {
  return inline?.type === "text" && /^[ \t\r\n]*$/u.test(inline.text);
}

/**
 * A space belongs to the marks that nest around both its neighbours: those that their lists of marks start with alike.
 * Other things than text have no marks.
 */
function sharedMarks(pieces: readonly Inline[], index: number): Mark[] {
  const before = marksOf(lastText(pieces.slice(0, index)));
  const after = marksOf(pieces.slice(index + 1).find((piece) => !isSpace(piece)));
  const differAt = before.findIndex((mark, k) => after[k] !== mark);
  return differAt === -1 ? before : before.slice(0, differAt);
}

/** The last piece that is not a space. */
function lastText(pieces: readonly Inline[]): Inline | undefined {
  return pieces.filter((piece) => !isSpace(piece)).at(-1);
}

function marksOf(inline: Inline | undefined): Mark[] {
  return inline?.type === "text" ? (inline.marks ?? []) : [];
}

function withMarks(text: string, marks: readonly Mark[]): Inline {
  const ordered = markOrder.filter((mark) => marks.includes(mark));
  return ordered.length > 0 ? { type: "text", text, marks: ordered } : { type: "text", text };
}

/** Takes spaces off both ends and from beside line breaks. */
function trimEdges(inlines: readonly Inline[]): Inline[] {
  return inlines.filter((inline, index) => {
    if (!isSpace(inline)) return true;
    const before = lastText(inlines.slice(0, index));
    const after = inlines.slice(index + 1).find((piece) => !isSpace(piece));
    return (
      before !== undefined && after !== undefined && before.type !== "lineBreak" && after.type !== "lineBreak"
    );
  });
}

function joinRuns(inlines: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const inline of inlines) {
    const last = out.at(-1);
    if (inline.type === "text" && last?.type === "text" && sameMarks(last, inline)) {
      const joined = `${last.text}${inline.text}`.replace(/[ \t\r\n]+/gu, " ");
      out[out.length - 1] = withMarks(joined, inline.marks ?? []);
    } else {
      out.push(inline);
    }
  }
  return out;
}

function sameMarks(a: Inline, b: Inline): boolean {
  return marksOf(a).join() === marksOf(b).join();
}
