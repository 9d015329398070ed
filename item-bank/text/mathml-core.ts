import { readXml, type XmlElement } from "./xml.js";

/** What may stand in a formula: the elements and attributes of MathML Core that show something and do nothing. */
const elements = new Set(
  (
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover " +
    "mmultiscripts mprescripts none mtable mtr mtd mpadded mphantom mstyle"
  ).split(" "),
);
const attributeNames = new Set(
  (
    "accent accentunder class columnspan depth display displaystyle fence form height largeop linethickness lspace " +
    "mathsize mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel separator stretchy symmetric " +
    "voffset width"
  ).split(" "),
);
const classPattern = /^math-[a-z-]+( math-[a-z-]+)*$/u;

/**
 * What is wrong with a stored formula, in one sentence, or null. Formulas reach the player as markup, so only known
 * elements and attributes pass: a formula that came from elsewhere than `latexToMathML` can do nothing but be shown.
 */
export function mathmlProblem(mathml: string): string | null {
  try {
    const root = readXml(mathml);
    return root.name === "math" ? elementProblem(root) : `<${root.name}> is no formula`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function elementProblem({ name, attributes, children }: XmlElement): string | null {
  if (!elements.has(name)) return `<${name}> may not stand in a formula`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (!attributeNames.has(attribute)) return `${attribute} may not stand in <${name}>`;
    if (attribute === "class" && !classPattern.test(value)) return `class “${value}” is unknown`;
  }
  for (const child of children) {
    const problem = typeof child === "string" ? null : elementProblem(child);
    if (problem) return problem;
  }
  return null;
}

/**
 * The same formula with nothing but what `mathmlProblem` lets pass. Lines over and under a term, alignment and
 * table lines become the classes of `mathml.css`, because a content
 * security policy without `unsafe-inline` drops style attributes.
 *
 * @throws {Error} for what would be lost in silence, such as a colour or a stroke through a term.
 */
export function toMathMLCore(element: XmlElement): XmlElement {
  const children = stretchable(element).map((child) =>
    typeof child === "string" ? child : toMathMLCore(child),
  );
  if (element.name === "menclose") return lineBeside(element.attributes.notation ?? "", children);
  if (!elements.has(element.name)) throw new Error(`<${element.name}> cannot be shown by every browser`);
  const classes = [...classesOf(element.attributes.class), ...linesOf(element.attributes.style)];
  const attributes = Object.fromEntries(
    Object.entries(element.attributes).filter(([name]) => name !== "class" && attributeNames.has(name)),
  );
  if (classes.length > 0) attributes.class = classes.join(" ");
  return { name: element.name, attributes, children };
}

function lineBeside(notation: string, children: XmlElement["children"]): XmlElement {
  const side = { top: "math-over", bottom: "math-under" }[notation];
  if (!side) throw new Error("strokes and frames (\\cancel, \\enclose) cannot be shown by every browser");
  return { name: "mrow", attributes: { class: side }, children };
}

/** Of these accents the combining form is the one that the mathematics font can stretch over several letters. */
const stretchingForms: Record<string, string> = { "\u02C6": "\u0302", "\u02DC": "\u0303" };

function stretchable(element: XmlElement): XmlElement["children"] {
  if (element.name !== "mo" || element.attributes.stretchy !== "true") return element.children;
  return element.children.map((child) =>
    typeof child === "string" ? (stretchingForms[child] ?? child) : child,
  );
}

const knownClasses: Record<string, string> = {
  "tml-left": "math-left",
  "tml-right": "math-right",
  "tml-jot": "math-wide-lines",
};

function classesOf(names = ""): string[] {
  return names.split(/\s+/u).flatMap((name) => knownClasses[name] ?? []);
}

function linesOf(style = ""): string[] {
  if (/color/u.test(style)) throw new Error("colours are not available in formulas");
  const sides = ["top", "right", "bottom", "left"].filter((side) =>
    new RegExp(`border-${side}:`, "u").test(style),
  );
  return [...sides.map((side) => `math-line-${side}`), ...(/border:/u.test(style) ? ["math-box"] : [])];
}
