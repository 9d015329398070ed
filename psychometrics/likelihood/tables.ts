import type { ItemModel } from "../models/index.js";

/** An item's model with its parameters in use. */
export interface ParameterisedItem {
  model: ItemModel;
  categories: number;
  parameters: Float64Array;
}

// The logarithm of a probability too small for floating point is kept finite: one impossible answer
// must not wipe out what the other sixty say.
const smallest = 1e-300;

/** Where the rows of each item begin in a table of item x category rows, each as long as the grid. */
export function rowStarts(categories: ArrayLike<number>): Int32Array {
  const starts = new Int32Array(categories.length + 1);
  for (let i = 0; i < categories.length; i++) starts[i + 1] = starts[i] + categories[i];
  return starts;
}

/** Fill rows item x category with P(X = k) at the nodes. NaN where the parameters make no model. */
export function fillProbabilities(
  items: readonly ParameterisedItem[],
  nodes: Float64Array,
  out: Float64Array,
): void {
  let row = 0;
  for (const { model, categories, parameters } of items) {
    const at = new Float64Array(categories);
    for (let q = 0; q < nodes.length; q++) {
      model.probabilities(nodes[q], parameters, at);
      for (let k = 0; k < categories; k++) out[(row + k) * nodes.length + q] = at[k];
    }
    row += categories;
  }
}

/** Replace probabilities by their logarithms, none below that of 1e-300. */
export function logInPlace(table: Float64Array): void {
  for (let n = 0; n < table.length; n++) table[n] = Math.log(table[n] < smallest ? smallest : table[n]);
}
