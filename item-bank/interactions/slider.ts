import { SliderInteraction, SliderScoring } from "../schema/interactions.js";
import { error, type ItemProblem } from "../problems.js";
import type { InteractionDeclaration } from "./declaration.js";
import { isEmptyResponse } from "./empty.js";
import { distinctScores, noSuchScore, pick } from "./values.js";

/** More stops than a hand can hit; it also bounds the lists made below. */
const stopCountMax = 10_000;

/**
 * A number on a line. The full score for a value from `key.from` to `key.to`, both included, otherwise 0. The response
 * is null until the handle was moved, so that the start position is never taken for an answer.
 */
export const slider: InteractionDeclaration<SliderInteraction, SliderScoring, number> = {
  kind: "slider",
  name: { vi: "Thanh trượt", en: "Slider" },
  summary: {
    vi: "Chọn một giá trị trên trục số.",
    en: "A number to set on a line.",
  },
  interactionSchema: SliderInteraction,
  scoringSchema: SliderScoring,

  // No question has this key by chance, so a key left as it was can be told from one an author set.
  starter: () => ({
    interaction: { kind: "slider", minimum: 0, maximum: 100, step: 1 },
    scoring: { key: { from: 37, to: 38 } },
    maxScore: 1,
  }),

  checkInteraction: checkRange,

  checkScoring(interaction, scoring, maxScore) {
    // On a line without stops every key is wrong; the line has to be mended first.
    if (checkRange(interaction).length > 0) return [];
    const { from, to } = scoring.key;
    if (this.attainableScores(interaction, scoring, maxScore).includes(maxScore) && from <= to) return [];
    return [
      error(
        "/scoring/key",
        `Không vị trí nào của thanh trượt nằm từ ${from} đến ${to}.`,
        `No stop of the slider lies from ${from} to ${to}.`,
      ),
    ];
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    if (value === null) return true;
    if (typeof value !== "number" || !Number.isFinite(value)) return false;
    const { minimum, maximum, step } = interaction;
    const stops = (value - minimum) / step;
    return value >= minimum - 1e-9 && value <= maximum + 1e-9 && Math.abs(stops - Math.round(stops)) < 1e-6;
  },

  score: (_interaction, scoring, value, maxScore) => ({
    status: "scored",
    score: isInside(value, scoring) ? maxScore : 0,
    maxScore,
    reason: {
      vi: `Đáp án từ ${scoring.key.from} đến ${scoring.key.to}.`,
      en: `The key is from ${scoring.key.from} to ${scoring.key.to}.`,
    },
  }),

  attainableScores: (interaction, scoring, maxScore) =>
    distinctScores(stopsOf(interaction).map((stop) => (isInside(stop, scoring) ? maxScore : 0))),

  partIds: () => [],

  simulate(interaction, scoring, score, maxScore, random) {
    const fitting = stopsOf(interaction).filter((stop) => (isInside(stop, scoring) ? maxScore : 0) === score);
    if (fitting.length === 0) {
      throw noSuchScore(score, this.attainableScores(interaction, scoring, maxScore));
    }
    return pick(fitting, random);
  },

  answerAt(interaction, category, random) {
    const stops = stopsOf(interaction);
    return stops[category] ?? pick(stops, random);
  },

  variables: () => [{ suffix: "", label: {}, type: "number", values: [] }],

  toVariables: (_interaction, value) => [typeof value === "number" ? value : null],
};

function isInside(value: number, scoring: SliderScoring): boolean {
  // Stops such as 0.1 + 2 * 0.1 miss 0.3 by a rounding of binary fractions.
  const slack = 1e-9 * Math.max(1, Math.abs(value));
  return value >= scoring.key.from - slack && value <= scoring.key.to + slack;
}

/** The values the handle can stand on, without the dust of binary fractions. */
function stopsOf({ minimum, maximum, step }: SliderInteraction): number[] {
  const count = Math.min(stopCountMax, Math.floor((maximum - minimum) / step + 1e-9) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, k) => Number((minimum + k * step).toPrecision(12)));
}

function checkRange({ minimum, maximum, step }: SliderInteraction): ItemProblem[] {
  if (minimum >= maximum) {
    return [
      error(
        "/interaction/maximum",
        `Giá trị lớn nhất phải lớn hơn ${minimum}.`,
        `The maximum has to be above ${minimum}.`,
      ),
    ];
  }
  const stops = (maximum - minimum) / step;
  if (Math.abs(stops - Math.round(stops)) > 1e-6 || stops > stopCountMax) {
    return [
      error(
        "/interaction/step",
        `Bước ${step} phải chia hết khoảng từ ${minimum} đến ${maximum}, với không quá ${stopCountMax} bước.`,
        `The step ${step} has to divide the line from ${minimum} to ${maximum}, into at most ${stopCountMax} steps.`,
      ),
    ];
  }
  return [];
}
