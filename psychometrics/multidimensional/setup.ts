import type { Anchor } from "../calibrate/calibration.js";
import { layOut, type ItemSetup, type Layout } from "../calibrate/layout.js";
import { findCategories, type Recoding } from "../calibrate/recode.js";
import { ratingScaleOf, setUpItems } from "../calibrate/setup.js";
import type { ResponseData } from "../data.js";
import { rowStarts } from "../likelihood/tables.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { varianceFloor } from "../population/fit-normal.js";
import { Abilities } from "./abilities.js";
import { DimensionResponses, findCases, type Cases } from "./cases.js";
import { isAbove, type FreeElements } from "./covariance-step.js";
import { checkDimensions, requireCommonCases } from "./check-dimensions.js";
import type { MultidimensionalOptions } from "./options.js";
import { readRegressors } from "./regressors.js";

/** Nodes in each of one, two, three or four dimensions, where the caller names none. */
const defaultNodes = [0, 61, 61, 31, 31];

/** The state of an estimation in several dimensions. Items stand dimension by dimension. */
export interface MultidimensionalEstimation {
  layout: Layout;
  recoding: Recoding;
  /** The place of each item's dimension. */
  dimensionOf: Int32Array;
  /** The first row of each item in tables of item x category rows, and the end of the last. */
  rows: Int32Array;
  /** The first row of each dimension, and the end of the last. */
  firstRows: Int32Array;
  nodes: Float64Array;
  dimensions: readonly DimensionResponses[];
  cases: Cases;
  abilities: Abilities;
}

/**
 * Everything in place for the first cycle.
 *
 * @throws {RangeError} as `calibrateMultidimensional`.
 */
export function setUpMultidimensional(
  data: ResponseData,
  options: MultidimensionalOptions,
): MultidimensionalEstimation {
  checkDimensions(data, options);
  const anchors = new Map((options.anchors ?? []).map((anchor) => [anchor.item, anchor]));
  const recoding = recode(data, options, anchors);
  const names = options.dimensions.map(({ name }) => name);
  const dimensionOf = Int32Array.from(recoding.items, ({ item }) =>
    options.dimensions.findIndex(({ items }) => items.includes(item)),
  );
  // Each dimension has its own unit, so a slope common to all its items is its own, too.
  const familyOf = (item: string) => options.dimensions.find(({ items }) => items.includes(item))?.name ?? "";
  const setups = setUpItems(data, recoding.items, options, anchors, familyOf);
  const layout = layOut(
    setups,
    recoding.items.map(({ item }) => item),
  );
  const rows = rowStarts(setups.map(({ categories }) => categories));
  const firstItems = [...names.keys(), names.length].map((d) => {
    const first = dimensionOf.findIndex((own) => own >= d);
    return first < 0 ? setups.length : first;
  });
  const nodes = equallySpacedNodes(options.quadrature ?? defaultNodes[names.length], options.range ?? 6);
  const dimensions = names.map(
    (_, d) =>
      new DimensionResponses(data, recoding.items.slice(firstItems[d], firstItems[d + 1]), nodes.length),
  );
  const hasRegressors = (options.regressors?.names.length ?? 0) > 0;
  const cases = findCases(data, dimensions, hasRegressors);
  const freeElements = elementsToFit(options, setups, dimensionOf);
  requireCommonCases(names, cases, freeElements);
  return {
    ...{ layout, recoding, dimensionOf, rows, nodes, dimensions, cases },
    firstRows: Int32Array.from(firstItems, (item) => rows[item]),
    abilities: setUpAbilities(data, options, setups, dimensionOf, cases, nodes, freeElements),
  };
}

function recode(
  data: ResponseData,
  options: MultidimensionalOptions,
  anchors: ReadonlyMap<string, Anchor>,
): Recoding {
  const parts = options.dimensions.flatMap(({ items }) =>
    items.map((item) => ({
      ...{ item, column: data.items.indexOf(item), groups: null, isCommon: true },
      own: "all" as const,
    })),
  );
  const recoding = findCategories(data, parts, {
    anchors,
    scaleOf: (item) => ratingScaleOf(item, options, anchors),
  });
  for (const { name, items } of options.dimensions) {
    if (recoding.items.some(({ item }) => items.includes(item))) continue;
    const reasons = recoding.excluded
      .filter(({ item }) => items.includes(item))
      .map(({ item, reason }) => `${item}: ${reason}`);
    throw new RangeError(
      `dimension ${name} has no item that can be calibrated (${reasons.join("; ")}); leave the dimension out, or give it other items`,
    );
  }
  return recoding;
}

/** Variances are free where a slope is held or the caller says so; covariances where nobody holds them. */
function elementsToFit(
  options: MultidimensionalOptions,
  setups: readonly ItemSetup[],
  dimensionOf: Int32Array,
): FreeElements {
  const { dimensions } = options;
  const elements: [number, number][] = [];
  dimensions.forEach(({ variance }, d) => {
    const hasFixedSlope = setups.some((setup, i) => dimensionOf[i] === d && !setup.isFree[0]);
    if (variance === "free" || (variance === undefined && hasFixedSlope)) elements.push([d, d]);
    for (let e = d + 1; e < dimensions.length; e++)
      if (heldCovariance(options, d, e) === undefined) elements.push([d, e]);
  });
  return elements;
}

function heldCovariance(options: MultidimensionalOptions, d: number, e: number): number | undefined {
  const pair = [options.dimensions[d].name, options.dimensions[e].name];
  return options.covariances?.find(({ dimensions }) => dimensions.every((name) => pair.includes(name)))
    ?.value;
}

function setUpAbilities(
  data: ResponseData,
  options: MultidimensionalOptions,
  setups: readonly ItemSetup[],
  dimensionOf: Int32Array,
  cases: Cases,
  nodes: Float64Array,
  freeElements: FreeElements,
): Abilities {
  const size = options.dimensions.length;
  const anchored = new Set(options.anchors?.map(({ item }) => item));
  const means = Float64Array.from(options.dimensions, ({ mean }) => (typeof mean === "number" ? mean : 0));
  const isMeanFree = options.dimensions.map(({ mean, items }) =>
    mean === undefined ? items.some((item) => anchored.has(item)) : mean === "free",
  );
  const floor = varianceFloor(nodes);
  const covariance = new Float64Array(size * size);
  options.dimensions.forEach(({ variance }, d) => {
    covariance[d * (size + 1)] = typeof variance === "number" ? variance : 1;
    for (let e = 0; e < size; e++) {
      const held = d === e ? undefined : heldCovariance(options, d, e);
      if (held !== undefined) covariance[d * size + e] = held;
    }
  });
  if (!isAbove(covariance, size, floor)) {
    throw new RangeError(
      `the variances and covariances that are held leave a dimension less variance than the grid can tell (${floor.toPrecision(2)}); ` +
        "hold other values, or take more nodes (quadrature)",
    );
  }
  return new Abilities({
    ...{ size, means, isMeanFree, covariance, freeElements, floor },
    design: readRegressors(data, options.regressors, cases),
  });
}
