import type { CalibratedItem } from "../calibrate/calibration.js";
import { findRoot } from "../numeric/root.js";
import { parameterised } from "../persons/align.js";
import { Refusal } from "../messages/refusal.js";

/** Abilities between which a location is looked for. */
const thetaMax = 50;

/**
 * Where on the scale an item, or a score point of it, is placed in a description of proficiency levels: the ability at
 * which a response in category k or higher has a wanted probability (0.62 in PISA, 0.67 in NAEP).
 *
 * @param category from 1; 1 is "right" for an item of one point.
 * @returns null where no ability has that probability: an item whose lower asymptote is higher, or one with a slope of zero.
 * For a negative slope, the ability below which the probability is reached.
 * @throws {RangeError} for a category the item has not, or a probability outside (0, 1).
 */
export function responseProbabilityLocation(
  item: CalibratedItem,
  probability: number,
  category = 1,
): number | null {
  const { model, categories, parameters } = parameterised(item);
  if (!Number.isInteger(category) || category < 1 || category >= categories) {
    throw new Refusal("category-unknown", { item: item.item, highest: categories - 1, category });
  }
  if (!(probability > 0 && probability < 1)) {
    throw new Refusal("response-probability-range", { value: probability });
  }
  const at = new Float64Array(categories);
  const above = (theta: number) => {
    model.probabilities(theta, parameters, at);
    let sum = 0;
    for (let k = category; k < categories; k++) sum += at[k];
    return sum - probability;
  };
  if (!(above(-thetaMax) * above(thetaMax) < 0)) return null;
  return findRoot(above, -thetaMax, thetaMax, 1e-10);
}
