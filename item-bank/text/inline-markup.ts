import { formulaProblem } from "./formula-problem.js";
import type { Inline, Mark } from "../types.js";
import type { ToMathML } from "./markup-problem.js";
import { normaliseInlines } from "./normalise.js";

/** Says what is wrong, in Vietnamese and in English. */
export type Complain = (vi: string, en: string) => void;

const punctuation = /[!-/:-@[-`{-~]/u;

interface OpenMark {
  mark: Mark;
  /** How it was opened, for the message when it is never closed. */
  sign: string;
}

/**
 * Reads the markup of one run of text: `**bold**`, `*italic*`, `++underline++`, `^{superscript}`, `_{subscript}`,
 * `$formula$`, `[[gap]]`, a backslash at the end of a line (or `<br>`) for a line break, and a backslash before any
 * ASCII punctuation for that character itself. A star or plus signs with a space on the inner side are just signs.
 */
export function parseInlines(markup: string, toMathML: ToMathML, complain: Complain): Inline[] {
  const out: Inline[] = [];
  const open: OpenMark[] = [];
  let at = 0;
  const put = (inline: Inline, length: number) => {
    out.push(inline);
    at += length;
  };
  const putText = (text: string, length: number) => {
    const marks = open.map(({ mark }) => mark);
    const last = out.at(-1);
    at += length;
    if (last?.type === "text" && last.marks?.join() === marks.join()) last.text += text;
    else out.push({ type: "text", text, marks });
  };

  while (at < markup.length) {
    const rest = markup.slice(at);
    const special = readSpecial(rest, toMathML, complain);
    const change = special ? null : readMark(markup, at, open);
    if (special) {
      put(special.inline, special.length);
    } else if (change) {
      if (change.opens) open.push({ mark: change.mark, sign: change.sign });
      else open.pop();
      at += change.sign.length;
    } else if (rest.startsWith("\\") && punctuation.test(rest.charAt(1))) {
      putText(rest.charAt(1), 2);
    } else {
      complainOfHtml(rest, complain);
      putText(rest.charAt(0), 1);
    }
  }
  for (const { sign } of open) {
    complain(
      `“${sign}” mở ra mà không đóng; nếu là ký tự thường hãy viết “\\${sign.charAt(0)}”.`,
      `“${sign}” is opened and never closed; for the character itself write “\\${sign.charAt(0)}”.`,
    );
  }
  return normaliseInlines(out);
}

/** A formula, a gap or a line break at the start of `rest`. */
function readSpecial(
  rest: string,
  toMathML: ToMathML,
  complain: Complain,
): { inline: Inline; length: number } | null {
  const lineBreak = /^(?:\\\n|<br>\n?)/u.exec(rest);
  if (lineBreak) return { inline: { type: "lineBreak" }, length: lineBreak[0].length };
  const gap = /^\[\[([A-Za-z0-9_-]{1,32})\]\]/u.exec(rest);
  if (gap) return { inline: { type: "gap", id: gap[1] ?? "" }, length: gap[0].length };
  if (!rest.startsWith("$")) return null;
  const formula = /^\$((?:\\[\s\S]|[^$\\])+)\$/u.exec(rest);
  if (!formula) {
    complain(
      "Dấu “$” mở công thức mà không đóng; nếu là ký hiệu tiền hãy viết “\\$”.",
      "“$” opens a formula that is never closed; for the sign itself write “\\$”.",
    );
    return { inline: { type: "text", text: "$" }, length: 1 };
  }
  const latex = (formula[1] ?? "").replace(/\s+/gu, " ").trim();
  return { inline: mathOf(latex, false, toMathML, complain), length: formula[0].length };
}

/** A formula with its MathML, or a complaint that says what the converter met. */
export function mathOf(
  latex: string,
  isDisplayed: boolean,
  toMathML: ToMathML,
  complain: Complain,
): { type: "math"; latex: string; mathml: string } {
  try {
    return { type: "math", latex, mathml: toMathML(latex, isDisplayed) };
  } catch (cause) {
    const { vi, en } = formulaProblem(cause);
    complain(`Không hiểu công thức “${latex}”: ${vi}`, `The formula “${latex}” is not understood: ${en}`);
    return { type: "math", latex, mathml: "" };
  }
}

/** The mark that opens or closes at `at`, if one does. */
function readMark(
  markup: string,
  at: number,
  open: readonly OpenMark[],
): { mark: Mark; sign: string; opens: boolean } | null {
  const rest = markup.slice(at);
  const innermost = open.at(-1);
  if (rest.startsWith("^{")) return { mark: "superscript", sign: "^{", opens: true };
  if (rest.startsWith("_{")) return { mark: "subscript", sign: "_{", opens: true };
  if (rest.startsWith("}")) {
    return innermost?.sign.endsWith("{") ? { mark: innermost.mark, sign: "}", opens: false } : null;
  }
  const canClose = at > 0 && !isBlank(markup.charAt(at - 1));
  if (innermost && canClose && isDelimiter(innermost.sign) && rest.startsWith(innermost.sign)) {
    return { mark: innermost.mark, sign: innermost.sign, opens: false };
  }
  for (const [sign, mark] of delimiters) {
    if (!rest.startsWith(sign)) continue;
    const isOpen = open.some((each) => each.mark === mark);
    if (!isOpen && !isBlank(rest.charAt(sign.length))) return { mark, sign, opens: true };
  }
  return null;
}

const delimiters: readonly [string, Mark][] = [
  ["**", "bold"],
  ["*", "italic"],
  ["++", "underline"],
];

function isDelimiter(sign: string): boolean {
  return delimiters.some(([each]) => each === sign);
}

function isBlank(character: string): boolean {
  return character === "" || /[ \t\n]/u.test(character);
}

/** HTML has no place in an item: it would show as it is, or, in other programs, run. */
function complainOfHtml(rest: string, complain: Complain): void {
  const tag = /^<(?:!--|\/?[A-Za-z][^<>\n]*>)/u.exec(rest);
  if (tag) {
    complain(
      `Không dùng được HTML (“${tag[0]}”); nếu là dấu bé hơn hãy viết “\\<”.`,
      `HTML cannot be used (“${tag[0]}”); for the less-than sign write “\\<”.`,
    );
  }
  const entity = /^&(?:#\d+|#x[\dA-Fa-f]+|[A-Za-z]{2,20});/u.exec(rest);
  if (entity) {
    complain(
      `Hãy viết thẳng ký tự thay cho “${entity[0]}”.`,
      `Write the character itself instead of “${entity[0]}”.`,
    );
  }
}
