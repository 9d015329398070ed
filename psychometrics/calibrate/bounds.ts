import { logistic } from "../numeric/special.js";
import type { Layout } from "./layout.js";

/**
 * The largest slope that a calibration goes to, up or down, in logits with D = 1; for the nominal model also that of a
 * slope's deviation. On nodes 0.2 apart the log-odds of an item with this slope rise by 4 from node to node: the grid
 * tells no steeper item from a step. In a factor analysis it would have a loading of 0.996. Where responses are so
 * consistent that the likelihood rises without end in a slope, it ends here, and the result says so.
 */
export const slopeMax = 20;

/** Below this a lower asymptote is 0 for all that the data can tell, and its log-odds would fall without end. */
const asymptoteMin = 1e-4;

/** How far a parameter can go from zero: `slopeMax` for what multiplies ability, any way for the others. */
export function boundOf(parameter: string): number {
  return parameter === "slope" || parameter.startsWith("slope_deviation_") ? slopeMax : Infinity;
}

/** The value nearest to `value` that is not beyond the bound. */
export function withinBound(value: number, bound: number): number {
  return value > bound ? bound : value < -bound ? -bound : value;
}

/** The names of the items with a free slope at its bound. */
export function itemsAtSlopeBound(layout: Layout): string[] {
  return namesWhere(layout, (n) => Math.abs(layout.values[n]) >= layout.bounds[n]);
}

/** The names of the items whose lower asymptote is estimated, under no prior, and has fallen to 0. */
export function itemsWithoutAsymptote(layout: Layout): string[] {
  return namesWhere(layout, (n, i) => isVanishedAsymptote(layout, n, i));
}

/** The places, among the free parameters, of those that stand at a bound: they count as known, without a standard error. */
export function placesAtBounds(layout: Layout): number[] {
  const held = new Set<number>();
  eachFree(layout, (n, i) => {
    if (Math.abs(layout.values[n]) >= layout.bounds[n] || isVanishedAsymptote(layout, n, i))
      held.add(layout.freePlace[n]);
  });
  return [...held];
}

/** A lower asymptote is its model's last parameter, as log-odds. */
function isVanishedAsymptote({ items, offsets, values }: Layout, n: number, i: number): boolean {
  const { model, priors } = items[i];
  if (!model.hasLowerAsymptote || n !== offsets[i + 1] - 1 || priors[n - offsets[i]]) return false;
  return logistic(values[n]) < asymptoteMin;
}

function namesWhere(layout: Layout, isMeant: (n: number, i: number) => boolean): string[] {
  const found = new Set<string>();
  eachFree(layout, (n, i) => {
    if (isMeant(n, i)) found.add(layout.names[i]);
  });
  return [...found];
}

function eachFree({ items, offsets, freePlace }: Layout, visit: (n: number, i: number) => void): void {
  items.forEach((_, i) => {
    for (let n = offsets[i]; n < offsets[i + 1]; n++) if (freePlace[n] >= 0) visit(n, i);
  });
}
