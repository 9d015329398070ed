import type { ResponseData } from "../data.js";
import { weightedCorrelation, weightedMean, weightedVariance } from "../numeric/summary.js";
import { withoutRounding } from "../numeric/without-rounding.js";
import { answeredItems } from "./answered-items.js";
import { gatherCases, itemCases, type CaseData, type ClassicalCases } from "./cases.js";
import { alpha, itemCovariances, omega } from "./reliability.js";

/** The classical statistics of one item; null where there is too little to go by. */
export interface ClassicalItem {
  item: string;
  /** Test takers it rests on. */
  n: number;
  mean: number | null;
  /** The mean as a share of the item's maximum score. */
  proportionCorrect: number | null;
  /** With n - 1 in the denominator. */
  sd: number | null;
  /** Correlation with the total, and with the total without the item. */
  itemTotal: number | null;
  itemRest: number | null;
  alphaIfDeleted: number | null;
  /** Mean score of the upper 27 % by total less that of the lower 27 %, as a share of the maximum (Kelley, 1939). */
  discrimination27: number | null;
}

/** The classical table of a test. */
export interface ClassicalAnalysis {
  /** Which test takers it rests on; see `ClassicalCases`. */
  cases: ClassicalCases;
  personCount: number;
  items: ClassicalItem[];
  alpha: number | null;
  omega: number | null;
  /** Sum scores; null unless all cases are complete. */
  total: {
    mean: number;
    sd: number;
    min: number;
    max: number;
    standardErrorOfMeasurement: number | null;
  } | null;
}

/**
 * The classical item analysis of a test, weighted. The extreme groups hold round(0.27 n) test takers each; those
 * equal in total are taken in the order of the file. With weights a group holds 27 % of the weight, and the test taker
 * at its edge counts in part. Weights are shares: multiplied by anything they change nothing, and standard deviations have
 * the number of persons less one in the denominator.
 *
 * Items that nobody answered are no part of the test: they have a row without numbers.
 *
 * @param wish which test takers to use; by default the complete ones, or everybody in a booklet design.
 *
 * Kelley, T. L. (1939). The selection of upper and lower groups for the validation of test items.
 * Journal of Educational Psychology, 30(1), 17-24.
 */
export function classicalAnalysis(all: ResponseData, wish?: ClassicalCases): ClassicalAnalysis {
  const { data, columns } = answeredItems(all);
  const cases = gatherCases(data, wish);
  const covariances = itemCovariances(data, cases);
  const count = data.items.length;
  const reliability = alpha(covariances, count);
  return {
    cases: cases.cases,
    personCount: cases.persons.length,
    items: all.items.map((item, column) => {
      const i = columns.indexOf(column);
      if (i < 0) return { item, ...ofNobody };
      return { item, ...describeItem(data, cases, i), alphaIfDeleted: alpha(covariances, count, i) };
    }),
    alpha: reliability,
    omega: omega(covariances, count),
    total: describeTotals(cases, reliability),
  };
}

const ofNobody: Omit<ClassicalItem, "item"> = {
  n: 0,
  mean: null,
  proportionCorrect: null,
  sd: null,
  itemTotal: null,
  itemRest: null,
  alphaIfDeleted: null,
  discrimination27: null,
};

function describeItem(
  data: ResponseData,
  cases: CaseData,
  i: number,
): Omit<ClassicalItem, "item" | "alphaIfDeleted"> {
  const { scores, totals, rests, weights } = itemCases(data, cases, i);
  const maxScore = data.maxScores[i];
  const mean = finite(weightedMean(scores, weights));
  const withRest = rests.flatMap((rest, n) => (rest === null ? [] : [n]));
  return {
    n: scores.length,
    mean,
    proportionCorrect: mean === null || maxScore === 0 ? null : mean / maxScore,
    sd: finite(Math.sqrt(weightedVariance(scores, weights))),
    itemTotal: finite(weightedCorrelation(scores, totals, weights)),
    itemRest: finite(
      weightedCorrelation(
        withRest.map((n) => scores[n]),
        withRest.map((n) => rests[n] ?? 0),
        withRest.map((n) => weights[n]),
      ),
    ),
    discrimination27: maxScore === 0 ? null : discrimination(scores, totals, weights, maxScore),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function discrimination(
  scores: number[],
  totals: number[],
  weights: number[],
  maxScore: number,
): number | null {
  if (scores.length < 2) return null;
  const order = totals.map((_, n) => n).sort((a, b) => totals[a] - totals[b] || a - b);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const isEqual = weights.every((weight) => weight === weights[0]);
  const wanted = isEqual ? weights[0] * Math.round(0.27 * weights.length) : 0.27 * all;
  if (!(wanted > 0)) return null;
  const lower = meanOfFirst(order, scores, weights, wanted);
  const upper = meanOfFirst(order.reverse(), scores, weights, wanted);
  return withoutRounding(upper - lower, upper + lower) / maxScore;
}

/** The mean score of the first test takers in an order whose weights come to `wanted`. */
function meanOfFirst(order: number[], scores: number[], weights: number[], wanted: number): number {
  let left = wanted;
  let sum = 0;
  for (const n of order) {
    const part = Math.min(left, weights[n]);
    sum += part * scores[n];
    left -= part;
    if (left <= 0) break;
  }
  return sum / wanted;
}

function describeTotals(cases: CaseData, reliability: number | null): ClassicalAnalysis["total"] {
  if (cases.cases !== "complete" || cases.persons.length < 2) return null;
  const sd = Math.sqrt(weightedVariance(cases.totals, cases.weights));
  const { min, max } = cases.totals.reduce(
    (ends, total) => ({ min: Math.min(ends.min, total), max: Math.max(ends.max, total) }),
    { min: Infinity, max: -Infinity },
  );
  return {
    mean: weightedMean(cases.totals, cases.weights),
    sd,
    min,
    max,
    standardErrorOfMeasurement:
      reliability !== null && reliability <= 1 ? sd * Math.sqrt(1 - reliability) : null,
  };
}
