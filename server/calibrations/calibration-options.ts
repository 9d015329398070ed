import type { CalibrationOptions, ModelName } from "../../psychometrics/index.js";
import type { AnalysisBody } from "../contract/research.js";
import type { AnalysisInput } from "./analysis-input.js";

type Models = Required<NonNullable<AnalysisBody["models"]>>;

/** What each choice of the form stands for. */
const presets: Record<AnalysisBody["model"], Models> = {
  rasch: { choice: "rasch", rightWrong: "rasch", severalScores: "pcm" },
  "2pl": { choice: "2pl", rightWrong: "2pl", severalScores: "gpcm" },
  "3pl": { choice: "3pl", rightWrong: "2pl", severalScores: "gpcm" },
  grm: { choice: "2pl", rightWrong: "2pl", severalScores: "grm" },
  rsm: { choice: "rasch", rightWrong: "rasch", severalScores: "rsm" },
  nominal: { choice: "2pl", rightWrong: "2pl", severalScores: "nominal" },
};

/**
 * What a run asks of the library: the model of each item by its type, numerics, and the prior of lower asymptotes. Items of
 * the rating scale model share a scale with those of the same maximum score.
 */
export function calibrationOptions({ options, items }: AnalysisInput): CalibrationOptions {
  const models: Models = { ...presets[options.model], ...options.models };
  const modelOf = ({ maxScore, isChoice }: AnalysisInput["items"][number]): ModelName =>
    maxScore > 1 ? models.severalScores : isChoice ? models.choice : models.rightWrong;
  const scales = items.filter((item) => modelOf(item) === "rsm");
  return {
    model: models.severalScores,
    models: Object.fromEntries(items.map((item) => [item.itemId, modelOf(item)])),
    ...(scales.length > 0 && {
      ratingScales: Object.fromEntries(scales.map(({ itemId, maxScore }) => [itemId, `0 to ${maxScore}`])),
    }),
    ...(options.lowerAsymptotePrior !== undefined && { lowerAsymptotePrior: options.lowerAsymptotePrior }),
    quadrature: options.quadratureNodes,
    range: options.quadratureRange,
    widensGrid: true,
    tolerance: options.tolerance,
  };
}
