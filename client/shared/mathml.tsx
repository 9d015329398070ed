import "../../item-bank/text/mathml.css";
import { createElement, useMemo, type ReactNode } from "react";

/**
 * MathML Core's elements and attributes that formulas may use: those that the item bank lets into the store
 * (item-bank/text/mathml-core.ts). Anything else in a stored formula is left out, so that it can show something but never do
 * something.
 */
const elements = new Set(
  (
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover " +
    "mmultiscripts mprescripts none mtable mtr mtd mpadded mphantom mstyle"
  ).split(" "),
);
const attributes = new Set(
  (
    "accent accentunder columnspan depth display displaystyle fence form height largeop linethickness lspace " +
    "mathsize mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel separator stretchy symmetric " +
    "voffset width"
  ).split(" "),
);

const classNames = /^math-[a-z-]+( math-[a-z-]+)*$/;

/** A superscript of primes only, as in f′ and f″. */
const isPrimed = (element: Element): boolean =>
  element.localName === "msup" && /^[′″‴]+$/.test(element.children[1]?.textContent.trim() ?? "");

function toReact(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (!(node instanceof Element)) return null;
  const name = node.localName.toLowerCase();
  if (!elements.has(name)) return null;
  if (isPrimed(node)) {
    // Primes are drawn for standing beside their letter; as superscripts they are small and touch it.
    const [letter, prime] = Array.from(node.childNodes);
    const mark = createElement("mo", { key: 1, lspace: "0.05em", rspace: "0em" }, prime?.textContent);
    return createElement("mrow", { key }, letter && toReact(letter, 0), mark);
  }
  const properties: Record<string, string | number> = { key };
  for (const attribute of node.attributes) {
    if (attributes.has(attribute.name)) properties[attribute.name] = attribute.value;
    // The bank's own classes (mathml.css) draw what a style attribute would, which the security policy refuses.
    if (attribute.name === "class" && classNames.test(attribute.value))
      properties.className = attribute.value;
  }
  return createElement(name, properties, ...Array.from(node.childNodes, toReact));
}

/** A stored formula as real MathML elements, made one by one; no string of the bank ever becomes HTML. The LaTeX stands in where the MathML cannot be read. */
export function MathML({ mathml, latex }: { mathml: string; latex: string }): ReactNode {
  return useMemo(() => {
    // The HTML parser knows MathML, forgives, and runs nothing in a document that has no window.
    const root = new DOMParser().parseFromString(mathml, "text/html").querySelector("math");
    return root ? toReact(root, 0) : <code>{latex}</code>;
  }, [mathml, latex]);
}

/** The sign that, in one line, stands before an element's second part, and the one before its third. */
const signs: Record<string, string> = {
  mfrac: "/",
  msup: "^",
  msub: "_",
  msubsup: "_^",
  msqrt: "",
  mroot: "",
};

/**
 * A formula's letters and signs in one line, such as 1/2 and x^2, for names of controls; the LaTeX where the MathML cannot
 * be read. The lists of the staff have words from the item bank (`listLabel`), fuller and too large for the player.
 */
export function formulaWords({ mathml, latex }: { mathml: string; latex: string }): string {
  const root = new DOMParser().parseFromString(mathml, "text/html").querySelector("math");
  root?.querySelectorAll("msqrt, mroot").forEach((part) => {
    part.prepend(part.children[1] ?? "", "√");
  });
  root?.querySelectorAll(Object.keys(signs).join()).forEach((element) => {
    Array.from(element.children).forEach((part, k) => {
      if (/[^\p{N},]./u.test(part.textContent)) part.replaceChildren("(", ...part.childNodes, ")");
      // Primes and degrees are raised by themselves.
      if (k > 0 && part.localName !== "mo") part.prepend(signs[element.localName]?.[k - 1] ?? "");
    });
  });
  return root?.textContent.replace(/\s+/g, " ").trim() ?? latex;
}
