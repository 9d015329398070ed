import { CodeTree } from "./code-tree.js";
import type { Patterns } from "./patterns.js";
import { rowStarts } from "./tables.js";

/**
 * Sums, over the items a pattern has responses to, of a quantity tabled by item, category and node. Combinations of
 * responses are summed once; a pattern's sum is then one addition per chunk and node.
 */
export class CodeSums {
  private readonly patterns: Patterns;
  private readonly nodeCount: number;
  private readonly table: Float64Array;

  /** @param nodeCount of the tables to come. */
  constructor(patterns: Patterns, nodeCount: number) {
    this.patterns = patterns;
    this.nodeCount = nodeCount;
    this.table = new Float64Array(patterns.codeCount * nodeCount);
  }

  /** Take a table of item x category rows at the nodes. */
  load(values: Float64Array): void {
    const { patterns, nodeCount, table } = this;
    const tree = new CodeTree(nodeCount, rowStarts(patterns.categories));
    for (const chunk of patterns.chunks) tree.sums(chunk, values, table);
  }

  /** Add a pattern's sum at the nodes to `out`. */
  addTo(pattern: number, out: Float64Array): void {
    const { nodeCount, table } = this;
    const { codes, codeStarts } = this.patterns;
    for (let c = codeStarts[pattern]; c < codeStarts[pattern + 1]; c++) {
      const base = codes[c] * nodeCount;
      for (let q = 0; q < nodeCount; q++) out[q] += table[base + q];
    }
  }
}
