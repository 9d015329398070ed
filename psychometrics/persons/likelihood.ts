import { CodeSums } from "../likelihood/code-sums.js";
import type { Patterns } from "../likelihood/patterns.js";
import { rowStarts, type ParameterisedItem } from "../likelihood/tables.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";

// Probabilities below this are as good as impossible, and their logarithms are kept finite.
const smallest = 1e-300;

/** What the likelihood of some responses says at one ability. */
export interface LikelihoodAt {
  logLikelihood: number;
  /** The first derivative of the log-likelihood. */
  score: number;
  /** Minus the second derivative of the log-likelihood. */
  observedInformation: number;
  /** Fisher's test information of the items responded to: what the former is on average. */
  information: number;
  /** Warm's J: the sum over items and categories of P' P'' / P. */
  bias: number;
}

/** What is tabled on the coarse grid. */
export type GridQuantity = Exclude<keyof LikelihoodAt, "observedInformation">;

/** Estimates outside this are not looked for: at 20 logits every item is answered right or wrong for certain. */
export const searchRange = 20;

/** The coarse grid's nodes are no further apart than this. */
const spacingMax = 0.25;

/** Nor than 1 over the steepest slope, down to this. */
const spacingMin = 0.01;

/** Log-likelihoods of response patterns as functions of ability: exactly anywhere, and quickly on a coarse wide grid. */
export class PatternLikelihoods {
  readonly nodes: Float64Array;
  private readonly items: readonly ParameterisedItem[];
  private readonly patterns: Patterns;
  private readonly sums: Record<GridQuantity, CodeSums>;
  private readonly work: { probabilities: Float64Array; first: Float64Array; second: Float64Array }[];

  /** @param items in the order of the patterns' items. */
  constructor(items: readonly ParameterisedItem[], patterns: Patterns) {
    this.items = items;
    this.patterns = patterns;
    this.nodes = searchNodes(items);
    this.work = items.map(({ categories }) => ({
      probabilities: new Float64Array(categories),
      first: new Float64Array(categories),
      second: new Float64Array(categories),
    }));
    this.sums = this.tabulate();
  }

  /** Fill `out` with the pattern's sum of one quantity at the coarse nodes. */
  onGrid(pattern: number, quantity: GridQuantity, out: Float64Array): void {
    out.fill(0);
    this.sums[quantity].addTo(pattern, out);
  }

  /** The pattern's likelihood at any ability. */
  at(pattern: number, theta: number): LikelihoodAt {
    const sum: LikelihoodAt = { logLikelihood: 0, score: 0, observedInformation: 0, information: 0, bias: 0 };
    const base = pattern * this.items.length;
    for (let i = 0; i < this.items.length; i++) {
      const category = this.patterns.responses[base + i];
      if (category < 0) continue;
      const { information, bias } = this.itemAt(i, theta);
      const { probabilities, first, second } = this.work[i];
      const probability = Math.max(probabilities[category], smallest);
      const slope = first[category] / probability;
      sum.logLikelihood += Math.log(probability);
      sum.score += slope;
      sum.observedInformation += slope * slope - second[category] / probability;
      sum.information += information;
      sum.bias += bias;
    }
    return sum;
  }

  /** Fills the item's work arrays and returns its information and J. */
  private itemAt(i: number, theta: number): { information: number; bias: number } {
    const { model, parameters } = this.items[i];
    const { probabilities, first, second } = this.work[i];
    model.probabilities(theta, parameters, probabilities);
    model.thetaDerivatives(parameters, probabilities, first);
    model.thetaSecondDerivatives(parameters, probabilities, second);
    let information = 0;
    let bias = 0;
    for (let k = 0; k < probabilities.length; k++) {
      if (probabilities[k] < smallest) continue;
      information += first[k] ** 2 / probabilities[k];
      bias += (first[k] * second[k]) / probabilities[k];
    }
    return { information, bias };
  }

  private tabulate(): Record<GridQuantity, CodeSums> {
    const { items, nodes, patterns } = this;
    const rows = rowStarts(patterns.categories);
    const table = () => new Float64Array(rows[items.length] * nodes.length);
    const tables = { logLikelihood: table(), score: table(), information: table(), bias: table() };
    items.forEach(({ categories }, i) => {
      const { probabilities, first } = this.work[i];
      for (let q = 0; q < nodes.length; q++) {
        const { information, bias } = this.itemAt(i, nodes[q]);
        for (let k = 0; k < categories; k++) {
          const at = (rows[i] + k) * nodes.length + q;
          const probability = Math.max(probabilities[k], smallest);
          tables.logLikelihood[at] = Math.log(probability);
          tables.score[at] = first[k] / probability;
          // The same for every category: it counts once for each item responded to.
          tables.information[at] = information;
          tables.bias[at] = bias;
        }
      }
    });
    const load = (values: Float64Array) => {
      const sums = new CodeSums(patterns, nodes.length);
      sums.load(values);
      return sums;
    };
    return {
      logLikelihood: load(tables.logLikelihood),
      score: load(tables.score),
      information: load(tables.information),
      bias: load(tables.bias),
    };
  }
}

/** From -20 to 20, with more nodes where items are steep, so that no two roots of an estimating equation share a gap. */
function searchNodes(items: readonly ParameterisedItem[]): Float64Array {
  let steepest = 0;
  for (const item of items) steepest = Math.max(steepest, steepestRise(item));
  const spacing = Math.max(spacingMin, Math.min(spacingMax, 1 / steepest));
  return equallySpacedNodes(2 * Math.ceil(searchRange / spacing) + 1, searchRange);
}

/** The largest slope of an item's log-odds of neighbouring categories, or of its thresholds. */
function steepestRise({ model, categories, parameters }: ParameterisedItem): number {
  const slopes = new Float64Array(categories - 1);
  model.toCategoryForm(parameters, slopes, new Float64Array(categories - 1));
  return slopes.reduce(
    (steepest, slope, k) =>
      Math.max(steepest, Math.abs(model.hasLinearLogOdds && k > 0 ? slope - slopes[k - 1] : slope)),
    0,
  );
}
