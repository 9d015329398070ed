import {
  linkErrorAboveCut,
  type ReplicatedValue,
  type SurveyData,
  type SurveyEstimate,
} from "../../../psychometrics/index.js";
import type { GroupResult } from "./result-tables.js";
import type { SurveyRequest } from "./request.js";

/** A statistic in which groups are compared. */
export interface Compared {
  /** As tables name it. */
  name: string;
  /** What its numbers are multiplied by in tables: 100 for percentages. */
  times: number;
  estimate: (group: GroupResult) => SurveyEstimate;
  replicated: (group: GroupResult) => ReplicatedValue;
  /** The link error between the scales of two cycles in the units of the statistic, before it is multiplied. */
  linkError: (later: GroupResult) => number;
}

const none: ReplicatedValue = { full: [], replicates: [] };
const missing: SurveyEstimate = {
  ...{ estimate: null, standardError: null, samplingVariance: null, imputationVariance: 0 },
  ...{ missingInformation: null, degreesOfFreedom: null, reason: null },
};

/**
 * The statistics that a request asks for: the mean, the standard deviation, percentages at or above cuts, and percentiles. An
 * error of the origin of the scale moves means and percentiles by itself, standard deviations not at all, and percentages
 * by as much as the crowd at the cut makes it.
 */
export function comparedStatistics(
  { cuts, percentiles, linkError }: Pick<SurveyRequest, "cuts" | "percentiles" | "linkError">,
  data: SurveyData,
): Compared[] {
  return [
    {
      ...{ name: "mean", times: 1, linkError: () => linkError },
      estimate: ({ mean }) => mean,
      replicated: ({ replicated }) => replicated.mean,
    },
    {
      ...{ name: "sd", times: 1, linkError: () => 0 },
      estimate: ({ sd }) => sd,
      replicated: ({ replicated }) => replicated.sd,
    },
    ...cuts.map((cut, n): Compared => ({
      ...{ name: `percent_at_or_above_${cut}`, times: 100 },
      estimate: ({ atOrAbove }) => atOrAbove[n] ?? missing,
      replicated: ({ replicated }) => replicated.atOrAbove[n] ?? none,
      linkError: ({ rows }) => (linkError > 0 ? errorAboveCut(data, rows, cut, linkError) : 0),
    })),
    ...percentiles.map((share, n): Compared => ({
      ...{ name: `percentile_${share}`, times: 1, linkError: () => linkError },
      estimate: ({ percentiles: found }) => found[n] ?? missing,
      replicated: ({ replicatedPercentiles }) => replicatedPercentiles()[n] ?? none,
    })),
  ];
}

/** The mean over plausible values. */
function errorAboveCut(
  { values, replication }: SurveyData,
  rows: Int32Array,
  cut: number,
  linkError: number,
): number {
  const weights = Float64Array.from(rows, (p) => replication.full[p] ?? 0);
  const errors = values.map((value) =>
    linkErrorAboveCut(
      Float64Array.from(rows, (p) => value[p] ?? NaN),
      weights,
      cut,
      linkError,
    ),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
