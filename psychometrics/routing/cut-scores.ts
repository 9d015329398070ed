import { itemCurve } from "../curves/curves.js";
import type { FormItem } from "../linking/form.js";
import type { ScaleConstants } from "../scale/transformation.js";
import { Refusal } from "../messages/refusal.js";
import type { Message } from "../messages/message.js";

/** Two cut scores: a score below `low` is low, one above `high` is high, and one from `low` to `high` is medium. */
export interface RoutingCuts {
  low: number;
  high: number;
}

/** Cut scores read off a test characteristic curve. */
export interface CurveCuts extends RoutingCuts {
  /** The expected scores at the two abilities, which the cuts are made from. */
  expectedLow: number;
  expectedHigh: number;
  /** The highest possible score. */
  scoreMax: number;
}

/** An expected score that is whole but for the rounding of its sum is that whole score. */
const rounding = 1e-9;

/**
 * The two cut scores of a testlet, or of all items so far together, on their test characteristic curve: a score is low
 * where it is below the sum that the lower ability is expected to reach, and high where it is above that of the upper one
 * (PISA 2018 technical report, chapter 2: 425 and 530 on its reading scale). Being whole scores, `low` is the lower
 * expected score rounded up and `high` the upper one rounded down.
 *
 * @param name of what the cuts are for, as errors tell it.
 * @param items whose score counts for routing: all automatically scored ones up to the decision.
 * @param abilities the lower and the upper one, in logits, or on the reported scale where `scale` is given.
 * @param scale slope and intercept from logits to the reported scale.
 * @throws {RangeError} when there are no items, the abilities do not rise, or no score is low, medium or high.
 *
 * @example
 * routingCuts("RC1", items, [425, 530], { slope: 90, intercept: 500 });
 */
export function routingCuts(
  name: string | Message,
  items: readonly FormItem[],
  abilities: readonly [number, number],
  scale: ScaleConstants = { slope: 1, intercept: 0 },
): CurveCuts {
  if (items.length === 0) throw new Refusal("no-items-for-cuts", { where: name });
  if (!(scale.slope > 0) || !Number.isFinite(scale.slope) || !Number.isFinite(scale.intercept)) {
    throw new Refusal("cut-scale", { where: name, slope: scale.slope, intercept: scale.intercept });
  }
  if (!abilities.every(Number.isFinite) || !(abilities[0] < abilities[1])) {
    throw new Refusal("abilities-not-rising", { where: name, least: abilities[0], most: abilities[1] });
  }
  const theta = abilities.map((ability) => (ability - scale.intercept) / scale.slope);
  const expected = [0, 0];
  let lowest = 0;
  let scoreMax = 0;
  for (const item of items) {
    itemCurve(item, theta).expectedScore.forEach((score, n) => (expected[n] += score));
    lowest += item.scoreValues[0];
    scoreMax += item.scoreValues[item.scoreValues.length - 1];
  }
  const cuts = { low: Math.ceil(expected[0] - rounding), high: Math.floor(expected[1] + rounding) };
  if (cuts.low > cuts.high) {
    throw new Refusal("no-score-between", {
      where: name,
      least: Number(expected[0].toFixed(2)),
      most: Number(expected[1].toFixed(2)),
    });
  }
  requireCutsInRange(name, cuts, scoreMax, lowest);
  return { ...cuts, expectedLow: expected[0], expectedHigh: expected[1], scoreMax };
}

/**
 * Refuse cut scores that leave a level without a score: nothing below `low`, nothing from `low` to `high`, or nothing above `high`.
 *
 * @param name of what the cuts are for.
 * @param scoreMax the highest possible score.
 * @throws {RangeError} naming the cut and the range that it must be in.
 */
export function requireCutsInRange(
  name: string | Message,
  cuts: RoutingCuts,
  scoreMax: number,
  scoreMin = 0,
): void {
  const { low, high } = cuts;
  if (!Number.isInteger(low) || low <= scoreMin || low > scoreMax) {
    throw new Refusal("low-cut-range", { where: name, value: low, least: scoreMin + 1, most: scoreMax });
  }
  if (!Number.isInteger(high) || high < low || high >= scoreMax) {
    throw new Refusal("high-cut-range", { where: name, value: high, least: low, most: scoreMax - 1 });
  }
}
