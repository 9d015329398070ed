import type { ItemProblem } from "../../item-bank/problems.js";
import { Problem } from "../problem.js";

/** What the bank's checks found, as the problem that is answered: every place with what is wrong there. */
export function contentProblem(problems: readonly ItemProblem[]): Problem {
  const errors = problems.filter(({ severity }) => severity === "error");
  const details = errors.map(({ path, message }) => ({ path, message }));
  const places = [...new Set(errors.map(({ path }) => path || "/"))].slice(0, 8).join(", ");
  return new Problem("content-invalid", { places }, details);
}
