import { notPresented, type ResponseData } from "../data.js";
import { onlyCompared, type ComparedGroups } from "./tables.js";
import { message, type Message } from "../messages/message.js";

/** How two groups differ on an item at one sum of the matching items. */
export interface ScoreComparison {
  /** The sum of the matching items without the studied one, in points. */
  score: number;
  /** The reference group's mean score on the item less the focal group's, at the same true score. */
  difference: number;
  /** Of that difference. */
  variance: number;
  /** Weighted test takers of both groups at this sum, and of the larger of them. */
  count: number;
  largerCount: number;
}

/** The part of the mean difference over all sums that some of them have. */
export interface DifferencePart {
  /** The differences at these sums, each times the share that test takers at it have of all that are compared. */
  beta: number;
  standardError: number;
}

/** @param count of weighted test takers at all sums that are compared, not at these alone. */
export function differencePart(scores: readonly ScoreComparison[], count: number): DifferencePart {
  let beta = 0;
  let variance = 0;
  for (const score of scores) {
    const share = score.count / count;
    beta += share * score.difference;
    variance += share ** 2 * score.variance;
  }
  return { beta, standardError: Math.sqrt(variance) };
}

/** Weighted test takers at all these sums. */
export function countOf(scores: readonly ScoreComparison[]): number {
  return scores.reduce((sum, { count }) => sum + count, 0);
}

/** Both groups must have more test takers than this at a sum, as by mirt's default: a mean of fewer says little. */
const personsAbove = 5;

/** What one group did on the studied item at each sum of the others. */
interface GroupAtScores {
  counts: Float64Array;
  means: Float64Array;
  /** Variances with n - 1; NaN where there are fewer than two. */
  variances: Float64Array;
  /** The true score that is expected at each observed score. */
  trueScores: Float64Array;
}

/** A group's test takers with their sums of the matching items. */
interface GroupOfPersons {
  persons: number[];
  sums: Float64Array;
  weight: number;
  /** The variance of each item's scores. */
  itemVariances: Float64Array;
}

/**
 * Compares two groups at each sum of the matching items, one studied item after the other, as SIBTEST does (Shealy & Stout, 1993).
 *
 * Groups of different ability have different true scores at the same sum: each group's are regressed to its mean by coefficient alpha of the
 * matching items, and means are moved along the slope between the neighbouring sums to the midpoint of the two groups' true scores.
 *
 * Test takers who did not respond to every item are left out; weights count as frequencies after scaling to the number of persons.
 */
export class RestScores {
  /** Test takers of both groups who responded to every item: persons, whatever their weights. */
  readonly n: number;
  /** The sum of their weights. */
  readonly weight: number;
  private readonly data: ResponseData;
  private readonly isMatching: readonly boolean[];
  private readonly weights: Float64Array;
  private readonly groups: GroupOfPersons[];

  /** @param isMatching for each item whether it belongs to the matching items. */
  constructor(data: ResponseData, groups: ComparedGroups, isMatching: readonly boolean[]) {
    this.data = data;
    this.isMatching = isMatching;
    this.weights = onlyCompared(data, groups);
    this.groups = [groups.reference, groups.focal].map((group) => this.gather(group));
    this.n = this.groups.reduce((sum, { persons }) => sum + persons.length, 0);
    this.weight = this.groups.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** Why an item has no comparison; null where it has one. */
  reasonFor(item: number, scoreCount: number): Message | null {
    if (scoreCount > 0) return null;
    if (this.groups.some(({ persons }) => persons.length === 0)) return message("group-without-complete");
    if (this.isMatching.filter((takesPart, i) => takesPart && i !== item).length < 2)
      return message("few-matching-items");
    return message("no-common-score", { least: personsAbove });
  }

  /**
   * The comparisons at all sums that allow one: those with neighbours, with more than five test takers of each group, and at which each
   * group's scores on the item vary.
   */
  compare(item: number): ScoreComparison[] {
    const [reference, focal] = this.groups.map((group) => this.atScores(group, item));
    const found: ScoreComparison[] = [];
    for (let score = 1; score + 1 < reference.counts.length; score++) {
      const sides = [reference, focal];
      if (sides.some(({ counts, variances }) => !(counts[score] > personsAbove) || !(variances[score] > 0)))
        continue;
      const middle = (reference.trueScores[score] + focal.trueScores[score]) / 2;
      const [ours, theirs] = sides.map(({ means, trueScores }) => {
        const slope = (means[score + 1] - means[score - 1]) / (trueScores[score + 1] - trueScores[score - 1]);
        return means[score] + slope * (middle - trueScores[score]);
      });
      if (!Number.isFinite(ours - theirs)) continue;
      found.push({
        score,
        difference: ours - theirs,
        variance: sides.reduce((sum, { counts, variances }) => sum + variances[score] / counts[score], 0),
        count: reference.counts[score] + focal.counts[score],
        largerCount: Math.max(reference.counts[score], focal.counts[score]),
      });
    }
    return found;
  }

  private gather(group: number): GroupOfPersons {
    const { items, scores, groups, personCount } = this.data;
    const count = items.length;
    const persons: number[] = [];
    const sums: number[] = [];
    const totals = new Float64Array(count);
    const squares = new Float64Array(count);
    let weight = 0;
    for (let p = 0; p < personCount; p++) {
      if (groups[p] !== group || !(this.weights[p] > 0)) continue;
      const row = scores.subarray(p * count, (p + 1) * count);
      if (row.includes(notPresented)) continue;
      let sum = 0;
      row.forEach((score, i) => {
        sum += this.isMatching[i] ? score : 0;
        totals[i] += this.weights[p] * score;
        squares[i] += this.weights[p] * score ** 2;
      });
      persons.push(p);
      sums.push(sum);
      weight += this.weights[p];
    }
    const itemVariances = totals.map((total, i) => varianceOf(total, squares[i], weight));
    return { persons, sums: Float64Array.from(sums), weight, itemVariances };
  }

  /** A group's means and variances on an item at each sum of the others, and its true scores there. */
  private atScores({ persons, sums, weight, itemVariances }: GroupOfPersons, item: number): GroupAtScores {
    const { items, maxScores, scores } = this.data;
    const others = items.flatMap((_, i) => (this.isMatching[i] && i !== item ? [i] : []));
    const highest = others.reduce((all, i) => all + maxScores[i], 0);
    const counts = new Float64Array(highest + 1);
    const totals = new Float64Array(highest + 1);
    const squares = new Float64Array(highest + 1);
    let restTotal = 0;
    let restSquares = 0;
    persons.forEach((p, n) => {
      const own = scores[p * items.length + item];
      const rest = sums[n] - (this.isMatching[item] ? own : 0);
      restTotal += this.weights[p] * rest;
      restSquares += this.weights[p] * rest ** 2;
      counts[rest] += this.weights[p];
      totals[rest] += this.weights[p] * own;
      squares[rest] += this.weights[p] * own ** 2;
    });
    const ofItems = others.reduce((sum, i) => sum + itemVariances[i], 0);
    const alpha =
      (others.length / (others.length - 1)) * (1 - ofItems / varianceOf(restTotal, restSquares, weight));
    const mean = restTotal / weight;
    return {
      counts,
      means: totals.map((total, k) => total / counts[k]),
      variances: counts.map((count, k) => varianceOf(totals[k], squares[k], count)),
      trueScores: counts.map((_, k) => mean + alpha * (k - mean)),
    };
  }
}

/** With n - 1; NaN for one or none. */
function varianceOf(total: number, squares: number, count: number): number {
  return count > 1 ? (squares - total ** 2 / count) / (count - 1) : NaN;
}
