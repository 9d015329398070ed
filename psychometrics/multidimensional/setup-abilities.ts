import type { ItemSetup } from "../calibrate/layout.js";
import type { ResponseData } from "../data.js";
import { varianceFloor } from "../population/fit-normal.js";
import type { AbilitySetup } from "./abilities.js";
import { AbilityGroups } from "./ability-groups.js";
import type { Cases } from "./cases.js";
import { requireResponses } from "./check-groups.js";
import { isAbove, type FreeElements } from "./covariance-step.js";
import type { MultidimensionalOptions } from "./options.js";
import { readRegressors } from "./regressors.js";
import { Refusal } from "../messages/refusal.js";

/**
 * The groups' distributions to start from, and what of them is free: means and variances of the first group as the dimensions
 * say, or else what holds the scale leaves of them; those of all others; covariances where nobody holds them.
 *
 * @throws {RangeError} when covariances that are held leave too little variance, or nobody has the responses that something
 * free needs.
 */
export function setUpAbilities(
  data: ResponseData,
  options: MultidimensionalOptions,
  setups: readonly ItemSetup[],
  dimensionOf: Int32Array,
  cases: Cases,
  nodes: Float64Array,
): AbilityGroups {
  const { dimensions } = options;
  const size = dimensions.length;
  const anchored = new Set(options.anchors?.map(({ item }) => item));
  const floor = varianceFloor(nodes);
  const covariance = startingCovariance(options, floor);
  const regressors = readRegressors(data, options.regressors, cases);
  const own = data.groupNames.map((_, g): AbilitySetup => {
    const isReference = g === 0;
    return {
      ...{ size, covariance, floor },
      means: Float64Array.from(dimensions, ({ mean }) => (typeof mean === "number" ? mean : 0)),
      isMeanFree: dimensions.map(({ mean, items }) => {
        if (!isReference || mean === "free") return true;
        return mean === undefined && items.some((item) => anchored.has(item));
      }),
      freeElements: elementsToFit(options, setups, dimensionOf, isReference),
    };
  });
  requireResponses(data.groupNames, dimensions, cases, own);
  return new AbilityGroups(own, cases, regressors);
}

function startingCovariance(options: MultidimensionalOptions, floor: number): Float64Array {
  const size = options.dimensions.length;
  const covariance = new Float64Array(size * size);
  options.dimensions.forEach(({ variance }, d) => {
    covariance[d * (size + 1)] = typeof variance === "number" ? variance : 1;
    for (let e = 0; e < size; e++) {
      const held = d === e ? undefined : heldCovariance(options, d, e);
      if (held !== undefined) covariance[d * size + e] = held;
    }
  });
  if (isAbove(covariance, size, floor)) return covariance;
  throw new Refusal("held-covariances-singular", { floor: Number(floor.toPrecision(2)) });
}

/** Variances are free where a slope is held or the caller says so, and in all groups but the first. */
function elementsToFit(
  options: MultidimensionalOptions,
  setups: readonly ItemSetup[],
  dimensionOf: Int32Array,
  isReference: boolean,
): FreeElements {
  const { dimensions } = options;
  const elements: [number, number][] = [];
  dimensions.forEach(({ variance }, d) => {
    const hasFixedSlope = setups.some((setup, i) => dimensionOf[i] === d && !setup.isFree[0]);
    if (!isReference || variance === "free" || (variance === undefined && hasFixedSlope))
      elements.push([d, d]);
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
