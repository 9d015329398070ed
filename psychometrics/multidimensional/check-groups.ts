import type { AbilitySetup } from "./abilities.js";
import type { Cases } from "./cases.js";
import type { MeasuredDimension } from "./options.js";
import { Refusal } from "../messages/refusal.js";

/**
 * What is estimated of abilities needs responses: a covariance such in both of its dimensions, and each of several groups
 * such in every dimension.
 *
 * @throws {RangeError} naming the group where there are several, and the dimensions that nobody has.
 */
export function requireResponses(
  groupNames: readonly string[],
  dimensions: readonly MeasuredDimension[],
  cases: Cases,
  setups: readonly AbilitySetup[],
): void {
  setups.forEach(({ freeElements }, g) => {
    const isSeen = (bits: number) =>
      cases.seen.some((seen, n) => cases.groups[n] === g && (seen & bits) === bits && cases.weights[n] > 0);
    dimensions.forEach(({ name }, d) => {
      if (setups.length === 1 || isSeen(1 << d)) return;
      throw new Refusal("group-without-dimension", { group: groupNames[g], dimension: name });
    });
    for (const [d, e] of freeElements) {
      if (isSeen((1 << d) | (1 << e))) continue;
      const [first, second] = [dimensions[d].name, dimensions[e].name];
      if (setups.length === 1) throw new Refusal("nobody-in-both-dimensions", { first, second });
      throw new Refusal("nobody-of-group-in-both", { group: groupNames[g], first, second });
    }
  });
}
