import type { ParameterisedItem } from "../likelihood/tables.js";
import { logSumExp } from "../numeric/special.js";
import type { CodedRun } from "./response-codes.js";

// Probabilities below this are as good as impossible, and their logarithms are kept finite.
const smallest = 1e-300;

/** The table goes at least this far from 0, in logits; beyond it the log-likelihood goes on as a straight line. */
const rangeMin = 10;
const rangeMax = 40;
const stepMax = 0.25;
const stepMin = 0.04;

/** Log-likelihoods that bend less than this, per logit squared, are straight lines for all that matters. */
const bendMin = 1e-3;

/** Nodes that no table has more of. */
export const nodeCountMax = 2 * Math.ceil(rangeMax / stepMin) + 1;

/**
 * Nodes close enough for the steepest item, out to where no item's log-likelihood bends any more; and the length in which the
 * steepest one turns, the inverse of its slope.
 */
export function tableNodes(items: readonly ParameterisedItem[]): {
  count: number;
  step: number;
  turnLength: number;
} {
  let steepest = 0;
  let range = rangeMin;
  for (const { model, categories, parameters } of items) {
    const probabilities = new Float64Array(categories);
    const first = new Float64Array(categories);
    const second = new Float64Array(categories);
    for (let theta = -rangeMax; theta <= rangeMax; theta += stepMax) {
      model.probabilities(theta, parameters, probabilities);
      model.thetaDerivatives(parameters, probabilities, first);
      model.thetaSecondDerivatives(parameters, probabilities, second);
      for (let k = 0; k < categories; k++) {
        if (!(probabilities[k] > smallest)) continue;
        const slope = first[k] / probabilities[k];
        steepest = Math.max(steepest, Math.abs(slope));
        if (Math.abs(second[k] / probabilities[k] - slope * slope) > bendMin)
          range = Math.max(range, Math.abs(theta) + 1);
      }
    }
  }
  const step = Math.max(stepMin, Math.min(stepMax, 0.5 / steepest));
  return { count: 2 * Math.ceil(Math.min(range, rangeMax) / step) + 1, step, turnLength: 1 / steepest };
}

/** Code by node: the sums of the items' tables. */
export function codeTable(
  items: readonly ParameterisedItem[],
  runs: readonly CodedRun[],
  codeCount: number,
  count: number,
  step: number,
): Float64Array {
  const width = count * 3;
  const table = new Float64Array(codeCount * width);
  const byItem = items.map((item) => itemTable(item, count, step));
  for (const { start, itemCount, codeStart, codeCount: runCodes, responses } of runs) {
    for (let code = 0; code < runCodes; code++) {
      const target = (codeStart + code) * width;
      for (let j = 0; j < itemCount; j++) {
        const category = responses[code * itemCount + j];
        if (category < 0) continue;
        const source = byItem[start + j];
        for (let n = 0; n < width; n++) table[target + n] += source[category * width + n];
      }
    }
  }
  return table;
}

/**
 * Category by node: log P, and its first two derivatives in units of the step. Where the model's log-odds are linear in
 * ability, the first category alone: what the others differ by is in the test takers' scores (see `weightedScores`).
 */
function itemTable(item: ParameterisedItem, count: number, step: number): Float64Array {
  return item.model.hasLinearLogOdds
    ? firstCategoryTable(item, count, step)
    : categoryTable(item, count, step);
}

function categoryTable(
  { model, categories, parameters }: ParameterisedItem,
  count: number,
  step: number,
): Float64Array {
  const table = new Float64Array(categories * count * 3);
  const probabilities = new Float64Array(categories);
  const first = new Float64Array(categories);
  const second = new Float64Array(categories);
  for (let q = 0; q < count; q++) {
    model.probabilities(nodeAt(q, count, step), parameters, probabilities);
    model.thetaDerivatives(parameters, probabilities, first);
    model.thetaSecondDerivatives(parameters, probabilities, second);
    for (let k = 0; k < categories; k++) {
      const probability = Math.max(probabilities[k], smallest);
      const slope = first[k] / probability;
      const at = (k * count + q) * 3;
      table[at] = Math.log(probability);
      table[at + 1] = slope * step;
      table[at + 2] = (second[k] / probability - slope * slope) * step * step;
    }
  }
  return table;
}

/**
 * log P(0) = -log of the sum over k of exp(a_k theta + d_k): its first derivative is minus the mean of the a_k, the second minus
 * their variance. It is right however small P(0) is, as it must be where the score makes up for it.
 */
function firstCategoryTable(
  { model, categories, parameters }: ParameterisedItem,
  count: number,
  step: number,
): Float64Array {
  const table = new Float64Array(count * 3);
  const slopes = new Float64Array(categories);
  const intercepts = new Float64Array(categories);
  model.toCategoryForm(parameters, slopes.subarray(1), intercepts.subarray(1));
  const logOdds = new Float64Array(categories);
  for (let q = 0; q < count; q++) {
    const theta = nodeAt(q, count, step);
    for (let k = 0; k < categories; k++) logOdds[k] = slopes[k] * theta + intercepts[k];
    const logTotal = logSumExp(logOdds);
    let mean = 0;
    let squares = 0;
    for (let k = 0; k < categories; k++) {
      const probability = Math.exp(logOdds[k] - logTotal);
      mean += probability * slopes[k];
      squares += probability * slopes[k] ** 2;
    }
    table[3 * q] = -logTotal;
    table[3 * q + 1] = -mean * step;
    table[3 * q + 2] = (mean * mean - squares) * step * step;
  }
  return table;
}

function nodeAt(q: number, count: number, step: number): number {
  return (q - (count - 1) / 2) * step;
}
