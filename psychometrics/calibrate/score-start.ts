import { CodeTree } from "../likelihood/code-tree.js";
import { countResponses } from "../likelihood/response-counts.js";
import type { Patterns } from "../likelihood/patterns.js";
import { rowStarts } from "../likelihood/tables.js";
import { normalMass } from "../numeric/quadrature.js";
import type { Layout } from "./layout.js";
import type { ItemMaximization } from "./m-step.js";

/** Test takers are taken together whose abilities, as their scores have them, are in one of so many steps. */
const levelCount = 40;
const levelRange = 4;

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
  const measure = scoreMeasure(patterns);
  return measure && countsByLevel(patterns, measure, nodes);
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

/** For each pattern the sum, over its responses, of what `values` has for the item and category. */
function sumsOfPatterns(
  { chunks, codes, codeStarts, codeCount, patternCount }: Patterns,
  tree: CodeTree,
  values: Float64Array,
) {
  const ofCodes = new Float64Array(codeCount);
  for (const chunk of chunks) tree.sums(chunk, values, ofCodes);
  const sums = new Float64Array(patternCount);
  for (let n = 0; n < patternCount; n++) {
    for (let c = codeStarts[n]; c < codeStarts[n + 1]; c++) sums[n] += ofCodes[codes[c]];
  }
  return sums;
}

interface ScoreMeasure {
  /** Each pattern's posterior mean of ability. */
  means: Float64Array;
  /** The posterior variance, taken as one for all. */
  variance: number;
}

/** Scores as measures of ability. Null where their variance is no more than that of independent responses. */
function scoreMeasure(patterns: Patterns): ScoreMeasure | null {
  const { itemCount, categories, weights, booklets, bookletStarts, patternCount } = patterns;
  const rows = rowStarts(categories);
  const tree = new CodeTree(1, rows);
  const counts = countResponses(patterns, tree);
  // A response's share of the item's points, and its square.
  const shares = new Float64Array(rows[itemCount]);
  const means = new Float64Array(itemCount);
  const variances = new Float64Array(itemCount);
  for (let i = 0; i < itemCount; i++) {
    let total = 0;
    for (let k = 0; k < categories[i]; k++) {
      const share = k / (categories[i] - 1);
      const count = counts[rows[i] + k];
      shares[rows[i] + k] = share;
      total += count;
      means[i] += count * share;
      variances[i] += count * share * share;
    }
    if (total === 0) continue;
    means[i] /= total;
    variances[i] = variances[i] / total - means[i] ** 2;
  }
  const deviations = sumsOfPatterns(patterns, tree, shares);
  const noise = new Float64Array(booklets.count);
  let weightSum = 0;
  let square = 0;
  let noiseSum = 0;
  for (let b = 0; b < booklets.count; b++) {
    const items = booklets.items.subarray(booklets.itemStarts[b], booklets.itemStarts[b + 1]);
    if (items.length === 0) continue;
    let expected = 0;
    for (const i of items) {
      expected += means[i];
      noise[b] += variances[i] / items.length ** 2;
    }
    for (let n = bookletStarts[b]; n < bookletStarts[b + 1]; n++) {
      deviations[n] = (deviations[n] - expected) / items.length;
      weightSum += weights[n];
      square += weights[n] * deviations[n] ** 2;
      noiseSum += weights[n] * noise[b];
    }
  }
  const common = (square - noiseSum) / weightSum;
  if (!(common > 0)) return null;
  const unit = Math.sqrt(common);
  const reliability = common / (common + noiseSum / weightSum);
  const posteriorMeans = new Float64Array(patternCount);
  for (let b = 0; b < booklets.count; b++) {
    const factor = unit / (common + noise[b]);
    for (let n = bookletStarts[b]; n < bookletStarts[b + 1]; n++) posteriorMeans[n] = deviations[n] * factor;
  }
  return { means: posteriorMeans, variance: 1 - reliability };
}

/** Expected counts by item x category and node, by way of counts at levels of ability. */
function countsByLevel(
  patterns: Patterns,
  { means, variance }: ScoreMeasure,
  nodes: Float64Array,
): Float64Array {
  const { itemCount, categories, weights, chunks, codes, codeStarts, codeCount, patternCount } = patterns;
  const rows = rowStarts(categories);
  const ofCodes = new Float64Array(codeCount * levelCount);
  for (let n = 0; n < patternCount; n++) {
    const place = Math.floor(((means[n] + levelRange) / (2 * levelRange)) * levelCount);
    const level = Math.min(levelCount - 1, Math.max(0, place));
    for (let c = codeStarts[n]; c < codeStarts[n + 1]; c++)
      ofCodes[codes[c] * levelCount + level] += weights[n];
  }
  const atLevels = new Float64Array(rows[itemCount] * levelCount);
  const tree = new CodeTree(levelCount, rows);
  for (const chunk of chunks) tree.shareOut(chunk, ofCodes, atLevels);
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
