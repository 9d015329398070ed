import type { Calibration } from "../calibrate/calibration.js";
import { namedModel } from "../models/index.js";
import { Refusal } from "../messages/refusal.js";

/** Where each parameter of a calibration stands among the free ones. */
export interface FreeParameters {
  count: number;
  /** For each item, for each of its parameters: its place, or -1 where it was fixed. */
  places: number[][];
  /** For each group the places of its mean and variance, or -1. */
  groups: { mean: number; variance: number }[];
}

/**
 * The free parameters of a calibration: as it recorded them (`keepsCovariance`), else by the models' names. Slopes of
 * `rasch`, `pcm` and `rsm` are fixed, those of `1pl` are one, thresholds of `rsm` are those of one rating scale; in the
 * first group the variance is free beside a fixed slope, and the mean beside anchors; the other groups' are free.
 *
 * @throws {RangeError} when these do not come to the calibration's number of parameters: as `keepsCovariance` was not
 * asked for, or as it found the information matrix singular.
 */
export function freeParameters(calibration: Calibration): FreeParameters {
  const { covariance, parameterCount, groups } = calibration;
  if (covariance) {
    const placeOf = (name: string) => covariance.names.indexOf(name);
    return {
      count: covariance.names.length,
      places: covariance.places,
      groups: groups.map(({ name }) => ({
        mean: placeOf(`mean_${name}`),
        variance: placeOf(`variance_${name}`),
      })),
    };
  }
  const free = byNames(calibration);
  if (free.count !== parameterCount) {
    const code = covariance === null ? "information-singular" : "free-parameters-unrecorded";
    throw new Refusal(code, { count: parameterCount });
  }
  return free;
}

function byNames({ items, groups }: Calibration): FreeParameters {
  let count = 0;
  const shared = new Map<string, number>();
  const sharedPlace = (name: string) => {
    const known = shared.get(name) ?? count++;
    shared.set(name, known);
    return known;
  };
  const places = items.map(({ model, isAnchored, parameters }) =>
    parameters.map((_, place) => {
      const { slope } = namedModel(model);
      if (isAnchored || (place === 0 && slope === "one")) return -1;
      if (place === 0 && slope === "equal") return sharedPlace("slope");
      return model === "rsm" && place > 1 ? sharedPlace(`threshold_${place}`) : count++;
    }),
  );
  const isAnchored = items.some((item) => item.isAnchored);
  const isScaled = isAnchored || items.some(({ model }) => namedModel(model).slope === "one");
  return {
    places,
    groups: groups.map((_, g) => ({
      mean: g > 0 || isAnchored ? count++ : -1,
      variance: g > 0 || isScaled ? count++ : -1,
    })),
    count,
  };
}
