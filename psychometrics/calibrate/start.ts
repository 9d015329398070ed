import type { ItemModel } from "../models/index.js";

/** Starting probability of a right answer by chance, where the model has a lower asymptote. */
const lowerAsymptoteStart = 0.15;
/** A category that nobody is in (of a rating scale whose other items have it) starts as if half a person were. */
const countMin = 0.5;

/**
 * Starting values from how often each category occurs: intercepts that give those shares at theta = 0 with slope 1,
 * stretched by the factor 1.2 that a standard normal spread of ability takes away again.
 *
 * @param counts weighted number of responses in each category.
 */
export function startingParameters(model: ItemModel, counts: readonly number[]): Float64Array {
  const isSteps = model.difficultyForm === "steps";
  const lowerAsymptote = model.hasLowerAsymptote ? lowerAsymptoteStart : undefined;
  const intercepts = startingIntercepts(
    counts.map((count) => Math.max(count, countMin)),
    isSteps,
    lowerAsymptote ?? 0,
  );
  const slopes = intercepts.map((_, k) => (isSteps ? k + 1 : 1));
  return Float64Array.from(model.fromCategoryForm({ slopes, intercepts, lowerAsymptote }));
}

function startingIntercepts(counts: readonly number[], isSteps: boolean, lowerAsymptote: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (lowerAsymptote > 0) {
    const knows = Math.max(0.05, (counts[1] / total - lowerAsymptote) / (1 - lowerAsymptote));
    return [1.2 * Math.log(knows / (1 - Math.min(knows, 0.99)))];
  }
  if (!isSteps) {
    let above = total;
    return counts.slice(1).map((_, k) => {
      above -= counts[k];
      return 1.2 * Math.log(above / (total - above));
    });
  }
  // A partial credit item's extreme categories are more extreme in ability too: shares are pulled together by half.
  return counts.slice(1).map((count) => (counts.length === 2 ? 1.2 : 1) * Math.log(count / counts[0]));
}
