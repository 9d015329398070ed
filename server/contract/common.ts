import type { Language } from "../../item-bank/types.js";

/** The kinds of staff. A test taker is none of them and logs in with a code. */
export const roles = ["admin", "author", "designer", "proctor", "coder", "researcher"] as const;
export type Role = (typeof roles)[number];

/** What every refused request answers: a code from the catalogue, and a sentence in the caller's language (Accept-Language). */
export interface ProblemBody {
  code: string;
  message: string;
  /** One entry per place that does not fit, where there are several. */
  details?: { path: string; message: string }[];
}

export type { Language };
