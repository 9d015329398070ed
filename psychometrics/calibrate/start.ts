import type { ItemModel } from "../models/index.js";

/** Starting probability of a right answer by chance, where the model has a lower asymptote. */
const lowerAsymptoteStart = 0.15;

/**
 * Starting values from how often each category occurs: intercepts that give those shares at theta = 0 with slope 1,
 * stretched by the factor 1.2 that a standard normal spread of ability takes away again.
 *
 * @param counts weighted number of responses in each category, all positive.
 */
export function startingParameters(model: ItemModel, counts: readonly number[]): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const parameters = new Float64Array(model.parameterNames(counts.length).length);
  parameters[0] = 1;
  if (model.hasLowerAsymptote) {
    const knows = Math.max(0.05, (counts[1] / total - lowerAsymptoteStart) / (1 - lowerAsymptoteStart));
    parameters[1] = 1.2 * Math.log(knows / (1 - Math.min(knows, 0.99)));
    parameters[2] = Math.log(lowerAsymptoteStart / (1 - lowerAsymptoteStart));
    return parameters;
  }
  if (model.difficultyForm === "thresholds") {
    let above = total;
    for (let k = 1; k < counts.length; k++) {
      above -= counts[k - 1];
      parameters[k] = 1.2 * Math.log(above / (total - above));
    }
    return parameters;
  }
  // A partial credit item's extreme categories are more extreme in ability too: shares are pulled together by half.
  for (let k = 1; k < counts.length; k++) {
    parameters[k] = (counts.length === 2 ? 1.2 : 1) * Math.log(counts[k] / counts[0]);
  }
  return parameters;
}
