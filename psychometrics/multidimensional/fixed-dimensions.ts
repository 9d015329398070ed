import { fixedItemsOf } from "../population-model/fixed-item.js";
import type { FixedDimension } from "../population-model/person-posteriors.js";
import type { MultidimensionalCalibration } from "./options.js";

/**
 * The dimensions of a calibration with their items as known ones: what `latentRegression` and `populationModel` take, for
 * plausible values on the calibration's own scale.
 */
export function fixedDimensionsOf({ dimensions, items }: MultidimensionalCalibration): FixedDimension[] {
  return dimensions.map(({ name }) => ({
    name,
    items: fixedItemsOf(items.filter(({ dimension }) => dimension === name)),
  }));
}
