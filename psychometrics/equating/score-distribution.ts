import { notPresented, type ResponseData } from "../data.js";
import { Refusal } from "../messages/refusal.js";

/** How often each sum score occurs. */
export interface ScoreDistribution {
  /** The share of each score from 0 to the highest possible. */
  shares: Float64Array;
  /** Test takers; with unequal weights what they are worth, (sum of weights)^2 / sum of squares (Kish, 1965). */
  n: number;
  /** The sampling covariance of the shares, row by row. */
  covariance: Float64Array;
}

/**
 * The distribution of given sum scores, multinomial.
 *
 * @param highest the highest score possible.
 * @throws {RangeError} when a score is no whole number from 0 to the highest, or nobody has a weight.
 */
export function scoreDistribution(
  scores: ArrayLike<number>,
  highest: number,
  weights?: ArrayLike<number>,
): ScoreDistribution {
  const shares = new Float64Array(highest + 1);
  let total = 0;
  let squares = 0;
  for (let p = 0; p < scores.length; p++) {
    const score = scores[p];
    if (!Number.isInteger(score) || score < 0 || score > highest)
      throw new Refusal("sum-score-not-whole", { row: p + 1, score, highest });
    const weight = weights ? weights[p] : 1;
    shares[score] += weight;
    total += weight;
    squares += weight * weight;
  }
  if (!(total > 0)) throw new Refusal("nobody-with-score");
  return multinomial(
    shares.map((share) => share / total),
    (total * total) / squares,
  );
}

/**
 * The distribution of sum scores from a table of frequencies, multinomial.
 *
 * @param counts how many test takers have each score from 0 to the highest possible.
 * @throws {RangeError} when a count is negative or no finite number, or all are 0.
 */
export function scoreDistributionOfCounts(counts: ArrayLike<number>): ScoreDistribution {
  let total = 0;
  for (let score = 0; score < counts.length; score++) {
    if (!(counts[score] >= 0) || !Number.isFinite(counts[score]))
      throw new Refusal("count-negative", { score, value: counts[score] });
    total += counts[score];
  }
  if (!(total > 0)) throw new Refusal("counts-all-zero");
  return multinomial(
    Float64Array.from(counts, (count) => count / total),
    total,
  );
}

/** Mean, standard deviation, skewness and kurtosis (3 for a normal distribution), by which equated forms are compared. */
export interface ScoreMoments {
  mean: number;
  sd: number;
  /** Null where all have one score. */
  skewness: number | null;
  kurtosis: number | null;
}

/**
 * The central moments of scores: sums over shares, with no correction for the size of the sample.
 *
 * @param values what each score counts as, such as its equivalent on another form; the score itself by default.
 */
export function scoreMoments(shares: ArrayLike<number>, values?: ArrayLike<number>): ScoreMoments {
  const moment = (power: number, about: number) => {
    let sum = 0;
    for (let score = 0; score < shares.length; score++)
      sum += shares[score] * ((values ? values[score] : score) - about) ** power;
    return sum;
  };
  const mean = moment(1, 0);
  const variance = moment(2, mean);
  const varies = variance > 1e-12;
  return {
    mean,
    sd: Math.sqrt(variance),
    skewness: varies ? moment(3, mean) / variance ** 1.5 : null,
    kurtosis: varies ? moment(4, mean) / variance ** 2 : null,
  };
}

/** Shares with the covariance of a simple random sample. */
export function multinomial(shares: Float64Array, n: number): ScoreDistribution {
  const size = shares.length;
  const covariance = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++)
      covariance[a * size + b] = ((a === b ? shares[a] : 0) - shares[a] * shares[b]) / n;
  }
  return { shares, n, covariance };
}

/**
 * The distribution of the sum over items of test takers who were presented all of them.
 *
 * @param items of the form; all by default.
 * @throws {RangeError} when the data do not have an item, or nobody was presented all.
 */
export function sumScoreDistributionOf(data: ResponseData, items = data.items): ScoreDistribution {
  const columns = items.map((item) => {
    const column = data.items.indexOf(item);
    if (column < 0) throw new Refusal("data-without-item", { item });
    return column;
  });
  const scores: number[] = [];
  const weights: number[] = [];
  for (let p = 0; p < data.personCount; p++) {
    const own = columns.map((column) => data.scores[p * data.items.length + column]);
    if (own.includes(notPresented)) continue;
    scores.push(own.reduce((sum, score) => sum + score, 0));
    weights.push(data.weights[p]);
  }
  const highest = columns.reduce((sum, column) => sum + data.maxScores[column], 0);
  return scoreDistribution(scores, highest, weights);
}
