import type { Anchor } from "../calibrate/calibration.js";
import { itemParts, partName } from "../calibrate/item-parts.js";
import { layOut, type Layout } from "../calibrate/layout.js";
import { findCategories, type Recoding } from "../calibrate/recode.js";
import { ratingScaleOf, setUpItems } from "../calibrate/setup.js";
import type { ResponseData } from "../data.js";
import type { LaidNodes } from "../likelihood/laid-nodes.js";
import { rowStarts } from "../likelihood/tables.js";
import type { AbilityGroups } from "./ability-groups.js";
import { DimensionResponses, findCases, type Cases } from "./cases.js";
import { checkDimensions } from "./check-dimensions.js";
import type { MultidimensionalOptions } from "./options.js";
import { readQuadrature } from "./read-quadrature.js";
import { setUpAbilities } from "./setup-abilities.js";
import { message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

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
  /** Nodes to lay about the posteriors, if any. */
  laid: LaidNodes | null;
  dimensions: readonly DimensionResponses[];
  cases: Cases;
  abilities: AbilityGroups;
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
    recoding.items.map(({ item, groups }) =>
      partName(item, groups && [...groups].map((g) => data.groupNames[g])),
    ),
  );
  const rows = rowStarts(setups.map(({ categories }) => categories));
  const firstItems = [...names.keys(), names.length].map((d) => {
    const first = dimensionOf.findIndex((own) => own >= d);
    return first < 0 ? setups.length : first;
  });
  const { nodes, laid } = readQuadrature(options);
  const dimensions = names.map(
    (_, d) =>
      new DimensionResponses(
        data,
        recoding.items.slice(firstItems[d], firstItems[d + 1]),
        nodes.length,
        options.crew,
      ),
  );
  const hasRegressors = (options.regressors?.names.length ?? 0) > 0;
  const cases = findCases(
    ...([data, dimensions, hasRegressors] as const),
    data.groupNames.map((_, g) => g),
  );
  return {
    ...{ layout, recoding, dimensionOf, rows, nodes, laid, dimensions, cases },
    firstRows: Int32Array.from(firstItems, (item) => rows[item]),
    abilities: setUpAbilities(data, options, setups, dimensionOf, cases, nodes),
  };
}

function recode(
  data: ResponseData,
  options: MultidimensionalOptions,
  anchors: ReadonlyMap<string, Anchor>,
): Recoding {
  const all = itemParts(data, options);
  const parts = options.dimensions.flatMap(({ items }) =>
    items.flatMap((name) => all.filter(({ item }) => item === name)),
  );
  const recoding = findCategories(data, parts, {
    scaleOf: (item, maxScore) => ratingScaleOf(item, options, anchors, maxScore),
  });
  for (const { name, items } of options.dimensions) {
    if (recoding.items.some(({ item }) => items.includes(item))) continue;
    const reasons = recoding.excluded
      .filter(({ item }) => items.includes(item))
      .map(({ item, reason }) => message("of-item", { item, reason }));
    throw new Refusal("dimension-uncalibrated", { dimension: name, reasons });
  }
  return recoding;
}
