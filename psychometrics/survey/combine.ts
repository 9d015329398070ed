import { withoutRounding } from "../numeric/without-rounding.js";
import { degreesOfFreedom } from "./degrees-of-freedom.js";
import type { Replication } from "./replication.js";
import { joinSpans, type WeightSpan } from "./weight-span.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/**
 * A statistic on every plausible value and every set of weights: `full[m]` with the full weights and
 * `replicates[m][r]` with those of replicate r. A variable that was observed is one plausible value.
 */
export interface ReplicatedValue {
  full: number[];
  replicates: Float64Array[];
  /** How replicates move the weights of the persons that it is of, for the degrees of freedom; where it is not known, as they can at most. */
  span?: WeightSpan;
}

/** An estimate with everything its standard error is made of. */
export interface SurveyEstimate {
  /** The mean over the plausible values; null where it cannot be computed, with the reason. */
  estimate: number | null;
  /** Null where it cannot be computed, with the reason. */
  standardError: number | null;
  /** The mean over plausible values of the variance over replicates (or that of the first one). */
  samplingVariance: number | null;
  /** The variance between plausible values; 0 for an observed variable. */
  imputationVariance: number;
  /** The share of the variance that is due to not observing ability itself: (1 + 1/M) B / V. */
  missingInformation: number | null;
  degreesOfFreedom: number | null;
  /** Why there is no estimate or no standard error. */
  reason: Message | null;
}

/** Which plausible values the sampling variance is computed on. */
export type SamplingVarianceRule = "all" | "first";

/**
 * Rubin's rules (1987) on replicated estimates: the estimate is the mean over M plausible values, and
 *
 *     V = U + (1 + 1/M) B
 *
 * with U the mean sampling variance over plausible values and B the variance between them. Each sampling variance is taken
 * about the full-sample estimate of its own plausible value.
 *
 * @param rule `first` takes the sampling variance of the first plausible value only (TIMSS and PIRLS until 2011).
 *
 * Rubin, D. B. (1987). Multiple imputation for nonresponse in surveys. Wiley.
 */
export function combine(
  value: ReplicatedValue,
  replication: Pick<Replication, "method" | "factor">,
  rule: SamplingVarianceRule = "all",
): SurveyEstimate {
  const { full, replicates } = value;
  const count = full.length;
  // About the first one, so that plausible values that agree give just that number, and no variance by rounding.
  const estimate = full[0] + full.reduce((sum, one) => sum + (one - full[0]), 0) / count;
  const none = {
    samplingVariance: null,
    standardError: null,
    missingInformation: null,
    degreesOfFreedom: null,
  };
  if (!Number.isFinite(estimate)) {
    return { estimate: null, ...none, imputationVariance: 0, reason: message("no-data") };
  }
  const imputationVariance =
    count < 2
      ? 0
      : full.reduce((sum, one) => sum + withoutRounding(one - estimate, one) ** 2, 0) / (count - 1);
  const used = rule === "first" ? 1 : count;
  const squares = new Float64Array(replicates[0].length);
  for (let m = 0; m < used; m++) {
    for (let r = 0; r < squares.length; r++) {
      const deviation = withoutRounding(replicates[m][r] - full[m], full[m]);
      squares[r] += (replication.factor * deviation ** 2) / used;
    }
  }
  const samplingVariance = squares.reduce((sum, one) => sum + one, 0);
  if (!Number.isFinite(samplingVariance)) {
    return {
      estimate,
      ...none,
      imputationVariance,
      reason: message("no-data-in-a-replicate"),
    };
  }
  const between = (1 + 1 / count) * imputationVariance;
  const variance = samplingVariance + between;
  const missingInformation = variance > 0 ? between / variance : 0;
  return {
    estimate,
    standardError: Math.sqrt(variance),
    samplingVariance,
    imputationVariance,
    missingInformation,
    degreesOfFreedom: degreesOfFreedom(
      replication.method,
      squares,
      count,
      missingInformation,
      value.span?.directions.length,
    ),
    reason: null,
  };
}

/**
 * A linear combination of statistics of one sample, value by value and replicate by replicate, so that what they
 * have in common counts: the difference of two groups taught in the same schools has a smaller error than the groups' own
 * errors say. What rounding leaves of parts that cancel is 0.
 *
 * @throws {RangeError} where the parts are not of the same plausible values and replicates.
 */
export function linearCombination(
  parts: readonly { value: ReplicatedValue; coefficient: number }[],
): ReplicatedValue {
  const [first] = parts;
  const values = first.value.full.length;
  const width = first.value.replicates[0].length;
  for (const { value } of parts) {
    if (value.full.length !== values || value.replicates[0].length !== width) {
      throw new Refusal("statistics-not-alike");
    }
  }
  const sum = (pick: (value: ReplicatedValue) => number) => {
    let total = 0;
    let size = 0;
    for (const { value, coefficient } of parts) {
      total += coefficient * pick(value);
      size += Math.abs(coefficient * pick(value));
    }
    return withoutRounding(total, size);
  };
  const spans = parts.map(({ value }) => value.span);
  const span = spans.reduce((all, own) => (all && own ? joinSpans(all, own) : undefined));
  return {
    ...(span ? { span } : {}),
    full: Array.from({ length: values }, (_, m) => sum((value) => value.full[m])),
    replicates: Array.from({ length: values }, (_, m) =>
      Float64Array.from({ length: width }, (_, r) => sum((value) => value.replicates[m][r])),
    ),
  };
}
