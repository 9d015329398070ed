import type { ItemModel } from "../models/index.js";
import { boundOf, withinBound } from "./bounds.js";
import { makeInterceptsFall } from "./falling-intercepts.js";
import type { JointPriorShape, PriorShape } from "./priors.js";

/** One item as the engine sees it: a formula, starting values, and what binds its parameters. */
export interface ItemSetup {
  model: ItemModel;
  categories: number;
  /** Starting values of all its parameters, the fixed ones included. */
  parameters: Float64Array;
  /** For each parameter: false where it stays as it is. */
  isFree: boolean[];
  /** For each parameter: the name under which it is one and the same with other items' parameters, or null. */
  sharedName: (string | null)[];
  /** For each parameter: a prior density, or null. */
  priors: (PriorShape | null)[];
  /** Priors on what follows from several of its parameters. */
  jointPriors: JointPriorShape[];
}

/** Items whose free parameters are tied together, and which the M-step therefore moves together. */
export interface Component {
  items: number[];
  /** Places of the component's parameters in the vector of free ones. */
  freePlaces: Int32Array;
  /** For each of the component's items, for each of its parameters: its place in the component, or -1 where fixed. */
  local: Int32Array[];
}

/** Where every parameter of every item is, and which of them are estimated. */
export interface Layout {
  items: readonly ItemSetup[];
  /** The items' names, with the groups where an item is one of several parts. */
  names: readonly string[];
  /** `values.subarray(offsets[i], offsets[i + 1])` are item i's parameters. */
  offsets: Int32Array;
  /** All parameters of all items, fixed and free: the state that EM moves. */
  values: Float64Array;
  /** For each of `values` its place among the free parameters, or -1 where fixed. */
  freePlace: Int32Array;
  freeCount: number;
  /** For each of `values` how far from zero it can go while it is free. */
  bounds: Float64Array;
  /** The free parameters' names, `item.parameter`, or the shared name. */
  freeNames: string[];
  components: Component[];
}

/**
 * Lay the items' parameters out in one vector and find which items are tied by shared parameters.
 *
 * @throws {RangeError} as `makeInterceptsFall`.
 */
export function layOut(items: readonly ItemSetup[], names: readonly string[]): Layout {
  const offsets = new Int32Array(items.length + 1);
  items.forEach((item, i) => (offsets[i + 1] = offsets[i] + item.parameters.length));
  const values = new Float64Array(offsets[items.length]);
  const freePlace = new Int32Array(values.length).fill(-1);
  const bounds = new Float64Array(values.length).fill(Infinity);
  const freeNames: string[] = [];
  const placeOfShared = new Map<string, number>();
  items.forEach((item, i) => {
    values.set(item.parameters, offsets[i]);
    const parameterNames = item.model.parameterNames(item.categories);
    item.parameters.forEach((_, j) => {
      if (!item.isFree[j]) return;
      const shared = item.sharedName[j];
      let place = shared === null ? undefined : placeOfShared.get(shared);
      if (place === undefined) {
        place = freeNames.push(shared ?? `${names[i]}.${parameterNames[j]}`) - 1;
        if (shared !== null) placeOfShared.set(shared, place);
      }
      freePlace[offsets[i] + j] = place;
      bounds[offsets[i] + j] = boundOf(parameterNames[j]);
    });
  });
  const layout = {
    items,
    names,
    offsets,
    values,
    freePlace,
    freeCount: freeNames.length,
    bounds,
    freeNames,
    components: [],
  };
  averageShared(layout);
  makeInterceptsFall(layout);
  return { ...layout, components: findComponents(layout) };
}

/** The free parameters, read from the items. */
export function readFree(layout: Layout): Float64Array {
  const free = new Float64Array(layout.freeCount);
  layout.freePlace.forEach((place, n) => {
    if (place >= 0) free[place] = layout.values[n];
  });
  return free;
}

/** Put free parameters into the items, none beyond its bound; a shared one goes to every item that has it. */
export function writeFree(layout: Layout, free: Float64Array): void {
  layout.freePlace.forEach((place, n) => {
    if (place >= 0) layout.values[n] = withinBound(free[place], layout.bounds[n]);
  });
}

/** Item i's own stretch of a vector laid out like `values`. */
export function stretch(layout: Layout, values: Float64Array, item: number): Float64Array {
  return values.subarray(layout.offsets[item], layout.offsets[item + 1]);
}

/** A shared parameter starts from the mean of its items' starting values. */
function averageShared(layout: Omit<Layout, "components">): void {
  const sum = new Float64Array(layout.freeCount);
  const count = new Float64Array(layout.freeCount);
  layout.freePlace.forEach((place, n) => {
    if (place < 0) return;
    sum[place] += layout.values[n];
    count[place]++;
  });
  layout.freePlace.forEach((place, n) => {
    if (place >= 0) layout.values[n] = withinBound(sum[place] / count[place], layout.bounds[n]);
  });
}

function findComponents(layout: Omit<Layout, "components">): Component[] {
  const { items, offsets, freePlace } = layout;
  // Each free parameter belongs to the first item that has it; items that meet at one are joined.
  const leader = items.map((_, i) => i);
  const find = (i: number): number => (leader[i] === i ? i : (leader[i] = find(leader[i])));
  const owner = new Int32Array(layout.freeCount).fill(-1);
  items.forEach((_, i) => {
    for (let n = offsets[i]; n < offsets[i + 1]; n++) {
      const place = freePlace[n];
      if (place < 0) continue;
      if (owner[place] < 0) owner[place] = i;
      else leader[find(i)] = find(owner[place]);
    }
  });
  const members = new Map<number, number[]>();
  items.forEach((_, i) => {
    if (!freePlace.subarray(offsets[i], offsets[i + 1]).some((place) => place >= 0)) return;
    const first = find(i);
    members.set(first, [...(members.get(first) ?? []), i]);
  });
  return [...members.values()].map((group) => {
    const places = new Map<number, number>();
    const local = group.map((i) =>
      Int32Array.from(freePlace.subarray(offsets[i], offsets[i + 1]), (place) => {
        if (place < 0) return -1;
        if (!places.has(place)) places.set(place, places.size);
        return places.get(place) ?? -1;
      }),
    );
    return { items: group, freePlaces: Int32Array.from(places.keys()), local };
  });
}
