import { notPresented, type ResponseData } from "../data.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { comparedGroups, onlyCompared, type ComparedGroups } from "./tables.js";

/** One item's simultaneous item bias test. */
export interface Sibtest {
  item: string;
  /** Test takers of either group who responded to every item: persons, whatever their weights. */
  n: number;
  /** How many scores of the other items the groups are compared at. */
  scoreCount: number;
  /** The reference group's expected score on the item less the focal group's, at equal ability: positive where harder for the focal group. */
  beta: number | null;
  standardError: number | null;
  /** Square of beta over its standard error, with one degree of freedom. */
  chiSquare: number | null;
  p: number | null;
  /** Why there is no test; null where there is. */
  reason: string | null;
}

/** Both groups must have so many test takers at a score, as by mirt's default: a mean of fewer says little. */
const personsMin = 5;

/** What one group did on the studied item at each score of the others. */
interface GroupAtScores {
  counts: Float64Array;
  means: Float64Array;
  /** Variances with n - 1; NaN where there are fewer than two. */
  variances: Float64Array;
  /** The true score that is expected at each observed score. */
  trueScores: Float64Array;
}

/**
 * Differential item functioning by the simultaneous item bias test, SIBTEST (Shealy & Stout, 1993): the groups' mean scores on an
 * item at each sum of all other items, brought to the same true score, and averaged over the test takers of both groups.
 *
 * Groups of different ability have different true scores at the same sum: each group's are regressed to its mean by coefficient alpha, and
 * means are moved along the slope between the neighbouring sums to the midpoint of the two groups' true scores. Sums without neighbours, with
 * fewer than five test takers of a group, or at which a group's scores on the item do not vary are left out.
 *
 * Test takers who did not respond to every item are left out; weights count as frequencies after scaling to the number of persons.
 *
 * @param names of the groups; by default the first is the reference and the second the focal group.
 * @throws {RangeError} when there are not two groups, or fewer than three items.
 *
 * Shealy, R., & Stout, W. (1993). A model-based standardization approach that separates true bias/DIF from group ability differences and
 * detects test bias/DTF as well as item bias/DIF. Psychometrika, 58, 159-194.
 */
export function sibtest(data: ResponseData, names: { reference?: string; focal?: string } = {}): Sibtest[] {
  const groups = comparedGroups(data, names);
  if (data.items.length < 3)
    throw new RangeError(`a test for bias needs at least three items, not ${data.items.length}`);
  const weights = onlyCompared(data, groups);
  const count = data.items.length;
  const persons = Array.from({ length: data.personCount }, (_, p) => p).filter(
    (p) => weights[p] > 0 && !data.scores.subarray(p * count, (p + 1) * count).includes(notPresented),
  );
  return data.items.map((item, i) => ({
    item,
    n: persons.length,
    ...compare(data, i, persons, weights, groups),
  }));
}

function compare(
  data: ResponseData,
  item: number,
  persons: readonly number[],
  weights: Float64Array,
  groups: ComparedGroups,
): Omit<Sibtest, "item" | "n"> {
  const sides = [groups.reference, groups.focal].map((group) =>
    atScores(
      data,
      item,
      persons.filter((p) => data.groups[p] === group),
      weights,
    ),
  );
  const [reference, focal] = sides;
  let mass = 0;
  let sum = 0;
  let squares = 0;
  let scoreCount = 0;
  for (let k = 1; k + 1 < reference.counts.length; k++) {
    if (sides.some(({ counts, variances }) => counts[k] < personsMin || !(variances[k] > 0))) continue;
    const middle = (reference.trueScores[k] + focal.trueScores[k]) / 2;
    const [ours, theirs] = sides.map(({ means, trueScores }) => {
      const slope = (means[k + 1] - means[k - 1]) / (trueScores[k + 1] - trueScores[k - 1]);
      return means[k] + slope * (middle - trueScores[k]);
    });
    if (!Number.isFinite(ours - theirs)) continue;
    const weight = reference.counts[k] + focal.counts[k];
    const variance = reference.variances[k] / reference.counts[k] + focal.variances[k] / focal.counts[k];
    mass += weight;
    sum += weight * (ours - theirs);
    squares += weight ** 2 * variance;
    scoreCount++;
  }
  if (scoreCount === 0) {
    const reason = `at no score of the other items have both groups ${personsMin} test takers whose scores on it vary`;
    return { scoreCount, beta: null, standardError: null, chiSquare: null, p: null, reason };
  }
  const beta = sum / mass;
  const standardError = Math.sqrt(squares) / mass;
  const chiSquare = (beta / standardError) ** 2;
  return { scoreCount, beta, standardError, chiSquare, p: chiSquareUpperTail(chiSquare, 1), reason: null };
}

/** A group's means and variances on an item at each sum of the others, and its true scores there. */
function atScores(
  data: ResponseData,
  item: number,
  persons: readonly number[],
  weights: Float64Array,
): GroupAtScores {
  const itemCount = data.items.length;
  const highest = data.maxScores.reduce((all, score, i) => (i === item ? all : all + score), 0);
  const moments = Array.from({ length: itemCount }, () => ({ sum: 0, squares: 0 }));
  const total = { weight: 0, sum: 0, squares: 0 };
  const counts = new Float64Array(highest + 1);
  const sums = new Float64Array(highest + 1);
  const squares = new Float64Array(highest + 1);
  for (const p of persons) {
    const weight = weights[p];
    let rest = 0;
    for (let i = 0; i < itemCount; i++) {
      const score = data.scores[p * itemCount + i];
      if (i !== item) rest += score;
      moments[i].sum += weight * score;
      moments[i].squares += weight * score ** 2;
    }
    const own = data.scores[p * itemCount + item];
    total.weight += weight;
    total.sum += weight * rest;
    total.squares += weight * rest ** 2;
    counts[rest] += weight;
    sums[rest] += weight * own;
    squares[rest] += weight * own ** 2;
  }
  const variance = (one: { sum: number; squares: number }, weight: number) =>
    weight > 1 ? (one.squares - one.sum ** 2 / weight) / (weight - 1) : NaN;
  const ofItems = moments.reduce((all, one, i) => (i === item ? all : all + variance(one, total.weight)), 0);
  const others = itemCount - 1;
  const alpha = (others / (others - 1)) * (1 - ofItems / variance(total, total.weight));
  const mean = total.sum / total.weight;
  return {
    counts,
    means: sums.map((sum, k) => sum / counts[k]),
    variances: counts.map((weight, k) => variance({ sum: sums[k], squares: squares[k] }, weight)),
    trueScores: counts.map((_, k) => mean + alpha * (k - mean)),
  };
}
