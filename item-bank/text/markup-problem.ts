import type { Language } from "../types.js";

/** One place in a markup text that cannot be read, in words for its author. Lines count from 1. */
export interface MarkupProblem {
  line: number;
  message: Record<Language, string>;
}

/** A markup text that cannot be read; `problems` names every place that was found. */
export class MarkupError extends Error {
  readonly problems: readonly MarkupProblem[];

  constructor(problems: readonly MarkupProblem[]) {
    super(problems.map(({ line, message }) => `line ${line}: ${message.en}`).join("; "));
    this.name = "MarkupError";
    this.problems = problems;
  }
}

/** Makes MathML of LaTeX; throws an Error that says what it does not understand. `latexToMathML` is the usual one. */
export type ToMathML = (latex: string, isDisplayed: boolean) => string;
