import { notPresented, type ResponseData } from "../data.js";
import { weightedMean } from "../numeric/summary.js";
import { answeredItems } from "./answered-items.js";
import { gatherCases } from "./cases.js";
import { itemCovariances } from "./reliability.js";
import { kr20, kr21 } from "./kuder-richardson.js";
import { oddEven } from "./split-half.js";

/** The standard error of measurement at one sum score; null where a formula does not apply. */
export interface ConditionalError {
  score: number;
  /** Test takers with this score. */
  n: number;
  /** Lord's (1955) binomial error, sqrt(x (k - x) / (k - 1)); right-or-wrong items only. */
  lord: number | null;
  /** Keats' (1957) correction of it, which agrees on average with the overall standard error of KR-20. */
  keats: number | null;
  /** Thorndike's (1951): the standard deviation of the difference between odd and even half, at this score. */
  thorndike: number | null;
}

/**
 * The conditional standard error of measurement of the sum score. It rests on the test takers with a score on every
 * item that anybody answered, for sum scores of different booklets cannot be compared. One row for each sum score that occurs.
 *
 * Thorndike's needs two test takers at a score and is weighted; it works for items of any maximum.
 *
 * Lord, F. M. (1955). Estimating test reliability. Educational and Psychological Measurement, 15(4), 325-336.
 * Keats, J. A. (1957). Estimation of error variances of test scores. Psychometrika, 22(1), 29-41.
 * Thorndike, R. L. (1951). Reliability. In E. F. Lindquist (Ed.), Educational measurement (pp. 560-620).
 */
export function conditionalErrors(all: ResponseData): ConditionalError[] {
  const { data } = answeredItems(all);
  const cases = gatherCases(data, "complete");
  const count = data.items.length;
  const isFirst = oddEven(count);
  const binary = data.maxScores.every((max) => max <= 1) && count > 1;
  const shrink = binary ? keatsFactor(data) : null;
  const byScore = new Map<number, { differences: number[]; weights: number[] }>();
  cases.persons.forEach((p, n) => {
    let difference = 0;
    for (let i = 0; i < count; i++) {
      const score = data.scores[p * count + i];
      if (score !== notPresented) difference += isFirst[i] ? score : -score;
    }
    const here = byScore.get(cases.totals[n]) ?? { differences: [], weights: [] };
    here.differences.push(difference);
    here.weights.push(cases.weights[n]);
    byScore.set(cases.totals[n], here);
  });
  return [...byScore.entries()]
    .sort(([a], [b]) => a - b)
    .map(([score, { differences, weights }]) => {
      const lord = binary ? Math.sqrt((score * (count - score)) / (count - 1)) : null;
      return {
        score,
        n: differences.length,
        lord,
        keats: lord === null || shrink === null ? null : lord * shrink,
        thorndike: differences.length < 2 ? null : spread(differences, weights),
      };
    });
}

/** sqrt((1 - KR-20) / (1 - KR-21)): null where one is not below 1. */
function keatsFactor(data: ResponseData): number | null {
  const cases = gatherCases(data, "complete");
  const covariances = itemCovariances(data, cases);
  const twenty = kr20(data, covariances);
  const twentyOne = kr21(data, cases);
  if (twenty === null || twentyOne === null || twenty > 1 || twentyOne >= 1) return null;
  return Math.sqrt((1 - twenty) / (1 - twentyOne));
}

// Thorndike's halves are parallel, so that their difference has the mean it has: its spread about that is the error.
function spread(differences: number[], weights: number[]): number {
  const mean = weightedMean(differences, weights);
  const squares = differences.map((difference) => (difference - mean) ** 2);
  return Math.sqrt((weightedMean(squares, weights) * differences.length) / (differences.length - 1));
}
