import { itemScores, type ItemScores } from "../calibrate/item-scores.js";
import { addItemInformation } from "../calibrate/standard-errors.js";
import type { CasePosterior } from "../likelihood/case-posterior.js";
import type { MultidimensionalEstimation } from "./setup.js";
import type { MultidimensionalSteps } from "./steps.js";

/** The scores of one case's responses in a dimension: rows over the nodes, with the parameter each belongs to. */
interface CaseScores {
  count: number;
  /** The parameters' places among the free ones. */
  places: Int32Array;
  /** Where each row begins in the table of scores. */
  rows: Int32Array;
  /** Posterior means of the scores. */
  means: Float64Array;
}

/** Reads the scores that go with a case's responses, one dimension after the other. */
export class CaseScoreReader {
  readonly table: Float64Array;
  private readonly scores: ItemScores;
  private readonly firstItems: number[];
  private readonly estimation: MultidimensionalEstimation;
  private readonly found: CaseScores[];

  /** @param estimation at the present parameters. */
  constructor(estimation: MultidimensionalEstimation) {
    const { layout, rows, nodes, dimensions, firstRows } = estimation;
    this.estimation = estimation;
    this.scores = itemScores(layout, rows, nodes);
    this.table = this.scores.table;
    this.firstItems = dimensions.map((_, d) => rows.indexOf(firstRows[d]));
    this.found = dimensions.map(({ patterns }, d) => {
      const first = this.firstItems[d];
      const most = layout.offsets[first + patterns.itemCount] - layout.offsets[first];
      return {
        count: 0,
        places: new Int32Array(most),
        rows: new Int32Array(most),
        means: new Float64Array(most),
      };
    });
  }

  /** The scores of case n in dimension d, which is the k-th that the case sees; valid until the next call for d. */
  read(n: number, d: number, k: number, posterior: CasePosterior): CaseScores {
    const { layout, rows, nodes, dimensions, cases } = this.estimation;
    const { responses, itemCount } = dimensions[d].patterns;
    const pattern = cases.patterns[n * dimensions.length + d];
    const found = this.found[d];
    const marginal = posterior.marginals[k];
    found.count = 0;
    for (let h = 0; h < itemCount; h++) {
      const category = responses[pattern * itemCount + h];
      if (category < 0) continue;
      const i = this.firstItems[d] + h;
      for (let j = 0; j < layout.offsets[i + 1] - layout.offsets[i]; j++) {
        const place = layout.freePlace[layout.offsets[i] + j];
        if (place < 0) continue;
        const row = this.scores.row(i, rows[i] + category, j) * nodes.length;
        let mean = 0;
        for (let q = posterior.from[k]; q < posterior.to[k]; q++) mean += marginal[q] * this.table[row + q];
        found.places[found.count] = place;
        found.rows[found.count] = row;
        found.means[found.count++] = mean;
      }
    }
    return found;
  }
}

/**
 * The items' block of the observed information by Louis' identity (1982): the complete information less the posterior
 * covariance of the scores, summed over test takers. An item's score is a function of one dimension, so the covariance of
 * two items' scores needs no more than the joint posterior of two dimensions.
 *
 * Fills the first rows and columns of `information`, which has `size` rows.
 *
 * Louis, T. A. (1982). Finding the observed information matrix when using the EM algorithm.
 * Journal of the Royal Statistical Society, Series B, 44(2), 226-233.
 */
export function fillItemInformation(
  estimation: MultidimensionalEstimation,
  steps: MultidimensionalSteps,
  size: number,
  information: Float64Array,
): void {
  const { layout, rows, nodes, abilities } = estimation;
  addItemInformation(layout, rows, nodes, steps.counts, size, information);
  const reader = new CaseScoreReader(estimation);
  const along = new Float64Array(nodes.length);
  const { weights } = steps.expectation.moments;
  const visit = (n: number, posterior: CasePosterior, places: Int32Array) => {
    const found = Array.from(places, (d, k) => reader.read(n, d, k, posterior));
    for (let k = 0; k < places.length; k++) {
      subtractWithin(reader.table, found[k], posterior, k, weights[n], size, information, along);
      for (let l = k + 1; l < places.length; l++)
        subtractBetween(
          reader.table,
          found[k],
          found[l],
          posterior,
          k,
          l,
          weights[n],
          size,
          information,
          along,
        );
    }
  };
  steps.expectation.expect(steps.logProbabilities, abilities, null, { visit, keepsPairs: true });
}

/** The posterior covariance of scores of the same dimension. */
function subtractWithin(
  table: Float64Array,
  { count, places, rows, means }: CaseScores,
  { marginals, from, to }: CasePosterior,
  k: number,
  weight: number,
  size: number,
  information: Float64Array,
  along: Float64Array,
): void {
  const marginal = marginals[k];
  for (let a = 0; a < count; a++) {
    for (let q = from[k]; q < to[k]; q++) along[q] = marginal[q] * table[rows[a] + q];
    for (let b = 0; b <= a; b++) {
      let product = -means[a] * means[b];
      for (let q = from[k]; q < to[k]; q++) product += along[q] * table[rows[b] + q];
      information[places[a] * size + places[b]] -= weight * product;
      if (a !== b) information[places[b] * size + places[a]] -= weight * product;
    }
  }
}

/** The posterior covariance of scores of dimension k with those of dimension l. */
function subtractBetween(
  table: Float64Array,
  ofK: CaseScores,
  ofL: CaseScores,
  { pairs, total, from, to }: CasePosterior,
  k: number,
  l: number,
  weight: number,
  size: number,
  information: Float64Array,
  along: Float64Array,
): void {
  if (!pairs) return;
  const pair = pairs.of(k, l);
  const nodeCount = along.length;
  for (let a = 0; a < ofK.count; a++) {
    along.fill(0, from[l], to[l]);
    for (let q = from[k]; q < to[k]; q++) {
      const score = table[ofK.rows[a] + q] / total;
      const row = q * nodeCount;
      for (let r = from[l]; r < to[l]; r++) along[r] += score * pair[row + r];
    }
    for (let b = 0; b < ofL.count; b++) {
      let product = -ofK.means[a] * ofL.means[b];
      for (let r = from[l]; r < to[l]; r++) product += along[r] * table[ofL.rows[b] + r];
      information[ofK.places[a] * size + ofL.places[b]] -= weight * product;
      information[ofL.places[b] * size + ofK.places[a]] -= weight * product;
    }
  }
}
