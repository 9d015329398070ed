import { scaleConstants, toScale, type ScaleConstants } from "../../../psychometrics/index.js";
import type { SurveyTable } from "./read-survey.js";
import type { SurveyRequest } from "./request.js";

/** The values on the scale that is reported, and how they came there; null where they are as they stand in the table. */
export interface ReportedValues {
  values: Float64Array[];
  scale: ScaleConstants | null;
}

/**
 * Plausible values on the reported scale: by constants that are given, as those of an earlier cycle, or by those that give the
 * pooled values a wanted mean and standard deviation, in which each group of the column `scaleBy` counts the same.
 *
 * @param weights of all rows, as the statistics take them: with senate weights those.
 * @throws {RangeError} where no scale can be set.
 */
export function reportedValues(
  request: SurveyRequest,
  table: SurveyTable,
  weights: Float64Array,
): ReportedValues {
  const values = table.values.map(({ numbers }) => numbers);
  const { scale: wanted, constants } = request;
  const scale =
    constants ?? (wanted ? scaleConstants(values, weights, wanted, table.scaleBy ?? undefined) : null);
  return scale ? { values: values.map((value) => toScale(value, scale)), scale } : { values, scale };
}
