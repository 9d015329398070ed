import { weightedMean } from "../numeric/summary.js";
import type { CommonItem } from "./common-items.js";
import { slopeAndDifficulties, type PreparedItem } from "./form.js";
import { Refusal } from "../messages/refusal.js";

/** The linear transformation theta_base = slope * theta_other + intercept. */
export interface LinkConstants {
  slope: number;
  intercept: number;
}

/** The methods that use means and standard deviations of the item parameters. */
export const momentMethods = ["mean-mean", "mean-sigma", "mean-geometric-mean"] as const;

export type MomentMethod = (typeof momentMethods)[number];

/**
 * The constants from the moments of the common items' parameters (Kolen & Brennan, 2014, ch. 6):
 *
 *     mean-mean (Loyd & Hoover, 1980)               A = mean a_other / mean a_base
 *     mean-sigma (Marco, 1977)                      A = sd b_base / sd b_other
 *     mean-geometric-mean (Mislevy & Bock, 1990)    A = geometric mean of a_other / a_base
 *
 * and B = mean b_base - A * mean b_other. Every step or threshold of an item counts as one b.
 *
 * @param hasSlope false where both scales have the same unit: A is 1, and all three methods are one.
 * @throws {RangeError} when an item has a slope of zero (it has no difficulty) or, where geometric means are asked
 * for, a negative one; and when the difficulties of one form do not differ, so that they have no standard deviation.
 */
export function momentConstants(
  items: readonly CommonItem[],
  method: MomentMethod,
  hasSlope: boolean,
): LinkConstants {
  const base = parametersOf(items.map((item) => item.base));
  const other = parametersOf(items.map((item) => item.other));
  const slope = hasSlope ? slopeBy(method, base, other) : 1;
  if (!(slope > 0) || !Number.isFinite(slope)) {
    throw new Refusal("link-slope-impossible", { name: method, value: slope });
  }
  return { slope, intercept: mean(base.difficulties) - slope * mean(other.difficulties) };
}

interface Parameters {
  slopes: number[];
  difficulties: number[];
}

function parametersOf(items: readonly PreparedItem[]): Parameters {
  const slopes: number[] = [];
  const difficulties: number[] = [];
  for (const item of items) {
    const reported = slopeAndDifficulties(item);
    slopes.push(reported.slope);
    for (const difficulty of reported.difficulties) {
      if (difficulty === null) throw new Refusal("item-without-difficulty", { item: item.item });
      difficulties.push(difficulty);
    }
  }
  return { slopes, difficulties };
}

function slopeBy(method: MomentMethod, base: Parameters, other: Parameters): number {
  if (method === "mean-mean") return mean(other.slopes) / mean(base.slopes);
  if (method === "mean-sigma" && base.difficulties.length < 2) throw new Refusal("link-one-difficulty");
  if (method === "mean-sigma") return deviation(base.difficulties) / deviation(other.difficulties);
  if ([...base.slopes, ...other.slopes].some((slope) => slope <= 0)) throw new Refusal("slopes-not-positive");
  return Math.exp(mean(other.slopes.map(Math.log)) - mean(base.slopes.map(Math.log)));
}

function mean(values: readonly number[]): number {
  return weightedMean(values, new Float64Array(values.length).fill(1));
}

/** With n in the denominator; it cancels. */
function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
