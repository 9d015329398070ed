import type { Patterns } from "../likelihood/patterns.js";
import { rowStarts } from "../likelihood/tables.js";
import { normalMass } from "../numeric/quadrature.js";
import type { Layout } from "./layout.js";
import type { ItemMaximization } from "./m-step.js";

/** Test takers are taken together whose abilities, as their scores have them, are in one of so many steps. */
const levelCount = 40;
const levelRange = 4;

/** So many patterns, evenly spaced, say enough about where to start. */
const patternsMax = 20_000;

/** An item whose slope, or another parameter, comes out beyond these keeps its plain starting values. */
const slopeMax = 5;
const parameterMax = 20;

/**
 * Better starting values than those from the frequencies of the categories: an M-step on posteriors that come from the
 * scores alone. A test taker's mean score, as a deviation from the items' means, is taken for one fallible
 * measure of a standard normal ability: its error variance follows from the variances of items and of scores, and the
 * posterior is normal. EM begins with this about two cycles further on, and several where items are polytomous.
 *
 * Changes the free parameters in `layout.values`, or nothing where scores have no variance beyond chance.
 */
export function startFromScores(
  patterns: Patterns,
  layout: Layout,
  nodes: Float64Array,
  items: ItemMaximization,
): void {
  const counts = countsFromScores(patterns, nodes);
  if (counts) startFromCounts(counts, layout, items);
}

/** Expected counts, item x category rows at the nodes, as scores alone have them; null where they say nothing of ability. */
export function countsFromScores(patterns: Patterns, nodes: Float64Array): Float64Array | null {
  const sample = sampleOf(patterns);
  const measure = scoreMeasure(patterns, sample);
  return measure && countsByLevel(patterns, sample, measure, nodes);
}

/** Two M-steps on such counts; components of items that they would send off to nowhere stay as they are. */
export function startFromCounts(counts: Float64Array, layout: Layout, items: ItemMaximization): void {
  const before = layout.values.slice();
  items.maximize(counts);
  items.maximize(counts);
  for (const component of layout.components) {
    const isUsable = component.items.every((i) =>
      layout.values
        .subarray(layout.offsets[i], layout.offsets[i + 1])
        .every((value, j) => Math.abs(value) <= (j === 0 ? slopeMax : parameterMax)),
    );
    if (isUsable) continue;
    for (const i of component.items) {
      layout.values.set(before.subarray(layout.offsets[i], layout.offsets[i + 1]), layout.offsets[i]);
    }
  }
}

function sampleOf({ patternCount }: Patterns): Int32Array {
  const count = Math.min(patternCount, patternsMax);
  return Int32Array.from({ length: count }, (_, s) => Math.floor((s * patternCount) / count));
}

interface ScoreMeasure {
  /** Each sampled pattern's posterior mean of ability. */
  means: Float64Array;
  /** The posterior variance, taken as one for all. */
  variance: number;
}

/** Scores as measures of ability. Null where their variance is no more than that of independent responses. */
function scoreMeasure(patterns: Patterns, sample: Int32Array): ScoreMeasure | null {
  const { itemCount, categories, responses, weights } = patterns;
  const sums = new Float64Array(itemCount);
  const squares = new Float64Array(itemCount);
  const totals = new Float64Array(itemCount);
  for (const n of sample) {
    for (let i = 0; i < itemCount; i++) {
      const category = responses[n * itemCount + i];
      if (category < 0) continue;
      const share = category / (categories[i] - 1);
      sums[i] += weights[n] * share;
      squares[i] += weights[n] * share * share;
      totals[i] += weights[n];
    }
  }
  const means = sums.map((sum, i) => (totals[i] > 0 ? sum / totals[i] : 0));
  const variances = squares.map((square, i) => (totals[i] > 0 ? square / totals[i] - means[i] ** 2 : 0));
  const deviations = new Float64Array(sample.length);
  const noise = new Float64Array(sample.length);
  let weightSum = 0;
  let square = 0;
  let noiseSum = 0;
  sample.forEach((n, s) => {
    let seen = 0;
    for (let i = 0; i < itemCount; i++) {
      const category = responses[n * itemCount + i];
      if (category < 0) continue;
      seen++;
      deviations[s] += category / (categories[i] - 1) - means[i];
      noise[s] += variances[i];
    }
    if (seen === 0) return;
    deviations[s] /= seen;
    noise[s] /= seen * seen;
    weightSum += weights[n];
    square += weights[n] * deviations[s] ** 2;
    noiseSum += weights[n] * noise[s];
  });
  const common = (square - noiseSum) / weightSum;
  if (!(common > 0)) return null;
  const unit = Math.sqrt(common);
  const reliability = common / (common + noiseSum / weightSum);
  return {
    means: deviations.map((deviation, s) => ((deviation / unit) * common) / (common + noise[s])),
    variance: 1 - reliability,
  };
}

/** Expected counts by item x category and node, by way of counts at levels of ability. */
function countsByLevel(
  patterns: Patterns,
  sample: Int32Array,
  { means, variance }: ScoreMeasure,
  nodes: Float64Array,
): Float64Array {
  const { itemCount, categories, responses, weights } = patterns;
  const rows = rowStarts(categories);
  const atLevels = new Float64Array(rows[itemCount] * levelCount);
  const levelOf = (mean: number) => Math.floor(((mean + levelRange) / (2 * levelRange)) * levelCount);
  sample.forEach((n, s) => {
    const level = Math.min(levelCount - 1, Math.max(0, levelOf(means[s])));
    for (let i = 0; i < itemCount; i++) {
      const category = responses[n * itemCount + i];
      if (category >= 0) atLevels[(rows[i] + category) * levelCount + level] += weights[n];
    }
  });
  const counts = new Float64Array(rows[itemCount] * nodes.length);
  const mass = new Float64Array(nodes.length);
  for (let level = 0; level < levelCount; level++) {
    normalMass(nodes, -levelRange + ((level + 0.5) * 2 * levelRange) / levelCount, variance, mass);
    for (let row = 0; row < rows[itemCount]; row++) {
      const count = atLevels[row * levelCount + level];
      if (count === 0) continue;
      for (let q = 0; q < nodes.length; q++) counts[row * nodes.length + q] += count * mass[q];
    }
  }
  return counts;
}
