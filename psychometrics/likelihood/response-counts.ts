import type { CodeTree } from "./code-tree.js";
import type { Patterns } from "./patterns.js";
import { rowStarts } from "./tables.js";

/**
 * The weighted number of responses in each category, in item x category rows.
 *
 * @param tree for one node.
 */
export function countResponses(
  { categories, codes, codeStarts, codeCount, weights, chunks, patternCount }: Patterns,
  tree: CodeTree,
): Float64Array {
  const ofCodes = new Float64Array(codeCount);
  for (let n = 0; n < patternCount; n++) {
    for (let c = codeStarts[n]; c < codeStarts[n + 1]; c++) ofCodes[codes[c]] += weights[n];
  }
  const responses = new Float64Array(rowStarts(categories)[categories.length]);
  for (const chunk of chunks) tree.shareOut(chunk, ofCodes, responses);
  return responses;
}
