import type { AnalysisInput } from "../calibrations/analysis-input.js";
import { calibrationOptions } from "../calibrations/calibration-options.js";
import { scoresFileName } from "./scores-table.js";
import { variableName } from "./variables.js";

/**
 * analysis.json: the options of a calibration, all of them, as `khao analyse` reads them. With the scores beside it the
 * command gives the same numbers.
 */
export const analysisFile = (input: AnalysisInput): string =>
  `${JSON.stringify(analysisOf(input), null, 2)}\n`;

/** The same before it is written. */
export function analysisOf(input: AnalysisInput) {
  const { models = {}, ratingScales, ...others } = calibrationOptions(input);
  const byVariable = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).map(([item, value]) => [variableName(item), value]));
  return {
    responses: scoresFileName,
    id: "id",
    ...others,
    models: byVariable(models),
    ...(ratingScales && { ratingScales: byVariable(ratingScales) }),
    ...(input.options.unconnected && { unconnected: true }),
    missing: "omit",
    scores: ["eap", "wle"],
    covariance: true,
    diagnostics: true,
  };
}
