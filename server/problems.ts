import { accountProblems } from "./problems/accounts.js";
import { bankProblems } from "./problems/bank.js";
import { generalProblems } from "./problems/general.js";
import { researchProblems } from "./problems/research.js";
import { sittingProblems } from "./problems/sittings.js";
import { studyProblems } from "./problems/studies.js";

/**
 * The catalogue of every problem a caller can meet: its HTTP status, and what is said in each language.
 * `{name}` in a sentence is filled from the values the Problem was thrown with.
 */
export const problems = {
  ...generalProblems,
  ...accountProblems,
  ...bankProblems,
  ...studyProblems,
  ...sittingProblems,
  ...researchProblems,
};

export type ProblemCode = keyof typeof problems;
