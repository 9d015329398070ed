import type { Calibration } from "../calibrate/calibration.js";

/** Where each parameter of a calibration stands among the free ones. */
export interface FreeParameters {
  count: number;
  /** For each item, for each of its parameters: its place, or -1 where it was fixed. */
  places: number[][];
  /** The places of the first group's mean and variance, or -1. */
  mean: number;
  variance: number;
}

/**
 * The free parameters of a calibration of one group: as it recorded them (`keepsCovariance`), else by the models'
 * names. Slopes of `rasch` and `pcm` are fixed, those of `1pl` are one; the variance is free beside a fixed slope,
 * and the mean beside anchors.
 *
 * @throws {RangeError} when these do not come to the calibration's number of parameters.
 */
export function freeParameters(calibration: Calibration): FreeParameters {
  const { items, covariance, parameterCount, groups } = calibration;
  if (covariance) {
    const placeOf = (name: string) => covariance.names.indexOf(name);
    return {
      count: covariance.names.length,
      places: covariance.places,
      mean: placeOf(`mean_${groups[0].name}`),
      variance: placeOf(`variance_${groups[0].name}`),
    };
  }
  let count = 0;
  let shared = -1;
  const places = items.map(({ model, isAnchored, parameters }) =>
    parameters.map((_, place) => {
      if (isAnchored || (place === 0 && (model === "rasch" || model === "pcm"))) return -1;
      if (place > 0 || model !== "1pl") return count++;
      if (shared < 0) shared = count++;
      return shared;
    }),
  );
  const isAnchored = items.some((item) => item.isAnchored);
  const isScaled = isAnchored || items.some(({ model }) => model === "rasch" || model === "pcm");
  const mean = isAnchored ? count++ : -1;
  const variance = isScaled ? count++ : -1;
  if (count !== parameterCount) {
    throw new RangeError(
      `which of the ${parameterCount} parameters were free is not recorded; calibrate with keepsCovariance`,
    );
  }
  return { count, places, mean, variance };
}
