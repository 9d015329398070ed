import type { ResponseData } from "../data.js";
import type { Booklets } from "../likelihood/booklets.js";
import { message, type Message } from "../messages/message.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { reportParameters } from "../parameters.js";
import { meanMax, varianceFloor, varianceMax } from "../population/fit-normal.js";
import type { Population } from "../population/population.js";
import { partName } from "./item-parts.js";
import type { CalibratedGroup, CalibratedItem, Calibration, JointCovariance } from "./calibration.js";
import { itemsAtSlopeBound, itemsWithoutAsymptote } from "./at-bounds.js";
import { slopeMax } from "./bounds.js";
import { isCut, reachOf } from "./grid.js";
import { stretch, type Layout } from "./layout.js";

/** Beyond this a slope is a step function, and the likelihood has no maximum for it. */
const slopeSuspicious = 15;

/** An item's parameters as reports print them, with its share of the covariance. */
export function describeItem(
  layout: Layout,
  i: number,
  covariance: Float64Array | null,
  size: number,
): Omit<CalibratedItem, "item" | "groups" | "isUnique" | "model" | "scoreValues" | "isAnchored"> {
  const parameters = Array.from(stretch(layout, layout.values, i));
  const places = Array.from(stretchOfPlaces(layout, i));
  const own =
    covariance &&
    places.flatMap((place) =>
      places.map((other) => (place < 0 || other < 0 ? 0 : covariance[place * size + other])),
    );
  return {
    ...reportParameters(layout.items[i].model, layout.items[i].categories, parameters, own),
    parameters,
    covariance: own,
  };
}

/** The covariance of all free parameters, and where each item's are in it; null where there is none. */
export function describeCovariance(
  layout: Layout,
  population: Population,
  covariance: Float64Array | null,
): JointCovariance | null {
  if (!covariance) return null;
  return {
    names: [...layout.freeNames, ...population.freeNames],
    places: layout.items.map((_, i) => Array.from(stretchOfPlaces(layout, i))),
    values: Array.from(covariance),
  };
}

function stretchOfPlaces(layout: Layout, i: number): Int32Array {
  return layout.freePlace.subarray(layout.offsets[i], layout.offsets[i + 1]);
}

/** The groups' distributions with their standard errors. */
export function describeGroups(
  population: Population,
  names: readonly string[],
  first: number,
  covariance: Float64Array | null,
  size: number,
  counted: number[],
): Calibration["groups"] {
  const errorOf = (name: string) => {
    const place = population.freeNames.indexOf(name);
    if (place < 0 || !covariance) return null;
    const variance = covariance[(first + place) * size + first + place];
    return variance > 0 ? Math.sqrt(variance) : null;
  };
  return names.map((name, g) => ({
    name,
    personCount: counted[g],
    ...population.moments(g),
    mass: population.shape(g) === "histogram" ? Array.from(population.mass(g)) : null,
    meanStandardError: errorOf(`mean_${name}`),
    varianceStandardError: errorOf(`variance_${name}`),
  }));
}

/** Test takers with a positive weight and at least one response to a calibrated item, by group. */
export function countPersons(data: ResponseData, { ofPerson, itemStarts }: Booklets): number[] {
  const counted = new Array<number>(data.groupNames.length).fill(0);
  for (let p = 0; p < data.personCount; p++) {
    const booklet = ofPerson[p];
    if (data.weights[p] > 0 && itemStarts[booklet + 1] > itemStarts[booklet]) counted[data.groups[p]]++;
  }
  return counted;
}

/** What a reader should know before using the numbers. */
export function notesOn(
  calibration: Calibration,
  { coarseness, ...ending }: Ending & { coarseness: number | null },
): Message[] {
  const notes = notesOnEstimates(calibration, ending);
  const { quadrature } = calibration;
  if (coarseness !== null) {
    const percent = Number((100 * coarseness).toPrecision(2));
    notes.push(message("posteriors-narrow-of-one", { nodes: quadrature.count, percent }));
  }
  const floor = varianceFloor(equallySpacedNodes(quadrature.count, quadrature.range));
  for (const group of calibration.groups) {
    const { name, variance, mass } = group;
    const edge = groupEdge(group, quadrature);
    if (edge !== null) notes.push(noteOnEdge(group, edge));
    else if (mass === null && variance <= floor) {
      notes.push(message("variance-at-floor", { group: name, floor: Number(floor.toPrecision(2)) }));
    } else if (mass === null && isCut(group, quadrature)) {
      const value = Number(reachOf(group, quadrature).toFixed(1));
      notes.push(message("grid-cuts-group", { group: name, range: quadrature.range, value }));
    }
  }
  return notes;
}

/** How an estimation ended. */
export interface Ending {
  /** Whether a cycle changed nothing any more. */
  hasSettled: boolean;
  informationFailed: boolean;
  layout: Layout;
}

/** What a reader should know of the iteration, the standard errors and the items' slopes. */
export function notesOnEstimates(
  { cycles, largestChange, items }: Pick<Calibration, "cycles" | "largestChange" | "items">,
  { hasSettled, informationFailed, layout }: Ending,
): Message[] {
  const notes: Message[] = [];
  if (!hasSettled) {
    notes.push(message("not-settled", { cycles, change: Number(largestChange.toPrecision(2)) }));
  }
  const runaway = itemsAtSlopeBound(layout);
  if (runaway.length > 0) notes.push(noteOnRunaway(runaway));
  if (informationFailed) notes.push(message("no-standard-errors"));
  const withoutAsymptote = itemsWithoutAsymptote(layout);
  if (withoutAsymptote.length > 0) notes.push(noteOnAsymptotes(withoutAsymptote));
  for (const { item: name, groups, slope, isAnchored } of items) {
    if (isAnchored || runaway.includes(partName(name, groups))) continue;
    const item = partName(name, groups);
    if (Math.abs(slope) > slopeSuspicious) {
      notes.push(message("slope-hardly-bound", { item, slope: Number(slope.toFixed(1)) }));
    } else if (slope < 0) {
      notes.push(message("slope-negative", { item }));
    }
  }
  return notes;
}

/**
 * Which moment of a group's normal distribution ended at the most that the grid can tell, so that nothing has converged:
 * the mean, where nearly every response is right or nearly every one wrong; the variance, where responses are so consistent
 * that it has no bound, as where each test taker's are all alike. Null for neither, and for a histogram.
 */
export function groupEdge(
  { mean, variance, mass }: Pick<CalibratedGroup, "mean" | "variance" | "mass">,
  quadrature: Calibration["quadrature"],
): "mean" | "variance" | null {
  if (mass !== null) return null;
  const nodes = equallySpacedNodes(quadrature.count, quadrature.range);
  if (Math.abs(mean) >= meanMax(nodes)) return "mean";
  return variance >= varianceMax(nodes) ? "variance" : null;
}

function noteOnEdge({ name, mean, variance }: CalibratedGroup, edge: "mean" | "variance"): Message {
  if (edge === "variance")
    return message("variance-at-edge", { group: name, variance: Math.round(variance) });
  const code = mean > 0 ? "mean-at-upper-edge" : "mean-at-lower-edge";
  return message(code, { group: name, mean: Number(mean.toFixed(1)) });
}

function noteOnRunaway(items: readonly string[]): Message {
  return items.length === 1
    ? message("slope-at-bound", { item: items[0], bound: slopeMax })
    : message("slopes-at-bound", { items, bound: slopeMax });
}

function noteOnAsymptotes(items: readonly string[]): Message {
  return items.length === 1
    ? message("asymptote-at-zero", { item: items[0] })
    : message("asymptotes-at-zero", { items });
}
