import { readXml, type XmlElement } from "../text/xml.js";

/** Elements that draw; everything that runs, loads or embeds something is not among them. */
const elements = new Set(
  (
    "svg g defs title desc path line polyline polygon rect circle ellipse text tspan marker clipPath mask pattern " +
    "linearGradient radialGradient stop symbol use"
  ).split(" "),
);

/**
 * What keeps a figure from being stored, in one sentence, or null. Only elements that draw may stand in it; no event
 * attributes, no references except to parts of the same file, no style sheets that load something, no DOCTYPE.
 */
export function svgProblem(svg: string): string | null {
  try {
    const root = readXml(svg);
    if (root.name !== "svg") return `<${root.name}> is no figure`;
    if (!root.attributes.viewBox) return "the figure has no viewBox, so it cannot be scaled";
    return elementProblem(root);
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function elementProblem({ name, attributes, children }: XmlElement): string | null {
  if (!elements.has(name)) return `<${name}> may not stand in a figure`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (/^on/iu.test(attribute)) return `${attribute} may not stand in <${name}>`;
    const isReference = /(^|:)href$/u.test(attribute);
    if (isReference && !value.startsWith("#")) return `${attribute}="${value}" leads out of the figure`;
    if (/url\((?!\s*["']?#)/iu.test(value) || /javascript:|@import|expression\(/iu.test(value)) {
      return `${attribute}="${value}" leads out of the figure`;
    }
  }
  for (const child of children) {
    const problem = typeof child === "string" ? null : elementProblem(child);
    if (problem) return problem;
  }
  return null;
}
