import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { align, type AlignedData } from "./align.js";
import { eap } from "./eap.js";
import { PatternLikelihoods } from "./likelihood.js";
import { personFit, type PersonFit } from "./person-fit.js";
import { PointEstimator, type PointEstimate } from "./point-estimates.js";

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
 * of the test taker's group as the prior; infit, outfit and lz are taken at the WLE.
 *
 * Without a single response EAP and MAP are the prior's, and the others are null with the reason.
 *
 * @throws {RangeError} as `align`.
 */
export function scorePersons(
  calibration: Calibration,
  data: ResponseData,
  wanted: readonly Estimator[] = ["eap", "wle"],
): PersonScore[] {
  const aligned = align(calibration, data);
  const byPattern = scorePatterns(calibration, aligned, new Set(wanted));
  const { columns, patterns } = aligned;
  return Array.from({ length: data.personCount }, (_, p) => {
    const responses = patterns.personPattern[p] * columns.length;
    let raw = 0;
    let max = 0;
    columns.forEach((column, i) => {
      if (patterns.responses[responses + i] < 0) return;
      raw += data.scores[p * data.items.length + column];
      max += data.maxScores[column];
    });
    return { raw, max, ...byPattern[patterns.personPattern[p]] };
  });
}

function scorePatterns(
  calibration: Calibration,
  aligned: AlignedData,
  wanted: ReadonlySet<Estimator>,
): Omit<PersonScore, "raw" | "max">[] {
  const { items, patterns, nodes, posteriors } = aligned;
  const results: Omit<PersonScore, "raw" | "max">[] = [];
  const estimator = new PointEstimator(new PatternLikelihoods(items, patterns));
  posteriors.visit(aligned.logProbabilities, aligned.logMass, (n, posterior, from, to) => {
    const responses = patterns.responses.subarray(n * items.length, (n + 1) * items.length);
    const isEmpty = responses.every((category) => category < 0);
    const nothing: PointEstimate = { theta: null, standardError: null, reason: "there are no responses" };
    const estimates: PersonScore["estimates"] = {};
    const wle = isEmpty ? nothing : estimator.wle(n);
    if (wanted.has("eap")) estimates.eap = { ...eap(posterior, nodes, from, to), reason: null };
    if (wanted.has("map")) {
      const { mean, variance } = calibration.groups[patterns.groups[n]];
      estimates.map = estimator.map(n, { mean, variance });
    }
    if (wanted.has("ml")) estimates.ml = isEmpty ? nothing : estimator.mle(n);
    if (wanted.has("wle")) estimates.wle = wle;
    const fit =
      wle.theta === null ? { infit: null, outfit: null, lz: null } : personFit(items, responses, wle.theta);
    results.push({ estimates, ...fit });
  });
  return results;
}
