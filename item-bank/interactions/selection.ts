import { error, warning, type ItemProblem } from "../problems.js";
import type { LocalisedString } from "../types.js";
import { distinctScores, noSuchScore, pick, range, sample, scoreOfShare, shuffled } from "./values.js";

/**
 * Scoring of a selection out of a list, for choices and for areas of a figure.
 *
 * `allOrNothing`: the full score for exactly the key, otherwise 0.
 *
 * `partial`: the share of the key that was taken minus the share of the others that was taken,
 *
 *     share = taken right / number right − taken wrong / number wrong,
 *
 * times the maximum score, rounded down and never below 0. Taking everything, taking nothing and taking at random
 * all expect a share of 0, so there is nothing to gain by ticking more; only exactly the key gets the full score.
 * With no wrong choices in the list the second term is 0.
 */
export interface SelectionRule {
  key: string[];
  rule: "allOrNothing" | "partial";
}

/** The score of the ids taken, out of a list of `optionCount`. */
export function scoreSelection(
  taken: readonly string[],
  scoring: SelectionRule,
  optionCount: number,
  maxScore: number,
): number {
  const right = taken.filter((id) => scoring.key.includes(id)).length;
  return scoreOfCounts(right, taken.length - right, scoring, optionCount, maxScore);
}

function scoreOfCounts(
  right: number,
  wrong: number,
  scoring: SelectionRule,
  optionCount: number,
  maxScore: number,
): number {
  const rightCount = scoring.key.length;
  const wrongCount = optionCount - rightCount;
  if (scoring.rule === "allOrNothing") return right === rightCount && wrong === 0 ? maxScore : 0;
  return scoreOfShare(right / rightCount - (wrongCount > 0 ? wrong / wrongCount : 0), maxScore);
}

/** Every way to take right and wrong options within the limit, at least one of them, with its score. */
function selections(optionCount: number, choiceCountMax: number, scoring: SelectionRule, maxScore: number) {
  const wrongCount = optionCount - scoring.key.length;
  return range(0, scoring.key.length).flatMap((right) =>
    range(0, wrongCount)
      .filter((wrong) => right + wrong >= 1 && right + wrong <= choiceCountMax)
      .map((wrong) => ({
        right,
        wrong,
        score: scoreOfCounts(right, wrong, scoring, optionCount, maxScore),
      })),
  );
}

/** The scores that some selection gets, from low to high. */
export function attainableSelectionScores(
  optionCount: number,
  choiceCountMax: number,
  scoring: SelectionRule,
  maxScore: number,
): number[] {
  return distinctScores(selections(optionCount, choiceCountMax, scoring, maxScore).map(({ score }) => score));
}

/** A selection that scores exactly `score`; throws a RangeError where none does. */
export function simulateSelection(
  ids: readonly string[],
  choiceCountMax: number,
  scoring: SelectionRule,
  score: number,
  maxScore: number,
  random: () => number,
): string[] {
  const ways = selections(ids.length, choiceCountMax, scoring, maxScore);
  const fitting = ways.filter((way) => way.score === score);
  if (fitting.length === 0) throw noSuchScore(score, distinctScores(ways.map((way) => way.score)));
  const { right, wrong } = pick(fitting, random);
  const others = ids.filter((id) => !scoring.key.includes(id));
  return shuffled([...sample(scoring.key, right, random), ...sample(others, wrong, random)], random);
}

/** No more can be taken than there are. */
export function checkChoiceCount(choiceCountMax: number, optionCount: number): ItemProblem[] {
  if (choiceCountMax <= optionCount) return [];
  return [
    error(
      "/interaction/maxChoices",
      `Cho chọn tối đa ${choiceCountMax}, nhưng chỉ có ${optionCount} phương án.`,
      `Up to ${choiceCountMax} may be chosen, but there are only ${optionCount}.`,
    ),
  ];
}

/** What is wrong with a key for a list of `optionCount` of which `choiceCountMax` may be taken. */
export function checkSelectionKey(choiceCountMax: number, optionCount: number, key: string[]): ItemProblem[] {
  const problems: ItemProblem[] = [];
  if (new Set(key).size !== key.length) {
    problems.push(
      error("/scoring/key", "Đáp án nêu một phương án hai lần.", "The key names a choice twice."),
    );
  }
  if (key.length > choiceCountMax) {
    problems.push(
      error(
        "/scoring/key",
        `Đáp án có ${key.length} phương án, nhưng chỉ được chọn ${choiceCountMax}.`,
        `The key has ${key.length} choices, but only ${choiceCountMax} may be chosen.`,
      ),
    );
  }
  if (key.length === optionCount) {
    problems.push(
      warning(
        "/scoring/key",
        "Mọi phương án đều đúng: không có phương án nhiễu.",
        "Every choice is right: there is no distractor.",
      ),
    );
  }
  return problems;
}

/** How many of the key were taken and how many others, for the studio's try-out. */
export function selectionReason(taken: readonly string[], key: readonly string[]): LocalisedString {
  const right = taken.filter((id) => key.includes(id)).length;
  const wrong = taken.length - right;
  return {
    vi: `Chọn đúng ${right} trên ${key.length}, chọn sai ${wrong}.`,
    en: `${right} of ${key.length} right ones chosen, ${wrong} wrong ones.`,
  };
}
