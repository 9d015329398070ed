import type { ResponseData } from "../data.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import {
  overRestScores,
  type RestScoreRow,
  type RestScoreTable,
  type SibtestOptions,
} from "./over-rest-scores.js";
import type { EtsClass } from "./mantel-haenszel.js";
import { countOf, differencePart, type ScoreComparison } from "./rest-scores.js";

/** One item's simultaneous item bias test. */
export interface Sibtest extends RestScoreRow {
  /** The reference group's expected score on the item less the focal group's, at equal ability, in points: positive where harder for the focal group. */
  beta: number | null;
  standardError: number | null;
  /** Square of beta over its standard error, with one degree of freedom. */
  chiSquare: number | null;
  p: number | null;
}

/**
 * Differential item functioning by the simultaneous item bias test, SIBTEST (Shealy & Stout, 1993): the groups' mean scores on an
 * item at each sum of all other matching items, brought to the same true score (`RestScores`), and averaged over the test takers of both
 * groups. Sums without neighbours, with five test takers or fewer of a group, or at which a group's scores on the item do not vary
 * are left out, and so are test takers who did not respond to every item.
 *
 * Weights and purification as for `contingencyDif`.
 *
 * @throws {RangeError} when there are not two groups, or fewer than three items.
 *
 * Shealy, R., & Stout, W. (1993). A model-based standardization approach that separates true bias/DIF from group ability differences and
 * detects test bias/DTF as well as item bias/DIF. Psychometrika, 58, 159-194.
 */
export function sibtest(data: ResponseData, options: SibtestOptions = {}): RestScoreTable<Sibtest> {
  return overRestScores(data, options, uniformTest);
}

function uniformTest(scores: readonly ScoreComparison[]): Omit<Sibtest, keyof RestScoreRow> {
  if (scores.length === 0) return { beta: null, standardError: null, chiSquare: null, p: null };
  const { beta, standardError } = differencePart(scores, countOf(scores));
  const chiSquare = (beta / standardError) ** 2;
  return { beta, standardError, chiSquare, p: chiSquareUpperTail(chiSquare, 1) };
}

/** Bounds of the classes, in shares of the highest score (Roussos & Stout, 1996). */
const moderate = 0.059;
const large = 0.088;

/**
 * The class of a difference by SIBTEST: A, negligible, where beta is below 0.059 in size or does not differ from 0 (5 %); B, moderate, from
 * there; C, large, from 0.088 (Roussos & Stout, 1996). The bounds are of right-or-wrong items; of items with more scores they are held
 * against beta over the highest score, which is a convention of ours.
 *
 * @param beta in points, either sign.
 * @param maxScore the item's highest score, 1 or more.
 * @returns null without a test.
 *
 * Roussos, L. A., & Stout, W. F. (1996). Simulation studies of the effects of small sample size and studied item parameters on SIBTEST and
 * Mantel-Haenszel Type I error performance. Journal of Educational Measurement, 33, 215-230.
 */
export function sibtestClass({ beta, p }: Pick<Sibtest, "beta" | "p">, maxScore: number): EtsClass | null {
  if (beta === null || p === null) return null;
  const size = Math.abs(beta) / maxScore;
  if (p >= 0.05 || size < moderate) return "A";
  return size < large ? "B" : "C";
}
