import { fQuantile } from "../numeric/beta.js";
import { Refusal } from "../messages/refusal.js";

/** A confidence interval. */
export interface ConfidenceInterval {
  lower: number;
  upper: number;
  level: number;
}

/**
 * The confidence interval of alpha by Feldt (1965): (1 - population alpha) / (1 - alpha) has an F distribution with
 * N - 1 and (N - 1)(k - 1) degrees of freedom, if the items are essentially tau-equivalent and normal.
 *
 * @param personCount test takers the alpha rests on; weights do not make them more.
 * @throws {RangeError} for a level outside (0, 1). Null with fewer than two test takers or items.
 *
 * Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty.
 * Psychometrika, 30(3), 357-370.
 */
export function alphaInterval(
  alpha: number,
  personCount: number,
  itemCount: number,
  level = 0.95,
): ConfidenceInterval | null {
  if (!(level > 0 && level < 1)) throw new Refusal("level-no-probability", { value: level });
  if (personCount < 2 || itemCount < 2) return null;
  const df1 = personCount - 1;
  const df2 = df1 * (itemCount - 1);
  const tail = (1 - level) / 2;
  return {
    lower: 1 - (1 - alpha) * fQuantile(1 - tail, df1, df2),
    upper: 1 - (1 - alpha) * fQuantile(tail, df1, df2),
    level,
  };
}
