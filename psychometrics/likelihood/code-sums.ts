import type { Patterns } from "./patterns.js";
import { rowStarts } from "./tables.js";

/**
 * Sums, over the items a pattern has responses to, of a quantity tabled by item, category and node. Combinations of
 * responses are summed once; a pattern's sum is then one addition per chunk and node.
 */
export class CodeSums {
  private readonly patterns: Patterns;
  private readonly nodeCount: number;
  private readonly rows: Int32Array;
  private readonly table: Float64Array;

  /** @param nodeCount of the tables to come. */
  constructor(patterns: Patterns, nodeCount: number) {
    this.patterns = patterns;
    this.nodeCount = nodeCount;
    this.rows = rowStarts(patterns.categories);
    this.table = new Float64Array(patterns.codeCount * nodeCount);
  }

  /** Take a table of item x category rows at the nodes. */
  load(values: Float64Array): void {
    const { nodeCount, table, rows } = this;
    table.fill(0);
    for (const chunk of this.patterns.chunks) {
      for (let code = 0; code < chunk.codeCount; code++) {
        const target = (chunk.codeStart + code) * nodeCount;
        for (let j = 0; j < chunk.itemCount; j++) {
          const category = chunk.responses[code * chunk.itemCount + j];
          if (category < 0) continue;
          const source = (rows[chunk.start + j] + category) * nodeCount;
          for (let q = 0; q < nodeCount; q++) table[target + q] += values[source + q];
        }
      }
    }
  }

  /** Add a pattern's sum at the nodes to `out`. */
  addTo(pattern: number, out: Float64Array): void {
    const { nodeCount, table } = this;
    const { codes, chunks } = this.patterns;
    const chunkCount = chunks.length;
    for (let c = 0; c < chunkCount; c++) {
      const code = codes[pattern * chunkCount + c];
      if (code < 0) continue;
      const base = code * nodeCount;
      for (let q = 0; q < nodeCount; q++) out[q] += table[base + q];
    }
  }
}
