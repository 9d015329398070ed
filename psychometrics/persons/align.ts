import type { CalibratedGroup, CalibratedItem, Calibration } from "../calibrate/calibration.js";
import { Posteriors } from "../likelihood/expectation.js";
import { findPatterns, type Patterns } from "../likelihood/patterns.js";
import { recodeResponses } from "../calibrate/recode.js";
import { fillProbabilities, logInPlace, type ParameterisedItem } from "../likelihood/tables.js";
import type { ResponseData } from "../data.js";
import { namedModel } from "../models/index.js";
import { equallySpacedNodes, normalMass } from "../numeric/quadrature.js";
import { Refusal } from "../messages/refusal.js";

/** An item with known parameters as formulas and arrays. */
export function parameterised(
  item: Pick<CalibratedItem, "model" | "scoreValues" | "parameters">,
): ParameterisedItem {
  return {
    model: namedModel(item.model).itemModel,
    categories: item.scoreValues.length,
    parameters: Float64Array.from(item.parameters),
  };
}

/** A group's prior mass at the nodes of its calibration. */
export function massAt({ mean, variance, mass }: CalibratedGroup, nodes: Float64Array): Float64Array {
  if (mass) return Float64Array.from(mass);
  const out = new Float64Array(nodes.length);
  normalMass(nodes, mean, variance, out);
  return out;
}

/**
 * The place of each group of the data among those of a calibration; a calibration of one group takes in all.
 *
 * @throws {RangeError} when a group is unknown to the calibration.
 */
export function groupsOfData(
  groups: readonly { name: string }[],
  { groupNames }: Pick<ResponseData, "groupNames">,
): number[] {
  return groupNames.map((name) => {
    if (groups.length === 1) return 0;
    const place = groups.findIndex((group) => group.name === name);
    if (place < 0) throw new Refusal("calibration-without-group", { group: name });
    return place;
  });
}

/** The data's groups that have a part of an item, given the place of each among those of the calibration. */
export function groupsNamed(
  names: readonly string[],
  groupOf: readonly number[],
  groups: readonly { name: string }[],
): ReadonlySet<number> {
  return new Set(groupOf.flatMap((place, g) => (names.includes(groups[place].name) ? [g] : [])));
}

/** Data brought together with a calibration: the calibrated items' responses as patterns, and the grid. */
export interface AlignedData {
  items: ParameterisedItem[];
  /** The data's column of each calibrated item, or -1. */
  columns: number[];
  patterns: Patterns;
  nodes: Float64Array;
  posteriors: Posteriors;
  logProbabilities: Float64Array;
  /** Each group of the calibration: its prior mass at the nodes, and its logarithm. */
  mass: Float64Array[];
  logMass: Float64Array[];
}

/**
 * Bring data and calibration together by the items' and groups' names. Items of the data that were not calibrated
 * are not looked at; calibrated items that the data do not have count as not presented.
 *
 * @throws {RangeError} where a score occurs that was no category in the calibration, or a group is unknown to it.
 */
export function align(calibration: Calibration, data: ResponseData): AlignedData {
  const items = calibration.items.map(parameterised);
  const columns = calibration.items.map(({ item }) => data.items.indexOf(item));
  const groupOf = groupsOfData(calibration.groups, data);
  const recoded = recodeResponses(
    data,
    calibration.items.map((part, i) => ({
      item: part.item,
      column: columns[i],
      groups: part.groups && groupsNamed(part.groups, groupOf, calibration.groups),
      scoreValues: part.scoreValues,
    })),
  );
  const patterns = findPatterns(
    recoded,
    Int32Array.from(items, (item) => item.categories),
    data.weights,
    data.groups.map((group) => groupOf[group]),
    calibration.groups.length,
  );
  const nodes = equallySpacedNodes(calibration.quadrature.count, calibration.quadrature.range);
  const posteriors = new Posteriors(patterns, nodes.length);
  const logProbabilities = new Float64Array(posteriors.rows[items.length] * nodes.length);
  fillProbabilities(items, nodes, logProbabilities);
  logInPlace(logProbabilities);
  const mass = calibration.groups.map((group) => massAt(group, nodes));
  const logMass = mass.map((values) => values.map(Math.log));
  return { items, columns, patterns, nodes, posteriors, logProbabilities, mass, logMass };
}
