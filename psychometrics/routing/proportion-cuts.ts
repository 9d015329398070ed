import type { RoutingCuts } from "./cut-scores.js";
import { Refusal } from "../messages/refusal.js";
import type { Message } from "../messages/message.js";

/** Cut scores that route given shares of a population, as nearly as whole scores can. */
export interface ProportionCuts extends RoutingCuts {
  /** The shares that they route. */
  shareLow: number;
  shareHigh: number;
  scoreMax: number;
}

/**
 * The cut scores that make shares of a population low and high that are as near as possible to those wanted (defined population
 * intervals; Luecht, Brumfield & Breithaupt, 2006).
 *
 * @param distribution the share of the population with each routing score, from 0 on; it is scaled to sum to 1.
 * @throws {RangeError} when the shares wanted are not between 0 and 1 or leave no medium, or there are fewer than three scores.
 */
export function proportionCuts(
  name: string | Message,
  distribution: ArrayLike<number>,
  wanted: { low: number; high: number },
): ProportionCuts {
  if (!(wanted.low > 0) || !(wanted.high > 0) || !(wanted.low + wanted.high < 1)) {
    throw new Refusal("shares-range", { where: name, least: wanted.low, most: wanted.high });
  }
  const scoreMax = distribution.length - 1;
  if (scoreMax < 2) throw new Refusal("few-scores-for-levels", { where: name });
  const below = [0];
  for (let score = 0; score <= scoreMax; score++) below.push(below[score] + distribution[score]);
  const total = below[scoreMax + 1];
  if (!(total > 0)) throw new Refusal("nobody-comes", { where: name });
  const shareLow = (cut: number) => below[cut] / total;
  const shareHigh = (cut: number) => 1 - below[cut + 1] / total;
  let best: RoutingCuts & { distance: number } = { low: 1, high: 1, distance: Infinity };
  for (let low = 1; low < scoreMax; low++) {
    for (let high = low; high < scoreMax; high++) {
      const distance = Math.abs(shareLow(low) - wanted.low) + Math.abs(shareHigh(high) - wanted.high);
      if (distance < best.distance - 1e-12) best = { low, high, distance };
    }
  }
  const { low, high } = best;
  return { low, high, shareLow: shareLow(low), shareHigh: shareHigh(high), scoreMax };
}
