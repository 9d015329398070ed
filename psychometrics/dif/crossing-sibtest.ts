import type { ResponseData } from "../data.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import {
  overRestScores,
  type RestScoreRow,
  type RestScoreTable,
  type SibtestOptions,
} from "./over-rest-scores.js";
import { countOf, differencePart, type DifferencePart, type ScoreComparison } from "./rest-scores.js";

/** What the test finds of one item. */
export interface CrossingTest {
  /** The sum of the other items, in points, at which the groups change places; null where they do not. */
  crossing: number | null;
  /** The size of the difference with its sign turned above the crossing, in points, from 0; without a crossing the size of SIBTEST's. */
  beta: number | null;
  /**
   * The two parts of SIBTEST's beta: up to the crossing, and above it, positive where harder for the focal group. Without a crossing one
   * of them is null and the other is all of it.
   */
  below: DifferencePart | null;
  above: DifferencePart | null;
  /** Sum over the parts of the square of its beta over its standard error. */
  chiSquare: number | null;
  /** 2; without a crossing 1. */
  degreesOfFreedom: number | null;
  p: number | null;
}

/** One item's crossing simultaneous item bias test. */
export type CrossingSibtest = RestScoreRow & CrossingTest;

/** The line rests on sums at which the larger group has more than this share of all test takers, as mirt's does. */
const shareAbove = 0.01;

/**
 * Differential item functioning by the crossing SIBTEST, which finds items that are harder for one group at low ability and for the other at
 * high ability, where the differences of SIBTEST cancel (Li & Stout, 1996), with the chi-square of Chalmers (2018) in place of a
 * permutation test.
 *
 * The groups are compared as in `sibtest`. A line through the differences over the sums, weighted by the larger group's test takers at each,
 * says where they change sign; the difference is averaged over the sums up to the whole score nearest to that point and over those above,
 * and the squares of both parts over their standard errors are added. Where all sums lie on one side it is SIBTEST.
 *
 * The crossing point comes from the same data, which the chi-square does not know: of items without a difference some 6 or 7 in 100 are
 * significant at 5 % (simulated: 20 and 40 items, groups of 300 to 3,000).
 *
 * @throws {RangeError} when there are not two groups, or fewer than three items.
 *
 * Li, H.-H., & Stout, W. (1996). A new procedure for detection of crossing DIF. Psychometrika, 61, 647-677. Chalmers, R. P. (2018).
 * Improving the crossing-SIBTEST statistic for detecting non-uniform DIF. Psychometrika, 83, 376-386.
 */
export function crossingSibtest(
  data: ResponseData,
  options: SibtestOptions = {},
): RestScoreTable<CrossingSibtest> {
  return overRestScores(data, options, (scores, weight) =>
    crossingTest(scores, crossingPoint(scores, weight)),
  );
}

/**
 * Where the line through the differences is 0, whether or not there are sums on both sides of it; null where there is no such point.
 *
 * @param weight of all test takers.
 */
export function crossingPoint(scores: readonly ScoreComparison[], weight: number): number | null {
  const used = scores.filter(({ largerCount }) => largerCount > shareAbove * weight);
  const mass = used.reduce((sum, { largerCount }) => sum + largerCount, 0);
  const mean = (value: (score: ScoreComparison) => number) =>
    used.reduce((sum, score) => sum + score.largerCount * value(score), 0) / mass;
  const middle = mean(({ score }) => score);
  const height = mean(({ difference }) => difference);
  const slope =
    mean(({ score, difference }) => (score - middle) * (difference - height)) /
    mean(({ score }) => (score - middle) ** 2);
  const point = middle - height / slope;
  return Number.isFinite(point) ? point : null;
}

/** The test with the groups changing places at a given point; at null or beyond the scores they do not. */
export function crossingTest(scores: readonly ScoreComparison[], point: number | null): CrossingTest {
  const count = countOf(scores);
  const split = point === null ? -Infinity : Math.round(point);
  const part = (some: readonly ScoreComparison[]) => (some.length > 0 ? differencePart(some, count) : null);
  const below = part(scores.filter(({ score }) => score <= split));
  const above = part(scores.filter(({ score }) => score > split));
  const parts = [below, above].filter((side) => side !== null);
  if (parts.length === 0)
    return { crossing: null, beta: null, below, above, chiSquare: null, degreesOfFreedom: null, p: null };
  const chiSquare = parts.reduce((sum, { beta, standardError }) => sum + (beta / standardError) ** 2, 0);
  return {
    crossing: parts.length === 2 ? point : null,
    beta: Math.abs((below?.beta ?? 0) - (above?.beta ?? 0)),
    below,
    above,
    chiSquare,
    degreesOfFreedom: parts.length,
    p: chiSquareUpperTail(chiSquare, parts.length),
  };
}
