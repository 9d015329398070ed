import { isOfGroup } from "../calibrate/item-parts.js";
import { completeCases } from "../fit/complete-cases.js";
import type { ComparedMargins } from "../fit/margin-fit.js";
import { fillAbilityColumn, itemColumns, type GroupItems } from "../fit/margin-jacobian.js";
import { marginsAtNodes, momentsOf, type MarginKind } from "../fit/moments.js";
import { productNodes } from "../numeric/normal-nodes.js";
import { inverseOfFactor, lowerFactor } from "../numeric/small-factor.js";
import type { AlignedData } from "../persons/align.js";
import type { MultidimensionalCalibration } from "./options.js";

/** Gauss-Hermite nodes in each of one to four dimensions: margins of four items at most are smooth. */
const nodesEach = [0, 41, 21, 13, 9];

/** One group's margins in several dimensions, on a product of Gauss-Hermite rules for its joint normal distribution. */
export interface JointMargins extends ComparedMargins {
  at: GroupItems;
  /** Nodes x dimensions: abilities less the group's means. */
  deviations: Float64Array;
  precision: Float64Array;
}

/**
 * Each group's own items with their margins, and its complete cases.
 *
 * @param aligned all items with their patterns of responses.
 */
export function jointMargins(
  { dimensions, groups, items }: MultidimensionalCalibration,
  aligned: AlignedData,
  weights: Float64Array,
  statistic: MarginKind,
): JointMargins[] {
  const size = dimensions.length;
  const { values, logWeights, count } = productNodes(nodesEach[size], size);
  return groups.map(({ name, means, covariances }, g) => {
    const factor = new Float64Array(size * size);
    const precision = new Float64Array(size * size);
    lowerFactor(Float64Array.from(covariances.flat()), size, factor);
    inverseOfFactor(factor, size, precision);
    const deviations = new Float64Array(count * size);
    for (let q = 0; q < count; q++)
      for (let d = 0; d < size; d++)
        for (let e = 0; e <= d; e++) deviations[q * size + d] += factor[d * size + e] * values[q * size + e];
    const abilities = dimensions.map((__, d) =>
      Float64Array.from({ length: count }, (___, q) => means[d] + deviations[q * size + d]),
    );
    const places = items.flatMap((item, i) => (isOfGroup(item, name) ? [i] : []));
    const own = places.map((i) => aligned.items[i]);
    const ofItem = places.map(
      (i) => abilities[dimensions.findIndex((one) => one.name === items[i].dimension)],
    );
    return {
      ...{ name, deviations, precision },
      complete: completeCases(aligned, weights, g, places),
      moments: momentsOf(
        own.map(({ categories }) => categories),
        statistic,
      ),
      at: {
        ...{ places, items: own, abilities: ofItem, mass: logWeights.map(Math.exp) },
        probabilities: own.map((item, i) => probabilitiesAt(item, ofItem[i])),
      },
    };
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
 * The derivatives of a group's expected margins in the free parameters: one column of margins for each, zeros in those of
 * parameters that the group does not have.
 *
 * @param names of the free parameters, and `places` of the items' among them.
 */
export function jointColumns(
  names: readonly string[],
  places: readonly (readonly number[])[],
  calibration: MultidimensionalCalibration,
  margins: JointMargins,
  g: number,
): Float64Array[] {
  const free = { count: names.length, places: places.map((own) => [...own]) };
  const columns = itemColumns(margins.moments, margins.at, free);
  addAbilities(columns, names, calibration, margins, g);
  return columns;
}

/** Fill the columns of the means, variances and covariances of a group that are free. */
function addAbilities(
  columns: readonly Float64Array[],
  names: readonly string[],
  { dimensions, groups }: MultidimensionalCalibration,
  { moments, at, deviations, precision }: JointMargins,
  g: number,
): void {
  const size = dimensions.length;
  const ending = groups.length > 1 ? `_${groups[g].name}` : "";
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
