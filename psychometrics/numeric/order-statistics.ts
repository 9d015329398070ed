import { Refusal } from "../messages/refusal.js";

/** The values in rising order. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/**
 * A sample quantile by linear interpolation between order statistics (Hyndman & Fan, 1996, type 7, the default of R).
 *
 * @param share from 0 to 1.
 * @throws {RangeError} without values.
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) throw new Refusal("quantile-of-nothing");
  const rising = sorted(values);
  const place = share * (rising.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, rising.length - 1);
  return rising[below] + (place - below) * (rising[above] - rising[below]);
}

/** The median: the mean of the two middle values where their number is even. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** The median absolute deviation from the median, times 1.4826: the standard deviation of a normal distribution. */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number {
  const centre = median(values);
  return 1.4826 * median(Float64Array.from(values, (value) => Math.abs(value - centre)));
}
