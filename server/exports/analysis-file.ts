import type { AnalysisInput } from "../calibrations/analysis-input.js";
import { calibrationOptions } from "../calibrations/calibration-options.js";
import { scoresFileName } from "./scores-table.js";
import { variableName } from "./variables.js";

/**
 * analysis.json: the options of a calibration, all of them, as `khao analyse` reads them. With the scores beside it the
 * command gives the same numbers.
 */
export function analysisFile(input: AnalysisInput): string {
  const { models = {}, ratingScales, ...others } = calibrationOptions(input);
  const byVariable = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).map(([item, value]) => [variableName(item), value]));
  return `${JSON.stringify(
    {
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
    },
    null,
    2,
  )}\n`;
}
