import type { Goal } from "./goal.js";
import type { Formulation } from "./formulate.js";
import { SwapState } from "./swap-state.js";

/** Passes over all pairs; a pass that finds nothing better is the last. */
const passesMax = 60;

/** The larger the power, the more the largest deviation counts and the less the others do. */
const powers = [4, 16];

/** Where swaps are at their end but not good enough, some that make things a little worse are taken, and less and less so. */
const thresholds = [0.3, 0.1, 0.03];
const roundsMax = 10;

/** By so many places the search for partners begins elsewhere in each round. */
const shift = 37;

/**
 * Forms that are nearer to the goal, by swaps that keep every row of a programme: an item of a form for one that is in none,
 * two items between two forms, an item in all forms that have it for one that none has, or a stimulus with its items for another. Branch and bound finds forms that meet
 * the requirements soon but good ones late; swaps make a good start of them. The first swap that makes the sum of powers of
 * deviations smaller is taken; then, until the forms are good enough, rounds of threshold accepting (Dueck & Scheuer, 1990). Nothing is
 * random: the same forms always become the same ones.
 *
 * @param formulation of any forms that meet the demands, with columns items x forms first.
 * @param values of its columns; changed in place.
 * @param bound under `maximin` the proportion to reach for: no forms are better.
 * @param enough a largest deviation, or under `maximin` a share below the bound, that is good enough.
 *
 * Dueck, G., & Scheuer, T. (1990). Threshold accepting. Journal of Computational Physics, 90(1), 161-175.
 */
export function swapItems(
  formulation: Formulation,
  goal: Goal,
  formCount: number,
  values: Float64Array,
  bound: number,
  enough: number,
): void {
  const state = new SwapState(formulation, goal, formCount, values, bound);
  settle(state);
  let best = { at: state.largest(), values: values.slice() };
  for (let round = 1; round <= roundsMax && best.at > enough; round++) {
    state.offset = round * shift;
    state.setPower(powers[0]);
    for (const threshold of thresholds) {
      state.threshold = threshold;
      state.scan();
    }
    state.threshold = 0;
    settle(state);
    if (state.largest() < best.at) best = { at: state.largest(), values: values.slice() };
  }
  values.set(best.values);
}

function settle(state: SwapState): void {
  for (const power of powers) {
    state.setPower(power);
    for (let pass = 0; pass < passesMax && state.scan(); pass++);
  }
}
