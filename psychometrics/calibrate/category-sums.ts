import type { CategorySums } from "../models/index.js";

/** The sums of counts, item x category rows at the nodes. */
export function sumsOf(counts: Float64Array, rows: Int32Array, nodes: Float64Array): CategorySums {
  const itemCount = rows.length - 1;
  const totals = new Float64Array(itemCount * nodes.length);
  const responses = new Float64Array(rows[itemCount]);
  const abilities = new Float64Array(rows[itemCount]);
  for (let i = 0; i < itemCount; i++) {
    for (let row = rows[i]; row < rows[i + 1]; row++) {
      for (let q = 0; q < nodes.length; q++) {
        const count = counts[row * nodes.length + q];
        totals[i * nodes.length + q] += count;
        responses[row] += count;
        abilities[row] += count * nodes[q];
      }
    }
  }
  return { totals, responses, abilities };
}
