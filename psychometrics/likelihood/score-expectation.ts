import type { CategorySums } from "../models/index.js";
import { CodeTree } from "./code-tree.js";
import type { Crew, Engagement } from "./crew.js";
import { cutIntoParts } from "./parts.js";
import type { Patterns } from "./patterns.js";
import { countResponses } from "./response-counts.js";
import { ScoreSums, type ScoreSumsData } from "./score-sums.js";
import { SharedMemory } from "./shared-memory.js";
import { rowStarts } from "./tables.js";

/** What an E-step by weighted scores gathers. */
export interface ExpectedSums {
  /** The weighted marginal log-likelihood. */
  logLikelihood: number;
  sums: CategorySums;
  /** For each group: expected number of its test takers at each node. */
  groupMass: Float64Array[];
}

// A booklet's series are worth making for so many patterns: with 48 each the E-step by nodes took a fifth less time, with
// 128 a fifth more.
const patternsPerBooklet = 64;

/** Fewer patterns are done with before a thread has started. */
const threadedPatternsMin = 250_000;

/** Whether an E-step by weighted scores is quicker than one by nodes. */
export function hasFewBooklets({ patternCount, booklets }: Patterns): boolean {
  return patternCount >= patternsPerBooklet * booklets.count;
}

/** The E-step by weighted scores, for models whose log-odds are linear in ability; with arrays that it fills anew each time. */
export class ScoreExpectation {
  private readonly patterns: Patterns;
  private readonly rows: Int32Array;
  private readonly tree: CodeTree;
  private readonly data: ScoreSumsData;
  private readonly work: ScoreSums;
  private readonly engagement: Engagement | null;
  private readonly sums: CategorySums;
  private readonly codeValues: Float64Array;

  /**
   * @param crew threads to help.
   * @param threadedFrom with fewer patterns they are not asked to.
   */
  constructor(patterns: Patterns, nodes: Float64Array, crew?: Crew, threadedFrom = threadedPatternsMin) {
    this.patterns = patterns;
    this.rows = rowStarts(patterns.categories);
    this.tree = new CodeTree(1, this.rows);
    const partStarts = cutIntoParts(patterns);
    const helpers = crew && patterns.patternCount >= threadedFrom ? crew : null;
    this.data = scoreSumsData(patterns, nodes, partStarts, helpers);
    this.engagement = helpers?.engage(this.data) ?? null;
    this.work = new ScoreSums(this.data);
    this.codeValues = new Float64Array(patterns.codeCount);
    const rowCount = this.rows[patterns.itemCount];
    this.sums = {
      totals: new Float64Array(patterns.itemCount * nodes.length),
      responses: countResponses(patterns, this.tree),
      abilities: new Float64Array(rowCount),
    };
  }

  /**
   * Expected sums under the given log-odds. The arrays in the result are filled again by the next call.
   *
   * @param slopes item x category rows: the slope of the log-odds of the category against the first, whose own is 0.
   * @param intercepts the same of their intercepts.
   * @param logMass the logarithm of each group's prior mass at the nodes.
   */
  expect(slopes: Float64Array, intercepts: Float64Array, logMass: readonly Float64Array[]): ExpectedSums {
    const { data, patterns, tree, sums } = this;
    const nodeCount = data.nodes.length;
    for (const chunk of patterns.chunks) tree.sums(chunk, slopes, data.codeScores);
    this.fillItems(slopes, intercepts);
    logMass.forEach((row, g) => data.logMass.set(row, g * nodeCount));
    this.run();
    let logLikelihood = 0;
    for (const value of data.partLogLikelihood) logLikelihood += value;
    for (let row = 0; row < intercepts.length; row++) logLikelihood += sums.responses[row] * intercepts[row];
    addParts(data.partTotals, sums.totals);
    addParts(data.partMeans, this.codeValues);
    for (const chunk of patterns.chunks) tree.shareOut(chunk, this.codeValues, sums.abilities);
    const mass = new Float64Array(patterns.groupCount * nodeCount);
    addParts(data.partMass, mass);
    const groupMass = logMass.map((_, g) => mass.subarray(g * nodeCount, (g + 1) * nodeCount));
    return { logLikelihood, sums, groupMass };
  }

  private run(): void {
    const count = this.data.partStarts.length - 1;
    if (this.engagement) this.engagement.run("sum", count, (part) => this.work.run("sum", part));
    else for (let part = 0; part < count; part++) this.work.run("sum", part);
  }

  /** The first category's probabilities, and how far apart an item's scores are. */
  private fillItems(slopes: Float64Array, intercepts: Float64Array): void {
    const { data, rows, patterns } = this;
    const { nodes, firstLogs, scoreRanges } = data;
    for (let i = 0; i < patterns.itemCount; i++) {
      let low = 0;
      let high = 0;
      for (let row = rows[i]; row < rows[i + 1]; row++) {
        low = Math.min(low, slopes[row]);
        high = Math.max(high, slopes[row]);
      }
      scoreRanges[2 * i] = low;
      scoreRanges[2 * i + 1] = high;
      for (let q = 0; q < nodes.length; q++) {
        let peak = 0;
        for (let row = rows[i] + 1; row < rows[i + 1]; row++) {
          peak = Math.max(peak, slopes[row] * nodes[q] + intercepts[row]);
        }
        let total = 0;
        for (let row = rows[i]; row < rows[i + 1]; row++) {
          total += Math.exp(slopes[row] * nodes[q] + intercepts[row] - peak);
        }
        firstLogs[i * nodes.length + q] = -peak - Math.log(total);
      }
    }
  }
}

/** Fill `total` with the sums over the parts, in their order. */
function addParts(parts: Float64Array, total: Float64Array): void {
  total.fill(0);
  for (let start = 0; start < parts.length; start += total.length) {
    for (let n = 0; n < total.length; n++) total[n] += parts[start + n];
  }
}

function scoreSumsData(
  patterns: Patterns,
  nodes: Float64Array,
  partStarts: Int32Array,
  crew: Crew | null,
): ScoreSumsData {
  const { codeCount, groupCount, itemCount, booklets } = patterns;
  const partCount = partStarts.length - 1;
  const memory = new SharedMemory(crew);
  return {
    kind: "scores",
    nodes,
    codeStarts: memory.sharedIntegers(patterns.codeStarts),
    codes: memory.sharedIntegers(patterns.codes),
    weights: memory.sharedNumbers(patterns.weights),
    bookletStarts: patterns.bookletStarts,
    bookletGroups: booklets.groups,
    bookletItemStarts: booklets.itemStarts,
    bookletItems: booklets.items,
    partStarts,
    codeScores: memory.numbers(codeCount),
    scoreRanges: memory.numbers(2 * itemCount),
    firstLogs: memory.numbers(itemCount * nodes.length),
    logMass: memory.numbers(groupCount * nodes.length),
    partTotals: memory.numbers(partCount * itemCount * nodes.length),
    partMass: memory.numbers(partCount * groupCount * nodes.length),
    partMeans: memory.numbers(partCount * codeCount),
    partLogLikelihood: memory.numbers(partCount),
  };
}
