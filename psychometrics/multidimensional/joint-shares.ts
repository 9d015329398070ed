import type { ParameterisedItem } from "../likelihood/tables.js";
import { gaussHermite } from "../numeric/gauss-hermite.js";

/** Nodes of the first item's ability, and for each of them nodes of what it leaves of the second's: the integrands are smooth. */
const outer = gaussHermite(41);
const inner = gaussHermite(21);

/**
 * The probabilities of pairs of categories of two items, over a normal distribution of the abilities that they measure: of one
 * ability, or of the first and of the second given the first.
 */
export class JointShares {
  private readonly items: readonly (ParameterisedItem & { dimension: number })[];
  private readonly means: Float64Array;
  private readonly covariances: readonly (readonly number[])[];
  /** Categories x outer nodes of an item's own ability, and of another one's: each worked out once. */
  private readonly known = new Map<number, Float64Array>();

  constructor(
    items: readonly (ParameterisedItem & { dimension: number })[],
    means: Float64Array,
    covariances: readonly (readonly number[])[],
  ) {
    this.items = items;
    this.means = means;
    this.covariances = covariances;
  }

  /** Add `weight` times the probabilities to `table`: the categories of item i by those of item j. */
  addTo(table: Float64Array, i: number, j: number, weight: number): void {
    const { items } = this;
    const [rows, columns] = [items[i].categories, items[j].categories];
    const first = this.at(i, items[i].dimension);
    const second = this.at(j, items[i].dimension);
    const { weights } = outer;
    const count = weights.length;
    for (let a = 0; a < rows; a++) {
      for (let b = 0; b < columns; b++) {
        let sum = 0;
        for (let q = 0; q < count; q++) sum += weights[q] * first[a * count + q] * second[b * count + q];
        table[a * columns + b] += weight * sum;
      }
    }
  }

  /** An item's probabilities at the nodes of a dimension: where it measures another one, given that one's ability. */
  private at(i: number, d: number): Float64Array {
    const key = i * this.means.length + d;
    let found = this.known.get(key);
    if (!found) {
      found = this.probabilities(i, d);
      this.known.set(key, found);
    }
    return found;
  }

  private probabilities(i: number, d: number): Float64Array {
    const { model, categories, parameters, dimension: e } = this.items[i];
    const { means, covariances } = this;
    const count = outer.nodes.length;
    const out = new Float64Array(categories * count);
    const at = new Float64Array(categories);
    const slope = covariances[e][d] / Math.sqrt(covariances[d][d]);
    const spread = Math.sqrt(Math.max(0, covariances[e][e] - slope * slope));
    const { nodes, weights } = e === d ? { nodes: Float64Array.of(0), weights: Float64Array.of(1) } : inner;
    for (let q = 0; q < count; q++) {
      for (let r = 0; r < nodes.length; r++) {
        model.probabilities(means[e] + slope * outer.nodes[q] + spread * nodes[r], parameters, at);
        for (let k = 0; k < categories; k++) out[k * count + q] += weights[r] * at[k];
      }
    }
    return out;
  }
}
