import { svgProblem } from "../../item-bank/assets/safe-svg.js";
import { readXml, writeXml, type XmlElement } from "../../item-bank/text/xml.js";

/** What drawing programs leave in their files for themselves; nothing of it is drawn. */
const programs = "inkscape|sodipodi|rdf|cc|dc|serif|sketch|figma|bx|i|x|graph";
// Only with the colon: a plain "x" is the place of a word on the figure.
const ownPrefixes = new RegExp(`^(?:xmlns:(?:${programs})$|(?:${programs}):)`, "u");

/** A figure that may be stored, or why it may not. */
export type CleanedSvg = { svg: string; problem: null } | { svg: null; problem: string };

/**
 * Takes out what drawing programs keep for themselves, and writes the figure anew from what was read, so that no other
 * reader can see something else in it. What could run, load or embed something is not taken out but refused: the
 * figure would not look as its author saw it.
 */
export function cleanSvg(source: string): CleanedSvg {
  if (/<!doctype|<!entity/iu.test(source)) return { svg: null, problem: "<!DOCTYPE>" };
  try {
    const svg = writeXml(withoutOwn(readXml(source)));
    const problem = svgProblem(svg);
    return problem === null ? { svg, problem } : { svg: null, problem };
  } catch (cause) {
    return { svg: null, problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

function withoutOwn({ name, attributes, children }: XmlElement): XmlElement {
  const isOwn = (child: XmlElement | string): boolean =>
    typeof child !== "string" && (child.name === "metadata" || ownPrefixes.test(child.name));
  return {
    name,
    attributes: Object.fromEntries(Object.entries(attributes).filter(([key]) => !ownPrefixes.test(key))),
    children: children
      .filter((child) => !isOwn(child))
      .map((child) => (typeof child === "string" ? child : withoutOwn(child))),
  };
}
