import type { Population } from "../population/population.js";
import { boundOf } from "./bounds.js";
import type { Layout } from "./layout.js";

/**
 * Turn the scale round where more items have a negative slope than a positive one, so that ability is what most items
 * ask for. The likelihood is the same either way, with all slopes and means of the opposite sign, and nothing in the
 * responses says which of the two is meant. Slopes that are held, anchors, priors on slopes or difficulties, and a
 * mean held elsewhere than at 0 do say it: then nothing is changed.
 *
 * @returns whether the scale was turned.
 */
export function turnScale(layout: Layout, population: Population): boolean {
  const { items, offsets, values, freePlace } = layout;
  const turned: number[] = [];
  let positive = 0;
  let negative = 0;
  for (let i = 0; i < items.length; i++) {
    const { model, categories, priors, jointPriors } = items[i];
    if (jointPriors.length > 0) return false;
    const names = model.parameterNames(categories);
    for (let j = 0; j < names.length; j++) {
      if (!Number.isFinite(boundOf(names[j]))) continue;
      const n = offsets[i] + j;
      if ((freePlace[n] < 0 && values[n] !== 0) || priors[j]) return false;
      turned.push(n);
      if (names[j] === "slope" && values[n] > 0) positive++;
      if (names[j] === "slope" && values[n] < 0) negative++;
    }
  }
  if (negative <= positive || !population.canTurn) return false;
  for (const n of turned) values[n] = -values[n];
  population.turn();
  return true;
}
