import type { ResponseData } from "../data.js";
import { message, type Message } from "../messages/message.js";
import { responseExtremes, responseKinds } from "./check-extremes.js";
import type { DesignMatrix } from "./design-matrix.js";
import type { FixedDimension } from "./person-posteriors.js";

/**
 * What predictors separate: where all test takers with one of a predictor's two values have every response to a dimension right
 * (the highest score), or all wrong, their mean there is without bound, and so is the predictor's coefficient. What the
 * regression comes to then is where it stopped.
 *
 * @param weights those of weight 0 do not count.
 */
export function notesOnSeparation(
  dimensions: readonly FixedDimension[],
  data: ResponseData,
  { names, columns }: DesignMatrix,
  weights: ArrayLike<number>,
): Message[] {
  const extremes = dimensions.map(({ items }) => responseExtremes(items, data));
  return names.flatMap((name, j) => {
    const column = columns.subarray(j * data.personCount, (j + 1) * data.personCount);
    const values = twoValues(column, weights);
    if (!values) return [];
    return dimensions.flatMap(({ name: dimension }, d) =>
      values.flatMap((value): Message[] => {
        let seen = 0;
        column.forEach((own, p) => {
          if (own === value && weights[p] > 0) seen |= extremes[d][p];
        });
        if (seen === responseKinds.highest)
          return [message("predictor-all-right", { name, value, dimension })];
        return seen === responseKinds.lowest
          ? [message("predictor-all-wrong", { name, value, dimension })]
          : [];
      }),
    );
  });
}

/** The two values of a predictor that has no more; null for all others. */
function twoValues(column: Float64Array, weights: ArrayLike<number>): [number, number] | null {
  const found: number[] = [];
  for (let p = 0; p < column.length; p++) {
    if (!(weights[p] > 0) || found.includes(column[p])) continue;
    if (found.push(column[p]) > 2) return null;
  }
  return found.length === 2 ? [found[0], found[1]] : null;
}
