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
    let seen = 0;
    responseExtremes(items, data).forEach((own, p) => {
      if (weights[p] > 0) seen |= own;
    });
    if (seen === responseKinds.highest) throw new Refusal("all-right", { dimension: name });
    if (seen === responseKinds.lowest) throw new Refusal("all-wrong", { dimension: name });
  }
}

/** Kinds of responses as bits: those that speak for the most ability, for the least, and all others. */
export const responseKinds = { highest: 1, lowest: 2, between: 4 };

/** For each test taker which kinds of responses to the items there are, as bits; 0 without responses. */
export function responseExtremes(items: readonly FixedItem[], data: ResponseData): Uint8Array {
  const seen = new Uint8Array(data.personCount);
  for (const { item, model, parameters, scoreValues, categories } of items) {
    const column = data.items.indexOf(item);
    const slopes = new Float64Array(categories - 1);
    model.toCategoryForm(parameters, slopes, new Float64Array(categories - 1));
    const top = scoreValues[scoreValues.length - 1];
    const bottom = scoreValues[0];
    const rises = slopes[slopes.length - 1] > 0;
    for (let p = 0; p < data.personCount; p++) {
      const score = data.scores[p * data.items.length + column];
      if (score === notPresented) continue;
      if (score === (rises ? top : bottom)) seen[p] |= responseKinds.highest;
      else if (score === (rises ? bottom : top)) seen[p] |= responseKinds.lowest;
      else seen[p] |= responseKinds.between;
    }
  }
  return seen;
}
