import { isOfGroup } from "../calibrate/item-parts.js";
import type { ResponseData } from "../data.js";
import { infitOutfit } from "../fit/infit-outfit.js";
import type { ItemFit } from "../fit/item-fit.js";
import { rootMeanSquareDeviation } from "../fit/rmsd.js";
import { sx2 } from "../fit/s-x2.js";
import { align } from "../persons/align.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import { alignDimensions, type AlignedDimensions } from "./align-dimensions.js";
import { oneDimension } from "./one-dimension.js";
import type { MultidimensionalCalibration } from "./options.js";

/** How one item fits its model in its dimension. */
export interface MultidimensionalItemFit extends ItemFit {
  dimension: string;
}

/**
 * Fit of every calibrated item to the data in its own dimension. Infit, outfit, RMSD and MD are averaged over the posterior of
 * that dimension, which the responses in all dimensions give; RMSD and MD over the posteriors of those with a response in the
 * dimension. S-X2 rests on sums of scores within the dimension, on the test takers with a response to all its items, and on
 * the distribution of its ability alone. Weights count as frequencies.
 *
 * @param regressors those of the calibration, by name, with a value for every test taker.
 * @throws {RangeError} where a score occurs that was no category in the calibration, a group is unknown to it, or a regressor has no value.
 */
export function itemFitMultidimensional(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  regressors?: DesignMatrix,
): MultidimensionalItemFit[] {
  const aligned = alignDimensions(calibration, data, regressors);
  const { logProbabilities, items } = aligned;
  const { counts, masses } = expectedByGroup(aligned);
  const found: MultidimensionalItemFit[] = [];
  items.forEach(({ places }, d) => {
    const alone = oneDimension(calibration, aligned, d);
    const ofScores = sx2(alone, align(alone, data));
    places.forEach((place, h) => {
      const { item, groups, dimension } = calibration.items[place];
      const isOf = calibration.groups.map(({ name }) => isOfGroup({ groups }, name));
      const population = populationOf(masses.filter((_, g) => isOf[g]).map((ofGroup) => ofGroup[d]));
      const row = rowsOf(aligned, d, h);
      const own = counts.subarray(row.from, row.to);
      const probabilities = logProbabilities.subarray(row.from, row.to).map(Math.exp);
      found[place] = {
        ...{ item, groups, dimension, n: countOf(aligned, data.weights, d, h) },
        ...infitOutfit(own, probabilities, aligned.nodes.length),
        ...rootMeanSquareDeviation(own, probabilities, population),
        ...ofScores[h],
      };
    });
  });
  return found;
}

/** Where the h-th item of dimension d stands in tables of item x category rows at the nodes. */
function rowsOf(
  { items, rows, nodes }: AlignedDimensions,
  d: number,
  h: number,
): { from: number; to: number } {
  const before = items.slice(0, d).reduce((sum, { places }) => sum + places.length, 0);
  return { from: rows[before + h] * nodes.length, to: rows[before + h + 1] * nodes.length };
}

/** Expected responses, and for each group and dimension where those with a response in it are, by their posteriors. */
function expectedByGroup({
  expectation,
  logProbabilities,
  abilities,
  groupCount,
  dimensions,
  nodes,
}: AlignedDimensions) {
  const counts = new Float64Array(logProbabilities.length);
  const own = new Float64Array(logProbabilities.length);
  const masses = Array.from({ length: groupCount }, (_, g) => {
    expectation.expect(logProbabilities, abilities, own, { onlyGroup: g });
    own.forEach((count, n) => (counts[n] += count));
    return dimensions.map(({ masses: ofPatterns }) => {
      const sums = new Float64Array(nodes.length);
      ofPatterns.forEach((mass, n) => (sums[n % nodes.length] += mass));
      return sums;
    });
  });
  return { counts, masses };
}

/** The groups' masses together, as shares. */
function populationOf(masses: readonly Float64Array[]): Float64Array {
  const population = new Float64Array(masses[0].length);
  for (const ofGroup of masses) ofGroup.forEach((mass, q) => (population[q] += mass));
  const total = population.reduce((sum, mass) => sum + mass, 0);
  return total > 0 ? population.map((mass) => mass / total) : population;
}

/** The test takers who count and were presented an item. */
function countOf({ dimensions }: AlignedDimensions, weights: Float64Array, d: number, h: number): number {
  const { responses, personPattern, itemCount } = dimensions[d].patterns;
  return weights.reduce(
    (count, weight, p) => count + Number(weight > 0 && responses[personPattern[p] * itemCount + h] >= 0),
    0,
  );
}
