/** Scores are seldom as far apart as this, in points, but where all of an item are. */
const gapMin = 3;

/**
 * The scores that stand so far above the others that they may be codes for a missing response, such as 9 after 0 and 1, or 8
 * and 9 after 0, 1 and 2: those above the widest gap, where it is of 3 points or more, wider than any below it, and has two
 * scores below it. An item scored 0, 5 and 10 has none.
 *
 * @param scores that occur, rising.
 * @returns those scores, lowest first; none where no gap is like that.
 */
export function scoresFarAbove(scores: readonly number[]): number[] {
  const gaps = scores.slice(1).map((score, k) => score - scores[k]);
  const widest = Math.max(...gaps);
  const at = gaps.indexOf(widest);
  return at >= 1 && widest >= gapMin ? scores.slice(at + 1) : [];
}
