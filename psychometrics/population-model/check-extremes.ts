import { notPresented, type ResponseData } from "../data.js";
import type { FixedItem } from "./fixed-item.js";
import type { FixedDimension } from "./person-posteriors.js";
import { Refusal } from "../messages/refusal.js";

/**
 * Check that the responses bound the mean ability in every dimension. Where all of them are the highest there is, the
 * likelihood rises as long as the mean does, and the variance falls to nothing; the same the other way round.
 *
 * @param weights those of weight 0 do not count.
 * @throws {RangeError} naming the dimension, and which way it is without bound.
 */
export function checkExtremes(
  dimensions: readonly FixedDimension[],
  data: ResponseData,
  weights: ArrayLike<number>,
): void {
  for (const { name, items } of dimensions) {
    const seen = { high: 0, low: 0, between: 0 };
    for (const item of items) countExtremes(item, data, weights, seen);
    const { high, low, between } = seen;
    if (between > 0 || (high > 0 && low > 0) || high + low === 0) continue;
    throw new Refusal(high > 0 ? "all-right" : "all-wrong", { dimension: name });
  }
}

/** Count the responses that speak for the most ability, the least, and anything else. */
function countExtremes(
  { item, model, parameters, scoreValues, categories }: FixedItem,
  data: ResponseData,
  weights: ArrayLike<number>,
  seen: { high: number; low: number; between: number },
): void {
  const column = data.items.indexOf(item);
  const slopes = new Float64Array(categories - 1);
  model.toCategoryForm(parameters, slopes, new Float64Array(categories - 1));
  const top = scoreValues[scoreValues.length - 1];
  const bottom = scoreValues[0];
  const rises = slopes[slopes.length - 1] > 0;
  for (let p = 0; p < data.personCount; p++) {
    const score = data.scores[p * data.items.length + column];
    if (score === notPresented || !(weights[p] > 0)) continue;
    if (score === (rises ? top : bottom)) seen.high++;
    else if (score === (rises ? bottom : top)) seen.low++;
    else seen.between++;
  }
}
