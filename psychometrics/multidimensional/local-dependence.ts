import { partName } from "../calibrate/item-parts.js";
import type { ResponseData } from "../data.js";
import { dependenceOf, type LocalDependence } from "../fit/local-dependence.js";
import type { ParameterisedItem } from "../likelihood/tables.js";
import { parameterised } from "../persons/align.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import { alignDimensions, type AlignedDimensions } from "./align-dimensions.js";
import { JointShares } from "./joint-shares.js";
import type { MultidimensionalCalibration } from "./options.js";

/** How two items of the same or of different dimensions hang together beyond what the abilities explain. */
export interface DimensionalDependence extends LocalDependence {
  /** The dimension of each. */
  dimensions: [string, string];
}

/**
 * LD-X2 of every pair of items, within and between dimensions: `localDependence` with the integral of P_i P_j over the joint
 * distribution of the two items' dimensions. Groups enter with their own distributions, and by their shares of those presented
 * both; with regressors every test taker does, with the normal distribution that the regression expects for them.
 *
 * @param regressors those of the calibration, by name, with a value for every test taker.
 * @throws {RangeError} where a score occurs that was no category in the calibration, a group is unknown to it, or a regressor has no value.
 */
export function localDependenceMultidimensional(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  regressors?: DesignMatrix,
): DimensionalDependence[] {
  const aligned = alignDimensions(calibration, data, regressors);
  const items = calibration.items.map((item) => ({
    ...parameterised(item),
    dimension: calibration.dimensions.findIndex(({ name }) => name === item.dimension),
  }));
  const { starts, observed, expected } = tablesOf(calibration, aligned, items);
  const names = calibration.items.map(({ item, groups }) => partName(item, groups));
  const found: DimensionalDependence[] = [];
  for (let j = 1; j < items.length; j++) {
    for (let i = 0; i < j; i++) {
      const [from, to] = [starts[placeOf(i, j)], starts[placeOf(i, j) + 1]];
      found.push({
        items: [names[i], names[j]],
        dimensions: [calibration.items[i].dimension, calibration.items[j].dimension],
        ...dependenceOf(observed.subarray(from, to), expected.subarray(from, to), items[j].categories),
      });
    }
  }
  return found;
}

/** The place of a pair of items, the first before the second. */
const placeOf = (i: number, j: number): number => (j * (j - 1)) / 2 + i;

/** Two-way tables of all pairs, one after the other: what was seen, and what is expected of those who were presented both. */
function tablesOf(
  { groups }: MultidimensionalCalibration,
  aligned: AlignedDimensions,
  items: readonly (ParameterisedItem & { dimension: number })[],
): { starts: Int32Array; observed: Float64Array; expected: Float64Array } {
  const pairCount = placeOf(0, items.length);
  const starts = new Int32Array(pairCount + 1);
  for (let j = 1; j < items.length; j++)
    for (let i = 0; i < j; i++)
      starts[placeOf(i, j) + 1] = starts[placeOf(i, j)] + items[i].categories * items[j].categories;
  const observed = new Float64Array(starts[pairCount]);
  const expected = new Float64Array(starts[pairCount]);
  const weights = new Float64Array(pairCount);
  for (const { group, means, cases } of priorsOf(aligned)) {
    const shares = new JointShares(items, means, groups[group].covariances);
    const touched: [number, number][] = [];
    for (const n of cases) {
      const weight = aligned.cases.weights[n];
      const seen = responsesOf(aligned, n);
      seen.forEach(([j, b], place) => {
        for (let before = 0; before < place; before++) {
          const [i, a] = seen[before];
          const pair = placeOf(i, j);
          observed[starts[pair] + a * items[j].categories + b] += weight;
          if (weights[pair] === 0) touched.push([i, j]);
          weights[pair] += weight;
        }
      });
    }
    for (const [i, j] of touched) {
      const pair = placeOf(i, j);
      shares.addTo(expected.subarray(starts[pair], starts[pair + 1]), i, j, weights[pair]);
      weights[pair] = 0;
    }
  }
  return { starts, observed, expected };
}

/** Distinct distributions of ability before any response, with those who have them: of groups, or as regressors say. */
function priorsOf({
  abilities,
  cases,
}: AlignedDimensions): { group: number; means: Float64Array; cases: number[] }[] {
  const { size } = abilities;
  const fitted = new Float64Array(cases.count * size);
  abilities.fillMeans(fitted);
  const found = new Map<string, { group: number; means: Float64Array; cases: number[] }>();
  for (let n = 0; n < cases.count; n++) {
    if (!(cases.weights[n] > 0)) continue;
    const means = fitted.subarray(n * size, (n + 1) * size);
    const key = [cases.groups[n], ...means].join(" ");
    const prior = found.get(key) ?? { group: cases.groups[n], means, cases: [] };
    prior.cases.push(n);
    found.set(key, prior);
  }
  return [...found.values()];
}

/** The items that a case was presented, in the calibration's order, with its categories. */
function responsesOf({ items, dimensions, cases }: AlignedDimensions, n: number): [number, number][] {
  return items
    .flatMap(({ places }, d) => {
      const { responses, itemCount } = dimensions[d].patterns;
      const from = cases.patterns[n * dimensions.length + d] * itemCount;
      return places.flatMap((place, h): [number, number][] => {
        const category = responses[from + h];
        return category < 0 ? [] : [[place, category]];
      });
    })
    .sort(([a], [b]) => a - b);
}
