import { itemCurve } from "../curves/curves.js";
import type { FormItem } from "../linking/form.js";
import { findRoot } from "../numeric/root.js";
import { requireCutsInRange, type CurveCuts } from "./cut-scores.js";
import { Refusal } from "../messages/refusal.js";
import type { Message } from "../messages/message.js";

/** A cut score where the next testlets are equally informative. */
export interface InformationCuts extends CurveCuts {
  /** The ability where they are. */
  theta: number;
}

/** Abilities that are looked at, in logits. */
const range = 6;
const step = 0.05;

/**
 * The cut score at which the hard testlets become more informative than the easy ones (approximate maximum information;
 * Luecht, Brumfield & Breithaupt, 2006): the expected score, rounded, at the ability between the peaks of both where
 * their information is equal. That score alone is medium; lower ones are low and higher ones high.
 *
 * @param items whose score counts for routing: all automatically scored ones up to the decision.
 * @param easy the items of each easy testlet that may follow; the mean of their information counts. `hard` alike.
 * @throws {RangeError} when there are no items, the information does not cross between the peaks, or the score is at an end.
 *
 * Luecht, R. M., Brumfield, T., & Breithaupt, K. (2006). A testlet assembly design for adaptive multistage tests. Applied
 * Measurement in Education, 19(3), 189-202.
 */
export function informationCuts(
  name: string | Message,
  items: readonly FormItem[],
  easy: readonly (readonly FormItem[])[],
  hard: readonly (readonly FormItem[])[],
): InformationCuts {
  if (items.length === 0) throw new Refusal("no-items-for-cuts", { where: name });
  const theta = Array.from({ length: Math.round((2 * range) / step) + 1 }, (_, n) => -range + n * step);
  const easyAt = meanInformation(easy, theta);
  const hardAt = meanInformation(hard, theta);
  const place = crossing(easyAt, hardAt);
  if (place === null) {
    throw new Refusal("hard-not-better", { where: name });
  }
  const at = findRoot(
    (ability) => meanInformation(hard, [ability])[0] - meanInformation(easy, [ability])[0],
    theta[place],
    theta[place + 1],
  );
  let expected = 0;
  let scoreMax = 0;
  for (const item of items) {
    expected += itemCurve(item, [at]).expectedScore[0];
    scoreMax += item.scoreValues[item.scoreValues.length - 1];
  }
  const cut = Math.round(expected);
  const cuts = { low: cut, high: cut };
  requireCutsInRange(name, cuts, scoreMax);
  return { ...cuts, expectedLow: expected, expectedHigh: expected, scoreMax, theta: at };
}

function meanInformation(testlets: readonly (readonly FormItem[])[], theta: readonly number[]): number[] {
  const sums = theta.map(() => 0);
  for (const item of testlets.flat())
    itemCurve(item, theta).information.forEach((value, n) => (sums[n] += value / testlets.length));
  return sums;
}

/** The last place between the peaks before which the easy testlets are more informative, and after which the hard ones are. */
function crossing(easy: readonly number[], hard: readonly number[]): number | null {
  const peak = (values: readonly number[]) => values.indexOf(Math.max(...values));
  for (let n = peak(hard) - 1; n >= peak(easy); n--)
    if (easy[n] >= hard[n] && easy[n + 1] < hard[n + 1]) return n;
  return null;
}
