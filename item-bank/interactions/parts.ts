import type { LocalisedString, Scored } from "../types.js";
import { distinctScores, noSuchScore, pick, range, sample, scoreOfShare } from "./values.js";

/**
 * Scoring by parts, for gaps and rows.
 *
 * `allOrNothing`: the full score when every part is right, otherwise 0.
 * `perGap`, `perRow`: the share of right parts times the maximum score, rounded down; with as many score points as
 * parts it is the number of right parts. A part left empty is not right.
 */
export function scoreOfParts(rightCount: number, partCount: number, rule: string, maxScore: number): number {
  if (rule === "allOrNothing") return rightCount === partCount ? maxScore : 0;
  return scoreOfShare(rightCount / partCount, maxScore);
}

/** The scores of 0 to `partCount` right parts. */
export function attainablePartScores(partCount: number, scoreOf: (rightCount: number) => number): number[] {
  return distinctScores(range(0, partCount).map(scoreOf));
}

/** Which parts are to be right so that the response scores exactly `score`. */
export function drawRightParts(
  partIds: readonly string[],
  scoreOf: (rightCount: number) => number,
  score: number,
  random: () => number,
): Set<string> {
  const counts = range(0, partIds.length).filter((count) => scoreOf(count) === score);
  if (counts.length === 0) throw noSuchScore(score, attainablePartScores(partIds.length, scoreOf));
  return new Set(sample(partIds, pick(counts, random), random));
}

/** 1 right, 0 wrong, null not given, by part. */
export function partScores(
  partIds: readonly string[],
  isRight: (id: string) => boolean | null,
): Record<string, 0 | 1 | null> {
  return Object.fromEntries(
    partIds.map((id) => {
      const right = isRight(id);
      return [id, right === null ? null : right ? 1 : 0];
    }),
  );
}

/**
 * A response whose score follows from how many of its parts are right.
 *
 * @param parts as `partScores` gives them.
 * @param scoreOf the score for so many right parts.
 */
export function scoredByParts(
  parts: Record<string, 0 | 1 | null>,
  scoreOf: (rightCount: number) => number,
  maxScore: number,
): Scored {
  const right = countRight(parts);
  const reason = partsReason(right, Object.keys(parts).length);
  return { status: "scored", score: scoreOf(right), maxScore, parts, reason };
}

/** How many parts are right. */
export function countRight(parts: Record<string, 0 | 1 | null>): number {
  return Object.values(parts).filter((part) => part === 1).length;
}

/** "2 of 3 right", for the studio's try-out. */
export function partsReason(rightCount: number, partCount: number): LocalisedString {
  return { vi: `Đúng ${rightCount} trên ${partCount} ý.`, en: `${rightCount} of ${partCount} parts right.` };
}
