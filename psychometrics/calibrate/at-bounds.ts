import { logistic } from "../numeric/special.js";
import type { Layout } from "./layout.js";

/** Below this a lower asymptote is 0 for all that the data can tell, and its log-odds would fall without end. */
const asymptoteMin = 1e-4;

/** The names of the items with a free slope at its bound. */
export function itemsAtSlopeBound(layout: Layout): string[] {
  return namesWhere(layout, (n) => Math.abs(layout.values[n]) >= layout.bounds[n]);
}

/** The names of the items whose lower asymptote is estimated and has fallen to 0, which no prior keeps it from. */
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

/** Log-odds so low that a prior which does not pull up from there, such as Beta(1, b), does so nowhere near 0. */
const farBelow = -1000;

/** A lower asymptote is its model's last parameter, as log-odds. */
function isVanishedAsymptote({ items, offsets, values }: Layout, n: number, i: number): boolean {
  const { model, priors } = items[i];
  if (!model.hasLowerAsymptote || n !== offsets[i + 1] - 1) return false;
  const prior = priors[n - offsets[i]];
  return logistic(values[n]) < asymptoteMin && !(prior && prior.derivative(farBelow) > 0);
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
