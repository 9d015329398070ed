import { readXml, type XmlElement } from "./xml.js";

type Node = XmlElement | string;

/**
 * A formula on one line in letters and plain signs, for lists and names of controls: a fraction with a slash, powers and
 * indices as raised and lowered signs where Unicode has them, a root with √, a table's rows parted by semicolons. It is
 * for reading, not for computing; where the MathML cannot be read, the LaTeX stands in.
 *
 * @example
 * formulaWords({ latex: "\\frac{1}{2}x^2", mathml: latexToMathML("\\frac{1}{2}x^2") }); // "1/2x²"
 */
export function formulaWords({ mathml, latex }: { mathml: string; latex: string }): string {
  try {
    const words = wordsOf(readXml(mathml)).replace(invisible, "").replace(/\s+/gu, " ").trim();
    return words === "" ? latex : words;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return latex;
  }
}

/** Invisible operators (application, times, separator, plus) and the characters of no width. */
const invisible = /[\u2061-\u2064\u200B\u2060]/gu;

function wordsOf(node: Node): string {
  if (typeof node === "string") return node;
  const { name, attributes, children } = node;
  const [first = "", second = "", third = ""] = name === "mrow" ? [] : children.map(wordsOf);
  switch (name) {
    case "annotation":
    case "annotation-xml":
    case "mphantom":
      return "";
    case "mspace":
      return " ";
    case "mfrac":
      // Without its line it is a binomial coefficient: one above the other in the brackets beside it.
      return /^0(?:[a-z]|$)/u.test(attributes.linethickness ?? "")
        ? `${first}; ${second}`
        : `${grouped(first)}/${grouped(second)}`;
    case "msqrt":
      return `√${grouped(rowOf(children))}`;
    case "mroot":
      return `${raised(second, "")}√${grouped(first)}`;
    case "msup":
      return first + raised(second);
    case "msub":
    case "munder":
      return first + lowered(second);
    case "msubsup":
    case "munderover":
      return first + lowered(second) + raised(third);
    case "mover":
      return first + (accents[second.trim()] ?? raised(second));
    case "mtable":
      return children.map(wordsOf).join("; ");
    case "mtr":
      return children.map(wordsOf).join(" ");
    default:
      return /\bmath-(?:over|line-top)\b/u.test(attributes.class ?? "")
        ? rowOf(children).replace(/[\p{L}\p{N}′]/gu, "$&\u0305")
        : rowOf(children);
  }
}

/** Signs between two terms, which read better with room around them. */
const infix = /^[=≠<>≤≥≈≡∼∈∉⊂⊆∪∩→⇒⇔+−±×÷⋅·∣⊥∥]$/u;

/** Nodes one after the other. A sign with nothing to its left, such as the minus of −3, stays at its term. */
function rowOf(children: readonly Node[]): string {
  let row = "";
  for (const child of children) {
    const words = wordsOf(child);
    const isSign = typeof child !== "string" && child.name === "mo" && infix.test(words.trim());
    const hasLeft = /[^\s([{;,=<>≤≥+−±×÷⋅·]\s*$/u.test(row);
    row += isSign && hasLeft ? ` ${words.trim()} ` : words;
  }
  return row;
}

/** In brackets, unless it is one number or letter or stands in brackets already. */
function grouped(words: string): string {
  const plain = words.replace(invisible, "").trim();
  return /^(?:[\p{N}.,]+|.\p{M}?|\([^()]*\))$/u.test(plain) ? plain : `(${plain})`;
}

const raisedSigns = signs("0123456789+−-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ");
const loweredSigns = signs("0123456789+−-=()n", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ");
/** Degrees and primes are raised by themselves. */
const raisedAlready: Record<string, string> = { "∘": "°", "°": "°", "′": "′", "″": "″", "‴": "‴", "*": "*" };
/** What is drawn over a term, as the combining character after it. */
const accents: Record<string, string> = {
  "→": "\u20D7",
  "⟶": "\u20D7",
  "^": "\u0302",
  ˆ: "\u0302",
  "\u0302": "\u0302",
  "‾": "\u0305",
  "¯": "\u0305",
  "―": "\u0305",
  "~": "\u0303",
  "\u0303": "\u0303",
};

function signs(from: string, to: string): Map<string, string> {
  const there = [...to];
  return new Map([...from].map((sign, k) => [sign, there[k] ?? sign]));
}

function raised(words: string, otherwise = "^"): string {
  const plain = words.replace(invisible, "").trim();
  return raisedAlready[plain] ?? moved(plain, raisedSigns) ?? otherwise + grouped(plain);
}

function lowered(words: string): string {
  const plain = words.replace(invisible, "").trim();
  return moved(plain, loweredSigns) ?? `_${grouped(plain)}`;
}

/** The same in raised or lowered signs, or null where one of them is lacking. */
function moved(words: string, to: ReadonlyMap<string, string>): string | null {
  const found = [...words.replace(/\s/gu, "")].map((sign) => to.get(sign));
  return found.every((sign) => sign !== undefined) ? found.join("") : null;
}
