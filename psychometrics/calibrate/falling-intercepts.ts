import { Refusal } from "../messages/refusal.js";
import type { ItemModel } from "../models/index.js";

/** How far below the one before a free intercept is put that would not fall. */
const distance = 0.5;

/** @throws {RangeError} where an item's intercepts do not fall. */
export function requireFalling(name: string, intercepts: ArrayLike<number>): void {
  for (let k = 1; k < intercepts.length; k++)
    if (!(intercepts[k] < intercepts[k - 1])) throw notFalling(name, k, intercepts[k - 1], intercepts[k]);
}

function notFalling(name: string, k: number, before: number, after: number): Refusal {
  return new Refusal("intercepts-not-falling", { item: name, step: k, value: before, next: k + 1, after });
}

/** Where the items' parameters are: what of a `Layout` is needed here. */
interface LaidOutItems {
  items: readonly { model: ItemModel; categories: number }[];
  names: readonly string[];
  offsets: Int32Array;
  values: Float64Array;
  freePlace: Int32Array;
}

/**
 * Makes the intercepts of graded items fall from one to the next, without which there is no such model: where the values
 * that a caller holds, ties or starts from do not, free ones are moved. Changes `values`.
 *
 * @throws {RangeError} naming an item whose held intercepts do not fall, or whose ties let them not.
 */
export function makeInterceptsFall({ items, names, offsets, values, freePlace }: LaidOutItems): void {
  const put = (place: number, value: number) => {
    freePlace.forEach((own, n) => {
      if (own === place) values[n] = value;
    });
  };
  // A tied intercept that moves may have to push those of other items, each of which moves at most so often.
  for (let pass = 0; pass <= values.length; pass++) {
    let isSettled = true;
    items.forEach(({ model, categories }, i) => {
      if (model.difficultyForm !== "thresholds") return;
      for (let n = offsets[i] + 2; n < offsets[i] + categories; n++) {
        if (values[n] < values[n - 1]) continue;
        if (
          pass === values.length ||
          (freePlace[n] < 0 && freePlace[n - 1] < 0) ||
          freePlace[n] === freePlace[n - 1]
        )
          throw notFalling(names[i], n - offsets[i] - 1, values[n - 1], values[n]);
        isSettled = false;
        if (freePlace[n] >= 0) put(freePlace[n], values[n - 1] - distance);
        else put(freePlace[n - 1], values[n] + distance);
      }
    });
    if (isSettled) return;
  }
}
