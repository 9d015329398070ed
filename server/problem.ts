import { fillSentence } from "../psychometrics/messages/index.js";
import { problems, type ProblemCode } from "./problems.js";
import type { Language, ProblemBody } from "./contract/common.js";

export type { ProblemCode };

/** One place of what was sent that does not fit. */
export interface ProblemDetail {
  /** A JSON pointer into the body, such as "/item/stem". */
  path: string;
  message: Record<Language, string>;
}

/** What fills the `{name}` places of a message; words are given in each language. */
export type ProblemValues = Record<string, string | number | Record<Language, string>>;

/**
 * Something the caller did or met that we expect and can name. Anything else that is thrown is a mistake of ours:
 * it is logged whole and answered with a bare 500.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly values: ProblemValues;
  readonly details: ProblemDetail[];

  constructor(code: ProblemCode, values: ProblemValues = {}, details: ProblemDetail[] = []) {
    super(fill("en", problems[code].en, values));
    this.name = "Problem";
    this.code = code;
    this.values = values;
    this.details = details;
  }

  /** The HTTP status that the catalogue gives this problem. */
  get status(): number {
    return problems[this.code].status;
  }

  /** The sentence for the person who met it. */
  say(language: Language): string {
    return fill(language, problems[this.code][language], this.values);
  }

  /** What goes over the wire. */
  body(language: Language): ProblemBody {
    const details = this.details.map(({ path, message }) => ({ path, message: message[language] }));
    return {
      code: this.code,
      message: this.say(language),
      ...(details.length > 0 ? { details } : {}),
    };
  }
}

/** For a step that may have been done before: swallows the problem that says so, and nothing else. */
export function ignore(code: ProblemCode): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Problem) || error.code !== code) throw error;
  };
}

function fill(language: Language, sentence: string, values: ProblemValues): string {
  return fillSentence<Record<Language, string>>(sentence, values, (words) => words[language]);
}
