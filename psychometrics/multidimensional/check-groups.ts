import type { AbilitySetup } from "./abilities.js";
import type { Cases } from "./cases.js";
import type { MeasuredDimension } from "./options.js";

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
    const of = setups.length > 1 ? ` of group ${groupNames[g]}` : "";
    const isSeen = (bits: number) =>
      cases.seen.some((seen, n) => cases.groups[n] === g && (seen & bits) === bits && cases.weights[n] > 0);
    dimensions.forEach(({ name }, d) => {
      if (setups.length === 1 || isSeen(1 << d)) return;
      throw new RangeError(
        `nobody${of} has responses in ${name}, so its abilities there cannot be estimated; ` +
          "leave the group out of the data, or calibrate the dimension by itself",
      );
    });
    for (const [d, e] of freeElements) {
      if (isSeen((1 << d) | (1 << e))) continue;
      throw new RangeError(
        `nobody${of} has responses in both ${dimensions[d].name} and ${dimensions[e].name}, so their covariance cannot be estimated; ` +
          "hold it (covariances), or calibrate the two by themselves",
      );
    }
  });
}
