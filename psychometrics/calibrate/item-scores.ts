import type { ExpectedCounts, Posteriors } from "../likelihood/expectation.js";
import type { Population } from "../population/population.js";
import { stretch, type Layout } from "./layout.js";

/** Everything the information matrix is made from, at the maximum. */
export interface InformationInput {
  layout: Layout;
  population: Population;
  posteriors: Posteriors;
  nodes: Float64Array;
  logProbabilities: Float64Array;
  logMass: readonly Float64Array[];
  /** Expected counts of each group by itself. */
  countsOfGroup: readonly ExpectedCounts[];
}

/** d log P(X = k) / d parameter at the nodes, for every item, category and parameter. */
export interface ItemScores {
  table: Float64Array;
  /** The row of parameter `j` for the category whose row in the tables of categories is `categoryRow`. */
  row(item: number, categoryRow: number, j: number): number;
}

/**
 * Table the scores of all items from the models' gradients of single responses.
 *
 * @param rows the first row of each item in tables of item x category rows.
 */
export function itemScores(layout: Layout, rows: Int32Array, nodes: Float64Array): ItemScores {
  const starts = new Int32Array(layout.items.length + 1);
  layout.items.forEach(
    ({ categories, parameters }, i) => (starts[i + 1] = starts[i] + categories * parameters.length),
  );
  const table = new Float64Array(starts[layout.items.length] * nodes.length);
  layout.items.forEach(({ model, categories }, i) => {
    const parameters = stretch(layout, layout.values, i);
    const probabilities = new Float64Array(categories);
    const counts = new Float64Array(categories);
    const gradient = new Float64Array(parameters.length);
    for (let q = 0; q < nodes.length; q++) {
      model.probabilities(nodes[q], parameters, probabilities);
      for (let k = 0; k < categories; k++) {
        counts.fill(0);
        counts[k] = 1;
        gradient.fill(0);
        model.addGradient(nodes[q], parameters, counts, probabilities, gradient);
        for (let j = 0; j < parameters.length; j++) {
          table[(starts[i] + k * parameters.length + j) * nodes.length + q] = gradient[j];
        }
      }
    }
  });
  return {
    table,
    row: (i, categoryRow, j) => starts[i] + (categoryRow - rows[i]) * layout.items[i].parameters.length + j,
  };
}
