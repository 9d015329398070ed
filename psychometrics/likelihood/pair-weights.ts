/** The joint weights of every two dimensions at every two nodes, for one test taker after another. */
export class PairWeights {
  private readonly nodeCount: number;
  private readonly most: number;
  private readonly tables: Float64Array[];

  /** @param most the most dimensions that anybody sees. */
  constructor(most: number, nodeCount: number) {
    this.nodeCount = nodeCount;
    this.most = most;
    this.tables = Array.from({ length: most * most }, (_, n) =>
      Math.floor(n / most) < n % most ? new Float64Array(nodeCount * nodeCount) : new Float64Array(0),
    );
  }

  /** The weights of dimensions k < l, nodes x nodes. */
  of(k: number, l: number): Float64Array {
    return this.tables[k * this.most + l];
  }

  /** Begin anew with `size` dimensions, each of which goes from node `from[d]` up to, not including, `to[d]`. */
  clear(size: number, from: Int32Array, to: Int32Array): void {
    const { nodeCount } = this;
    for (let k = 0; k < size; k++)
      for (let l = k + 1; l < size; l++)
        for (let q = from[k]; q < to[k]; q++)
          this.of(k, l).fill(0, q * nodeCount + from[l], q * nodeCount + to[l]);
  }

  /** Add a weight where all dimensions are at the nodes `at`, the last one at `last`. */
  add(at: Int32Array, size: number, last: number, weight: number): void {
    for (let k = 0; k < size - 1; k++) {
      const row = at[k] * this.nodeCount;
      for (let l = k + 1; l < size - 1; l++) this.of(k, l)[row + at[l]] += weight;
      this.of(k, size - 1)[row + last] += weight;
    }
  }
}
