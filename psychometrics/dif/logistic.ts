import type { ResponseData } from "../data.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { cumulativeLogit, type CumulativeLogit, type PredictedRow } from "./cumulative-logit.js";
import { requireOneSum } from "./check-dif.js";
import { compareGroups, type DifOptions } from "./compare-groups.js";
import { Matcher, type Matching } from "./matching.js";
import type { ChiSquareTest } from "./mantel-haenszel.js";
import type { ComparedGroups } from "./tables.js";
import { message, type Message } from "../messages/message.js";

/** Tests of two nested regressions, and how much more the larger one explains. */
export interface RegressionTest {
  /** By the likelihood ratio. */
  chiSquare: number;
  degreesOfFreedom: number;
  p: number;
  /** Wald's, of the coefficients that only the larger one has, with the same degrees of freedom; null where their covariance is singular. */
  wald: ChiSquareTest | null;
  /** The change of Nagelkerke's R squared. */
  rSquaredChange: number;
}

/** How large a difference is: A negligible, B moderate, C large. */
export type EffectClass = "A" | "B" | "C";

/** The regression of one item. */
export interface LogisticDif {
  item: string;
  /** Test takers of either group that were compared: persons, whatever their weights. */
  n: number;
  /** The group (1 df), its interaction with the match (1 df), and both at once (2 df). */
  uniform: RegressionTest | null;
  nonUniform: RegressionTest | null;
  both: RegressionTest | null;
  /** The focal group's log-odds less the reference group's at the same match: negative where harder. */
  groupEffect: number | null;
  groupStandardError: number | null;
  /** How much steeper the focal group's log-odds rise with the match. */
  interaction: number | null;
  interactionStandardError: number | null;
  /** Of the test of both: change of R squared below 0.13, to 0.26, above (Zumbo & Thomas, 1997). */
  zumboThomas: EffectClass | null;
  /** Below 0.035, to 0.07, above (Jodoin & Gierl, 2001). */
  jodoinGierl: EffectClass | null;
  isPurified: boolean;
  /** Why statistics are missing; null where none is. */
  reason: Message | null;
}

/** The regressions of all items. */
export interface LogisticDifTable {
  reference: string;
  focal: string;
  match: "score" | "share" | "values";
  items: LogisticDif[];
  rounds: number;
  converged: boolean;
}

/**
 * Differential item functioning by logistic regression (Swaminathan & Rogers, 1990): the response on the match, on match
 * and group, and on match, group and their product. Items with more than two scores are regressed by the cumulative logit
 * model (Zumbo, 1999). Differences of deviance are chi-squares; beside them stand Wald's, b' V^-1 b of the coefficients b that are tested
 * with their covariance V from the observed information, which large samples make equal. Classes are A too where the (likelihood ratio)
 * test of both is not significant. Where only the product separates the scores, the test of the group alone is left.
 *
 * Matching, weights and purification as for `contingencyDif`, but sums of different booklets cannot be one regressor.
 *
 * @throws {RangeError} as `contingencyDif`; and for sums where test takers were presented different items.
 *
 * Swaminathan, H., & Rogers, H. J. (1990). Detecting differential item functioning using logistic regression procedures.
 * Journal of Educational Measurement, 27, 361-370. Jodoin, M. G., & Gierl, M. J. (2001). Evaluating type I error and power
 * rates using an effect size measure with the logistic regression procedure for DIF detection. Applied Measurement in
 * Education, 14, 329-349.
 */
export function logisticDif(data: ResponseData, options: DifOptions = {}): LogisticDifTable {
  return compareGroups<LogisticDif>(data, options, {
    compare: (weighted, groups, isMatching, significance) => {
      const matcher = new Matcher(weighted, options, isMatching);
      requireOneSum(matcher, options);
      return data.items.map((item, i) => ({
        item,
        ...regress(weighted, i, matcher.matchOn(i), groups, significance),
        isPurified: !isMatching[i],
      }));
    },
    differs: ({ both }, significance) => both !== null && both.p < significance,
  });
}

const nothing = {
  uniform: null,
  nonUniform: null,
  both: null,
  groupEffect: null,
  groupStandardError: null,
  interaction: null,
  interactionStandardError: null,
  zumboThomas: null,
  jodoinGierl: null,
};

function regress(
  data: ResponseData,
  item: number,
  matching: Matching,
  groups: ComparedGroups,
  significance: number,
): Omit<LogisticDif, "item" | "isPurified"> {
  const { rows, total, spread } = predictedRows(data, item, matching, groups);
  const n = matching.persons.length;
  const none = (reason: Message) => ({ ...nothing, n, reason });
  if (rows.length === 0 || rows[0].counts.length < 2) return none(message("scores-alike"));
  if (new Set(rows.map(({ predictors }) => predictors[1])).size < 2)
    return none(message("one-group-presented"));
  if (!(spread > 0)) return none(message("match-alike"));
  const take = (count: number) =>
    rows.map(({ predictors, counts }) => ({ predictors: predictors.slice(0, count), counts }));
  const fits = [0, 1, 2, 3].map((count) => cumulativeLogit(take(count), count));
  const [empty, byMatch, byGroup, byBoth] = fits;
  if (![empty, byMatch, byGroup].every(({ converged }) => converged))
    return none(message("scores-separated"));
  const compare = (small: CumulativeLogit, large: CumulativeLogit, degreesOfFreedom: number) => {
    const chiSquare = Math.max(0, small.deviance - large.deviance);
    const rSquaredChange = nagelkerke(empty, large, total) - nagelkerke(empty, small, total);
    return {
      chiSquare,
      degreesOfFreedom,
      p: chiSquareUpperTail(chiSquare, degreesOfFreedom),
      wald: waldTest(large, degreesOfFreedom),
      rSquaredChange,
    };
  };
  const ofGroup = {
    n,
    uniform: compare(byMatch, byGroup, 1),
    groupEffect: byGroup.coefficients[1],
    groupStandardError: byGroup.standardErrors[1],
  };
  if (!byBoth.converged) return { ...nothing, ...ofGroup, reason: message("scores-separated-by-product") };
  const both = compare(byMatch, byBoth, 2);
  const classOf = (moderate: number, large: number): EffectClass => {
    if (both.p >= significance || both.rSquaredChange < moderate) return "A";
    return both.rSquaredChange <= large ? "B" : "C";
  };
  const interactionError = byBoth.standardErrors[2];
  return {
    ...ofGroup,
    nonUniform: compare(byGroup, byBoth, 1),
    both,
    interaction: byBoth.coefficients[2] / spread,
    interactionStandardError: interactionError === null ? null : interactionError / spread,
    zumboThomas: classOf(0.13, 0.26),
    jodoinGierl: classOf(0.035, 0.07),
    reason: null,
  };
}

/** Wald's test that the last coefficients are 0. */
function waldTest({ coefficients, covariance }: CumulativeLogit, tested: number): ChiSquareTest | null {
  if (!covariance) return null;
  const count = coefficients.length;
  const first = count - tested;
  const b = Float64Array.from(coefficients.slice(first));
  const ofTested = Float64Array.from({ length: tested * tested }, (_, n) => {
    const [row, column] = [Math.floor(n / tested), n % tested];
    return covariance[(first + row) * count + first + column];
  });
  const weighed = b.slice();
  if (!solveInPlace(ofTested, weighed, tested)) return null;
  const chiSquare = b.reduce((sum, value, j) => sum + value * weighed[j], 0);
  return { chiSquare, p: chiSquareUpperTail(chiSquare, tested) };
}

/** (1 - exp(-(D0 - D) / n)) / (1 - exp(-D0 / n)) (Nagelkerke, 1991). */
function nagelkerke(empty: CumulativeLogit, fit: CumulativeLogit, total: number): number {
  return -Math.expm1((fit.deviance - empty.deviance) / total) / -Math.expm1(-empty.deviance / total);
}

/**
 * Counts by match and group: the standardised match, the focal group (1), and their product, with counts of the scores
 * that occur.
 */
function predictedRows(
  data: ResponseData,
  item: number,
  { persons, values }: Matching,
  groups: ComparedGroups,
): { rows: PredictedRow[]; total: number; spread: number } {
  let total = 0;
  let sum = 0;
  persons.forEach((p, n) => {
    total += data.weights[p];
    sum += data.weights[p] * values[n];
  });
  const mean = sum / total;
  let squares = 0;
  persons.forEach((p, n) => (squares += data.weights[p] * (values[n] - mean) ** 2));
  const spread = Math.sqrt(squares / total);
  const scoreOf = (p: number) => data.scores[p * data.items.length + item];
  const occurring = [...new Set(Array.from(persons, scoreOf))].sort((a, b) => a - b);
  const rows = [new Map<number, PredictedRow>(), new Map<number, PredictedRow>()];
  persons.forEach((p, n) => {
    const isFocal = data.groups[p] === groups.focal ? 1 : 0;
    let row = rows[isFocal].get(values[n]);
    if (!row) {
      const match = (values[n] - mean) / (spread || 1);
      row = { predictors: [match, isFocal, match * isFocal], counts: new Float64Array(occurring.length) };
      rows[isFocal].set(values[n], row);
    }
    row.counts[occurring.indexOf(scoreOf(p))] += data.weights[p];
  });
  return { rows: rows.flatMap((ofGroup) => [...ofGroup.values()]), total, spread };
}
