import type { ComparedMargins } from "../fit/margin-fit.js";
import { fillAbilityColumn, itemColumns, type GroupItems } from "../fit/margin-jacobian.js";
import { marginsAtNodes, momentsOf, type MarginKind } from "../fit/moments.js";
import type { Sample } from "../fit/samples.js";
import { productNodes } from "../numeric/normal-nodes.js";
import { inverseOfFactor, lowerFactor } from "../numeric/small-factor.js";
import type { AlignedData } from "../persons/align.js";
import type { MultidimensionalCalibration } from "./options.js";

/**
 * Gauss-Hermite nodes in each of one to four dimensions. Margins of four items at most are smooth where items are no steeper than
 * abilities are wide; with slopes of 1.5 and a standard deviation of 2 they are off by 0.001 in three dimensions and 0.004 in four, with
 * slopes of 3.5 and one of 2.5 by 0.03 and 0.05.
 */
const nodesEach = [0, 41, 21, 13, 9];

/** One sample's margins in several dimensions, on a product of Gauss-Hermite rules for its joint normal distribution. */
export interface JointMargins extends ComparedMargins {
  at: GroupItems;
  /** Nodes x dimensions: abilities less its group's means. */
  deviations: Float64Array;
  precision: Float64Array;
}

/**
 * The margins of each sample's items over its group's joint normal distribution.
 *
 * @param aligned all items with their patterns of responses.
 */
export function jointMargins(
  calibration: MultidimensionalCalibration,
  aligned: AlignedData,
  samples: readonly Sample[],
  statistic: MarginKind,
): JointMargins[] {
  const { dimensions, items } = calibration;
  const ofGroups = jointNodes(calibration);
  return samples.map((sample) => {
    const { group, places } = sample;
    const { abilities, deviations, precision, mass } = ofGroups[group];
    const own = places.map((i) => aligned.items[i]);
    const ofItem = places.map(
      (i) => abilities[dimensions.findIndex((one) => one.name === items[i].dimension)],
    );
    return {
      ...sample,
      ...{ deviations, precision },
      moments: momentsOf(
        own.map(({ categories }) => categories),
        statistic,
      ),
      at: {
        ...{ places, items: own, abilities: ofItem, mass },
        probabilities: own.map((item, i) => probabilitiesAt(item, ofItem[i])),
      },
    };
  });
}

/** Each group's joint normal distribution at a product of nodes. */
function jointNodes({ dimensions, groups }: MultidimensionalCalibration) {
  const size = dimensions.length;
  const { values, logWeights, count } = productNodes(nodesEach[size], size);
  const mass = logWeights.map(Math.exp);
  return groups.map(({ means, covariances }) => {
    const factor = new Float64Array(size * size);
    const precision = new Float64Array(size * size);
    lowerFactor(Float64Array.from(covariances.flat()), size, factor);
    inverseOfFactor(factor, size, precision);
    const deviations = new Float64Array(count * size);
    for (let q = 0; q < count; q++)
      for (let d = 0; d < size; d++)
        for (let e = 0; e <= d; e++) deviations[q * size + d] += factor[d * size + e] * values[q * size + e];
    const abilities = dimensions.map((_, d) =>
      Float64Array.from({ length: count }, (__, q) => means[d] + deviations[q * size + d]),
    );
    return { abilities, deviations, precision, mass };
  });
}

/** Categories x nodes. */
function probabilitiesAt(
  { model, categories, parameters }: AlignedData["items"][number],
  nodes: Float64Array,
): Float64Array {
  const out = new Float64Array(categories * nodes.length);
  const at = new Float64Array(categories);
  nodes.forEach((theta, q) => {
    model.probabilities(theta, parameters, at);
    at.forEach((probability, k) => (out[k * nodes.length + q] = probability));
  });
  return out;
}

/**
 * The derivatives of a sample's expected margins in the free parameters: one column of margins for each, zeros in those of
 * parameters that it does not have.
 *
 * @param names of the free parameters, and `places` of the items' among them.
 */
export function jointColumns(
  names: readonly string[],
  places: readonly (readonly number[])[],
  calibration: MultidimensionalCalibration,
  margins: JointMargins,
): Float64Array[] {
  const free = { count: names.length, places: places.map((own) => [...own]) };
  const columns = itemColumns(margins.moments, margins.at, free);
  addAbilities(columns, names, calibration, margins);
  return columns;
}

/** Fill the columns of the means, variances and covariances of a group that are free. */
function addAbilities(
  columns: readonly Float64Array[],
  names: readonly string[],
  { dimensions, groups }: MultidimensionalCalibration,
  { group, moments, at, deviations, precision }: JointMargins,
): void {
  const size = dimensions.length;
  const ending = groups.length > 1 ? `_${groups[group].name}` : "";
  const margins = marginsAtNodes(moments, at);
  const count = at.mass.length;
  // P (theta - mean), from which all slopes of the normal density's logarithm are made.
  const pulls = new Float64Array(count * size);
  for (let q = 0; q < count; q++)
    for (let d = 0; d < size; d++)
      for (let e = 0; e < size; e++)
        pulls[q * size + d] += precision[d * size + e] * deviations[q * size + e];
  const fill = (name: string, slope: (q: number) => number) => {
    const place = names.indexOf(`${name}${ending}`);
    if (place < 0) return;
    const slopes = Float64Array.from({ length: count }, (_, q) => slope(q));
    fillAbilityColumn(columns[place], margins, at.mass, slopes);
  };
  dimensions.forEach(({ name }, d) => {
    fill(`mean_${name}`, (q) => pulls[q * size + d]);
    fill(`variance_${name}`, (q) => pulls[q * size + d] ** 2 / 2);
    for (let e = d + 1; e < size; e++)
      fill(`covariance_${name}_${dimensions[e].name}`, (q) => pulls[q * size + d] * pulls[q * size + e]);
  });
}
