import type { ResponseData } from "../data.js";
import { fillProbabilities, logInPlace, rowStarts, type ParameterisedItem } from "../likelihood/tables.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { groupsNamed, groupsOfData, parameterised } from "../persons/align.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import type { AbilityPrior } from "./abilities.js";
import { DimensionResponses, findCases, type Cases } from "./cases.js";
import { MultidimensionalExpectation } from "./expectation.js";
import type { MultidimensionalCalibration } from "./options.js";
import { priorMeans } from "./prior-means.js";

/** Data brought together with a calibration in several dimensions. Items stand dimension by dimension. */
export interface AlignedDimensions {
  /** Each dimension's items, with their places among the calibration's. */
  items: { places: number[]; items: ParameterisedItem[] }[];
  nodes: Float64Array;
  /** The first row of each item in tables of item x category rows, and the end of the last. */
  rows: Int32Array;
  dimensions: DimensionResponses[];
  cases: Cases;
  groupCount: number;
  /** Item x category rows at the nodes. */
  logProbabilities: Float64Array;
  abilities: AbilityPrior;
  expectation: MultidimensionalExpectation;
}

/**
 * Bring data and a calibration in several dimensions together by the items' and groups' names. Items of the data that were not
 * calibrated are not looked at; calibrated items that the data do not have count as not presented.
 *
 * @throws {RangeError} where a score occurs that was no category in the calibration; a group is unknown to it; as `priorMeans`.
 */
export function alignDimensions(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  regressors?: DesignMatrix,
): AlignedDimensions {
  const groupOf = groupsOfData(calibration.groups, data);
  const means = priorMeans(calibration, data, groupOf, regressors);
  const { count, range, laid = null } = calibration.quadrature;
  const nodes = equallySpacedNodes(count, range);
  const items = calibration.dimensions.map(({ name }) => {
    const places = calibration.items.flatMap(({ dimension }, i) => (dimension === name ? [i] : []));
    return { places, items: places.map((i) => parameterised(calibration.items[i])) };
  });
  const all = items.flatMap((own) => own.items);
  const rows = rowStarts(all.map(({ categories }) => categories));
  const dimensions = items.map(({ places }) => {
    const own = places.map((i) => {
      const { item, groups, scoreValues } = calibration.items[i];
      return {
        ...{ item, column: data.items.indexOf(item), scoreValues },
        groups: groups && groupsNamed(groups, groupOf, calibration.groups),
      };
    });
    return new DimensionResponses(data, own, nodes.length);
  });
  const cases = findCases(data, dimensions, calibration.coefficients.length > 0, groupOf);
  const logProbabilities = new Float64Array(rows[all.length] * nodes.length);
  fillProbabilities(all, nodes, logProbabilities);
  logInPlace(logProbabilities);
  const firstItems = [
    0,
    ...items.map((_, d) => items.slice(0, d + 1).flatMap(({ places }) => places).length),
  ];
  const abilities = knownAbilities(calibration, means, cases);
  const firstRows = Int32Array.from(firstItems, (item) => rows[item]);
  const expectation = new MultidimensionalExpectation(dimensions, cases, nodes, firstRows, laid);
  expectation.lay(logProbabilities, abilities);
  return {
    ...{ items, nodes, rows, dimensions, cases, logProbabilities, abilities, expectation },
    groupCount: calibration.groups.length,
  };
}

/** The distributions of abilities as they were estimated. */
function knownAbilities(
  { dimensions, groups }: MultidimensionalCalibration,
  means: Float64Array,
  { personCase }: Cases,
): AbilityPrior {
  const size = dimensions.length;
  const covariances = groups.map((group) => Float64Array.from(group.covariances.flat()));
  return {
    size,
    covarianceOf: (g) => covariances[g],
    fillMeans(out) {
      personCase.forEach((n, p) => out.set(means.subarray(p * size, (p + 1) * size), n * size));
    },
  };
}
