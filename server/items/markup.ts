import { MarkupError } from "../../item-bank/text/markup-problem.js";
import { latexToMathML } from "../../item-bank/text/mathml.js";
import { parseMarkup } from "../../item-bank/text/markup.js";
import type { RichText } from "../../item-bank/types.js";
import { Problem } from "../problem.js";

/** The bank's markup as rich text. @throws {Problem} `markup-invalid`, which names the lines. */
export function readMarkup(markup: string): RichText {
  try {
    return parseMarkup(markup, latexToMathML);
  } catch (error) {
    if (!(error instanceof MarkupError)) throw error;
    const details = error.problems.map(({ line, message }) => ({ path: `/${line}`, message }));
    const lines = error.problems.map(({ line, message }) => `${line}: ${message.vi} / ${message.en}`);
    throw new Problem("markup-invalid", { lines: lines.join("; ") }, details);
  }
}
