import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import { alignDimensions } from "./align-dimensions.js";
import { oneDimension } from "./one-dimension.js";
import type { MultidimensionalCalibration } from "./options.js";

/**
 * Each dimension as a calibration of one dimension, in order: its items, and the distribution of its ability by itself, with
 * regressors the mixture over the test takers. Score tables, information and curves of one dimension take it as they take any
 * other; they know nothing of what other dimensions say of a test taker.
 *
 * @param regressors those of the calibration, by name, with a value for every test taker.
 * @throws {RangeError} where a score occurs that was no category in the calibration, a group is unknown to it, or a regressor has no value.
 */
export function dimensionsAlone(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  regressors?: DesignMatrix,
): Calibration[] {
  const aligned = alignDimensions(calibration, data, regressors);
  return calibration.dimensions.map((_, d) => oneDimension(calibration, aligned, d));
}
