import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { align, type AlignedData } from "./align.js";
import { eap } from "./eap.js";
import { PatternLikelihoods, type LikelihoodAt } from "./likelihood.js";
import { personFit, type PersonFit } from "./person-fit.js";
import { PointEstimator, type PointEstimate } from "./point-estimates.js";
import { message } from "../messages/message.js";

/** The ability estimators: posterior mean, posterior mode, maximum likelihood, Warm's weighted likelihood. */
export const estimators = ["eap", "map", "ml", "wle"] as const;

/** One of `estimators`. */
export type Estimator = (typeof estimators)[number];

/** One test taker's result. */
export interface PersonScore extends PersonFit {
  /** The sum of the scores on the calibrated items presented. */
  raw: number;
  /** The highest sum possible on those. */
  max: number;
  /** Only the estimators asked for. */
  estimates: Partial<Record<Estimator, PointEstimate>>;
}

/**
 * Ability estimates and fit of every test taker, in the order of the data. EAP and MAP use the normal distribution
 * of the test taker's group as the prior.
 *
 * Without a single response EAP and MAP are the prior's, and the others are null with the reason.
 *
 * @param fitAt the estimate that person fit (infit, outfit, lz, lz*) is taken at; the WLE by default. Without a finite one
 * there is no fit.
 * @throws {RangeError} as `align`.
 */
export function scorePersons(
  calibration: Calibration,
  data: ResponseData,
  wanted: readonly Estimator[] = ["eap", "wle"],
  fitAt: Estimator = "wle",
): PersonScore[] {
  const aligned = align(calibration, data);
  const byPattern = scorePatterns(calibration, aligned, new Set(wanted), fitAt);
  const { columns, patterns } = aligned;
  // The highest score is the item's, whether or not anybody of these reached it.
  const maxScores = calibration.items.map(({ scoreValues }, i) =>
    Math.max(scoreValues[scoreValues.length - 1], columns[i] < 0 ? 0 : data.maxScores[columns[i]]),
  );
  return Array.from({ length: data.personCount }, (_, p) => {
    const responses = patterns.personPattern[p] * columns.length;
    let raw = 0;
    let max = 0;
    columns.forEach((column, i) => {
      if (patterns.responses[responses + i] < 0) return;
      raw += data.scores[p * data.items.length + column];
      max += maxScores[i];
    });
    return { raw, max, ...byPattern[patterns.personPattern[p]] };
  });
}

const noResponses = message("no-responses");

function scorePatterns(
  calibration: Calibration,
  aligned: AlignedData,
  wanted: ReadonlySet<Estimator>,
  fitAt: Estimator,
): Omit<PersonScore, "raw" | "max">[] {
  const { items, patterns, nodes, posteriors } = aligned;
  const results: Omit<PersonScore, "raw" | "max">[] = [];
  const likelihoods = new PatternLikelihoods(items, patterns);
  const estimator = new PointEstimator(likelihoods);
  posteriors.visit(aligned.logProbabilities, aligned.logMass, (n, posterior, from, to) => {
    const responses = patterns.responses.subarray(n * items.length, (n + 1) * items.length);
    const isEmpty = responses.every((category) => category < 0);
    const prior = calibration.groups[patterns.groups[n]];
    const estimate = (name: Estimator): PointEstimate => {
      if (name === "eap") return { ...eap(posterior, nodes, from, to), reason: null };
      if (name === "map") return estimator.map(n, prior);
      if (isEmpty) return { theta: null, standardError: null, reason: noResponses };
      return name === "ml" ? estimator.mle(n) : estimator.wle(n);
    };
    const estimates: PersonScore["estimates"] = {};
    for (const name of wanted) estimates[name] = estimate(name);
    const theta = (estimates[fitAt] ?? estimate(fitAt)).theta;
    const fit =
      isEmpty || theta === null || !Number.isFinite(theta)
        ? { infit: null, outfit: null, lz: null, lzStar: null }
        : personFit(
            items,
            responses,
            theta,
            pullOf(fitAt, theta, prior, () => likelihoods.at(n, theta)),
          );
    results.push({ estimates, ...fit });
  });
  return results;
}

/** What an estimator adds to the derivative of the log-likelihood; see `personFit`. */
function pullOf(
  estimator: Estimator,
  theta: number,
  prior: { mean: number; variance: number },
  likelihoodAt: () => LikelihoodAt,
): number | null {
  if (estimator === "eap") return null;
  if (estimator === "ml") return 0;
  if (estimator === "map") return (prior.mean - theta) / prior.variance;
  const { information, bias } = likelihoodAt();
  return information > 0 ? bias / (2 * information) : null;
}
