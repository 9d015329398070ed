import type { ClassicalAnalysis } from "../../../psychometrics/index.js";
import type { Sentence } from "../../terminal/words.js";

/**
 * What the classical statistics rest on, and why: which test takers they count is not asked for but follows from the data, and a
 * few more empty cells change the numbers at a stroke.
 *
 * @param personCount of the data.
 */
export function classicalBasis(
  { cases, personCount: count }: Pick<ClassicalAnalysis, "cases" | "personCount">,
  personCount: number,
): Sentence {
  if (cases === "available") return { key: "calibrate.classicalAvailable", values: { count } };
  return count === personCount
    ? { key: "calibrate.classicalAll", values: { count } }
    : { key: "calibrate.classicalComplete", values: { count, persons: personCount } };
}
