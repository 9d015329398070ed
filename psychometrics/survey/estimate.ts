import { combine, type ReplicatedValue, type SamplingVarianceRule, type SurveyEstimate } from "./combine.js";
import type { Replication } from "./replication.js";
import type { Statistic } from "./statistics.js";
import { weightSpan } from "./weight-span.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** A survey's data as an analysis reads them. */
export interface SurveyData {
  /** The plausible values, each with a value for every person; an observed variable is a list of one. */
  values: readonly Float64Array[];
  replication: Replication;
}

/** What to do beside the plain estimate. */
export interface EstimateOptions {
  /** The persons to use; all by default. */
  rows?: Int32Array;
  samplingVariance?: SamplingVarianceRule;
}

/**
 * A statistic with its standard errors, from plausible values and replicate weights.
 *
 * @returns an estimate for each number the statistic gives.
 * @throws {RangeError} where a plausible value has another length than the weights, or a person in `rows` has no value.
 */
export function estimate(
  data: SurveyData,
  statistic: Statistic,
  options: EstimateOptions = {},
): SurveyEstimate[] {
  const { values, replication } = data;
  const rows = options.rows ?? everybody(data);
  return replicated(data, statistic, rows).map((value) => {
    const combined = combine(value, replication, options.samplingVariance);
    if (combined.reason === null) return combined;
    const whyNone = (weights: Float64Array) =>
      rows.some((p) => weights[p] > 0)
        ? (statistic.whyNone?.(values[0], weights, rows) ?? null)
        : weightlessReason(rows.length);
    if (combined.estimate === null)
      return { ...combined, reason: whyNone(replication.full) ?? combined.reason };
    const bad = replication.replicates.findIndex((_, r) =>
      value.replicates.some((one) => !Number.isFinite(one[r])),
    );
    const why = bad < 0 ? null : whyNone(replication.replicates[bad]);
    return {
      ...combined,
      reason: why === null ? combined.reason : message("in-replicate", { replicate: bad + 1, reason: why }),
    };
  });
}

/** Why nothing can be computed of persons who have no weight, in words. */
export function weightlessReason(personCount: number): Message {
  return personCount === 0 ? message("no-persons") : message("weightless", { count: personCount });
}

function everybody({ replication }: SurveyData): Int32Array {
  return Int32Array.from({ length: replication.full.length }, (_, p) => p);
}

/**
 * The same before Rubin's rules: a statistic on every plausible value and replicate, from which differences between groups
 * are made (`linearCombination`).
 *
 * @throws {RangeError} as `estimate`.
 */
export function replicated(data: SurveyData, statistic: Statistic, rows?: Int32Array): ReplicatedValue[] {
  const { values, replication } = data;
  const persons = rows ?? everybody(data);
  checkValues(values, replication.full.length, persons);
  const byValue = values.map((value) => ({
    full: statistic(value, replication.full, persons),
    replicates: replication.replicates.map((weights) => statistic(value, weights, persons)),
  }));
  const span = weightSpan(replication, persons);
  return Array.from({ length: byValue[0].full.length }, (_, j) => ({
    span,
    full: byValue.map(({ full }) => full[j]),
    replicates: byValue.map(({ replicates }) => Float64Array.from(replicates, (numbers) => numbers[j])),
  }));
}

/**
 * Check that every plausible value has a number for each person used.
 *
 * @throws {RangeError} as `estimate`.
 */
export function checkValues(values: readonly Float64Array[], personCount: number, persons: Int32Array): void {
  if (values.length === 0) throw new Refusal("no-plausible-values");
  values.forEach((value, m) => {
    if (value.length !== personCount) {
      throw new Refusal("plausible-value-length", { draw: m + 1, count: value.length, persons: personCount });
    }
    const bad = persons.find((p) => !Number.isFinite(value[p]));
    if (bad !== undefined)
      throw new Refusal("plausible-value-no-number", { row: bad + 1, draw: m + 1, value: value[bad] });
  });
}
