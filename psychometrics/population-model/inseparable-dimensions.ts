import { message, type MessageOf } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** From this size on of their correlation two dimensions are nearly one. */
const nearlyOne = 0.99;

/**
 * The pairs of dimensions that correlate by 0.99 or more in size.
 *
 * @param covariance of the dimensions, row by row; their variances are above 0.
 */
export function pairsNearlyOne(
  covariance: Float64Array,
  names: readonly string[],
): MessageOf<"pair-of-dimensions">[] {
  const size = names.length;
  return names.flatMap((second, d) =>
    names.slice(0, d).flatMap((first, e) => {
      const spread = Math.sqrt(covariance[d * size + d] * covariance[e * size + e]);
      const value = covariance[d * size + e] / spread;
      if (!(Math.abs(value) >= nearlyOne)) return [];
      return [message("pair-of-dimensions", { first, second, value: Number(value.toFixed(4)) })];
    }),
  );
}

/**
 * Why a covariance of dimensions is singular, by their names: a dimension without variance; else the pairs that are nearly one; else, where
 * there are none, that one of all follows from the others.
 *
 * @param covariance of the dimensions given the predictors, row by row.
 */
export function inseparableDimensions(covariance: Float64Array, names: readonly string[]): Refusal {
  const flat = names.find((_, d) => !(covariance[d * (names.length + 1)] > 0));
  if (flat !== undefined) return new Refusal("dimension-without-variance", { dimension: flat });
  const pairs = pairsNearlyOne(covariance, names);
  if (pairs.length > 0) return new Refusal("dimensions-inseparable", { pairs });
  return new Refusal("dimensions-dependent", { names, least: nearlyOne });
}
