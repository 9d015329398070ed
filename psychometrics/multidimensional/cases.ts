import type { ResponseData } from "../data.js";
import { recodeResponses, type RecodedItem } from "../calibrate/recode.js";
import type { Crew } from "../likelihood/crew.js";
import { CodeSums } from "../likelihood/code-sums.js";
import { CodeTree } from "../likelihood/code-tree.js";
import { findPatterns, type Patterns } from "../likelihood/patterns.js";
import { rowStarts } from "../likelihood/tables.js";

/** What must be known of an item to find the responses to it. */
export type DimensionItem = Pick<RecodedItem, "item" | "column" | "groups" | "scoreValues">;

/** Test takers who are one to the estimation: the same group and responses and, without regressors, nothing that tells them apart. */
export interface Cases {
  count: number;
  /** Cases x dimensions: the pattern of responses in each dimension. */
  patterns: Int32Array;
  /** The dimensions with a response, as bits. */
  seen: Uint8Array;
  /** The group of each case: its place among those of the abilities. */
  groups: Int32Array;
  weights: Float64Array;
  /** The case of each test taker. */
  personCase: Int32Array;
}

/** The responses to the items of one dimension, with the likelihoods and expected counts that go with their patterns. */
export class DimensionResponses {
  readonly patterns: Patterns;
  /** Patterns x nodes: the log-likelihood. */
  readonly logLikelihoods: Float64Array;
  /** Patterns x nodes: expected number of test takers. */
  readonly masses: Float64Array;
  private readonly nodeCount: number;
  private readonly sums: CodeSums;
  private readonly tree: CodeTree;
  private readonly codeTable: Float64Array;

  /**
   * @param items of the dimension, in the order of the rows of the tables to come.
   * @param crew threads that are to see the likelihoods.
   */
  constructor(data: ResponseData, items: readonly DimensionItem[], nodeCount: number, crew?: Crew) {
    const categories = Int32Array.from(items, ({ scoreValues }) => scoreValues.length);
    this.patterns = findPatterns(
      recodeResponses(data, items),
      categories,
      data.weights,
      new Int32Array(data.personCount),
      1,
    );
    this.nodeCount = nodeCount;
    this.sums = new CodeSums(this.patterns, nodeCount);
    this.tree = new CodeTree(nodeCount, rowStarts(categories));
    const length = this.patterns.patternCount * nodeCount;
    this.logLikelihoods = new Float64Array(crew ? crew.allocate(8 * length) : new ArrayBuffer(8 * length));
    this.masses = new Float64Array(this.patterns.patternCount * nodeCount);
    this.codeTable = new Float64Array(this.patterns.codeCount * nodeCount);
  }

  /** Whether a pattern has any response. */
  hasResponses(pattern: number): boolean {
    const { codeStarts } = this.patterns;
    return codeStarts[pattern + 1] > codeStarts[pattern];
  }

  /** Take the items' log-probabilities, item x category rows at the nodes, and begin to count anew. */
  load(logProbabilities: Float64Array): void {
    const { nodeCount, patterns, logLikelihoods } = this;
    this.sums.load(logProbabilities);
    logLikelihoods.fill(0);
    this.masses.fill(0);
    for (let n = 0; n < patterns.patternCount; n++)
      this.sums.addTo(n, logLikelihoods.subarray(n * nodeCount, (n + 1) * nodeCount));
  }

  /** Fill `counts`, item x category rows at the nodes, with what `masses` come to. */
  fillCounts(counts: Float64Array): void {
    const { nodeCount, patterns, masses, codeTable } = this;
    const { codes, codeStarts } = patterns;
    codeTable.fill(0);
    for (let n = 0; n < patterns.patternCount; n++) {
      for (let c = codeStarts[n]; c < codeStarts[n + 1]; c++) {
        const to = codes[c] * nodeCount;
        const from = n * nodeCount;
        for (let q = 0; q < nodeCount; q++) codeTable[to + q] += masses[from + q];
      }
    }
    for (const chunk of patterns.chunks) this.tree.shareOut(chunk, codeTable, counts);
  }
}

/**
 * Who is one to the estimation.
 *
 * @param isEachOne true where regressors tell all test takers apart.
 * @param groupOf the place of each group of the data among those of the abilities.
 */
export function findCases(
  data: ResponseData,
  dimensions: readonly DimensionResponses[],
  isEachOne: boolean,
  groupOf: readonly number[],
): Cases {
  const size = dimensions.length;
  const { personCount } = data;
  const personCase = new Int32Array(personCount);
  const places = new Map<string, number>();
  const first: number[] = [];
  for (let p = 0; p < personCount; p++) {
    const own = () => dimensions.map(({ patterns }) => patterns.personPattern[p]).join(" ");
    const key = isEachOne ? String(p) : `${groupOf[data.groups[p]]} ${own()}`;
    let place = places.get(key);
    if (place === undefined) {
      place = first.push(p) - 1;
      places.set(key, place);
    }
    personCase[p] = place;
  }
  const cases: Cases = {
    count: first.length,
    patterns: new Int32Array(first.length * size),
    seen: new Uint8Array(first.length),
    groups: Int32Array.from(first, (p) => groupOf[data.groups[p]]),
    weights: new Float64Array(first.length),
    personCase,
  };
  first.forEach((p, n) => {
    dimensions.forEach((dimension, d) => {
      const pattern = dimension.patterns.personPattern[p];
      cases.patterns[n * size + d] = pattern;
      if (dimension.hasResponses(pattern)) cases.seen[n] |= 1 << d;
    });
  });
  for (let p = 0; p < personCount; p++) cases.weights[personCase[p]] += data.weights[p];
  return cases;
}
