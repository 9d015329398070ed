import temml from "temml";
import { toMathMLCore } from "./mathml-core.js";
import { readXml, writeXml } from "./xml.js";

/**
 * MathML Core for a formula in LaTeX, by Temml; `docs/decisions/temml.md` says why. It has no style attributes and only
 * the classes of `mathml.css`. A displayed formula has limits above and below its sums.
 *
 * @throws {Error} in one sentence, for LaTeX that is not understood or that browsers without extensions cannot show.
 *
 * @example
 * latexToMathML("x^2", false); // "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
 */
export function latexToMathML(latex: string, isDisplayed = false): string {
  let mathml: string;
  try {
    mathml = temml.renderToString(latex, {
      displayMode: isDisplayed,
      throwOnError: true,
      trust: false,
      maxExpand: 200,
    });
  } catch (cause) {
    // Temml marks the place by combining underlines on a second line; the first line says it in words.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error((reason.split("\n")[0] ?? reason).replace(/:\s*$/u, "").trim(), { cause });
  }
  return writeXml(toMathMLCore(readXml(mathml)));
}
