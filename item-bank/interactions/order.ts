import { plainLabel } from "../text/plain.js";
import { OrderInteraction, OrderScoring } from "../schema/interactions.js";
import { error, type ItemProblem } from "../problems.js";
import { alikeContents, duplicateIds, unattainable, unknownIds } from "./checks.js";
import type { InteractionDeclaration } from "./declaration.js";
import { exampleText } from "./example.js";
import { isEmptyResponse } from "./empty.js";
import {
  areIds,
  distinctScores,
  noSuchScore,
  pick,
  range,
  scoreOfShare,
  shuffled,
  suffixAt,
} from "./values.js";

/**
 * Things to put in order. The response is the whole order, or null until the test taker moved or confirmed something.
 *
 * `allOrNothing`: the full score for exactly the key's order.
 * `partial`: Kendall's tau with the key, (pairs in the right order − pairs in the wrong order) / pairs, times the
 * maximum score, rounded down and never below 0. A random order expects 0; one swap of neighbours costs 2 / pairs.
 */
export const order: InteractionDeclaration<OrderInteraction, OrderScoring, string[]> = {
  kind: "order",
  name: { vi: "Sắp xếp", en: "Order" },
  summary: {
    vi: "Sắp xếp các mục theo đúng thứ tự.",
    en: "Things to put in order.",
  },
  interactionSchema: OrderInteraction,
  scoringSchema: OrderScoring,

  starter: () => ({
    interaction: {
      kind: "order",
      choices: ["A", "B", "C"].map((id, k) => ({
        id,
        content: exampleText(`bước ${k + 1}`, `step ${k + 1}`),
      })),
      shuffle: true,
    },
    scoring: { key: ["B", "C", "A"], rule: "allOrNothing" },
    maxScore: 1,
  }),

  checkInteraction: ({ choices }) => [
    ...duplicateIds(choices, "/interaction/choices"),
    ...alikeContents(choices, "/interaction/choices"),
  ],

  checkScoring(interaction, scoring, maxScore) {
    const ids = interaction.choices.map(({ id }) => id);
    return [
      ...unknownIds(scoring.key, ids, "/scoring/key"),
      ...checkOrderKey(ids, scoring.key),
      ...unattainable(this.attainableScores(interaction, scoring, maxScore), maxScore),
    ];
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    const ids = interaction.choices.map(({ id }) => id);
    if (value === null || (Array.isArray(value) && value.length === 0)) return true;
    return areIds(value, ids, ids.length) && value.length === ids.length;
  },

  score(_interaction, scoring, value, maxScore) {
    const wrongPairs = countInversions(value, scoring.key);
    const pairs = pairCount(scoring.key.length);
    return {
      status: "scored",
      score: scoreOfInversions(wrongPairs, scoring, maxScore),
      maxScore,
      reason: {
        vi: `${pairs - wrongPairs} trên ${pairs} cặp đúng thứ tự.`,
        en: `${pairs - wrongPairs} of ${pairs} pairs in the right order.`,
      },
    };
  },

  attainableScores: (_interaction, scoring, maxScore) =>
    distinctScores(
      range(0, pairCount(scoring.key.length)).map((wrong) => scoreOfInversions(wrong, scoring, maxScore)),
    ),

  partIds: () => [],

  simulate(interaction, scoring, score, maxScore, random) {
    const fitting = range(0, pairCount(scoring.key.length)).filter(
      (wrong) => scoreOfInversions(wrong, scoring, maxScore) === score,
    );
    if (fitting.length === 0) {
      throw noSuchScore(score, this.attainableScores(interaction, scoring, maxScore));
    }
    return withInversions(scoring.key, pick(fitting, random), random);
  },

  answerAt: (interaction, _category, random) =>
    shuffled(
      interaction.choices.map(({ id }) => id),
      random,
    ),

  /** The place each choice was put in, from 1: what statistics programs expect of a ranking. */
  variables: (interaction) =>
    interaction.choices.map(({ content }, index) => ({
      suffix: suffixAt(index),
      label: plainLabel(content),
      type: "ordinal",
      values: range(1, interaction.choices.length).map((place) => ({
        value: place,
        label: { vi: `Thứ ${place}`, en: `Place ${place}` },
      })),
    })),

  toVariables(interaction, value) {
    const given = Array.isArray(value) ? value : [];
    return interaction.choices.map(({ id }) => (given.includes(id) ? given.indexOf(id) + 1 : null));
  },
};

function pairCount(count: number): number {
  return (count * (count - 1)) / 2;
}

function scoreOfInversions(wrongPairs: number, scoring: OrderScoring, maxScore: number): number {
  if (scoring.rule === "allOrNothing") return wrongPairs === 0 ? maxScore : 0;
  return scoreOfShare(1 - (2 * wrongPairs) / pairCount(scoring.key.length), maxScore);
}

/** The number of pairs that stand the other way round than in the key. */
function countInversions(given: readonly string[], key: readonly string[]): number {
  const places = given.map((id) => key.indexOf(id));
  return places.reduce(
    (sum, place, i) => sum + places.slice(i + 1).filter((later) => later < place).length,
    0,
  );
}

/** The key with exactly `wrongPairs` pairs turned round: a Lehmer code with that sum, drawn place by place. */
function withInversions(key: readonly string[], wrongPairs: number, random: () => number): string[] {
  const rest = [...key];
  let left = wrongPairs;
  return key.map(() => {
    // Taking the k-th of the rest turns round k pairs; what is left over must still fit into the places after this one.
    const lowest = Math.max(0, left - pairCount(rest.length - 1));
    const highest = Math.min(rest.length - 1, left);
    const taken = pick(range(lowest, highest), random);
    left -= taken;
    return rest.splice(taken, 1)[0] as string;
  });
}

function checkOrderKey(ids: readonly string[], key: readonly string[]): ItemProblem[] {
  if (key.length !== ids.length || new Set(key).size !== key.length) {
    return [
      error(
        "/scoring/key",
        "Đáp án phải nêu mỗi mục đúng một lần.",
        "The key has to name every choice exactly once.",
      ),
    ];
  }
  const sorted = [...ids].sort();
  // The stored order and the ids reach the browser, so neither may be the answer.
  if (key.every((id, k) => id === ids[k]) || key.every((id, k) => id === sorted[k])) {
    return [
      error(
        "/interaction/choices",
        "Thứ tự ghi hoặc mã của các mục đã là đáp án; hãy ghi và đặt mã theo thứ tự khác.",
        "The order in which the choices are written, or their ids, give the answer away: write and name them in another order.",
      ),
    ];
  }
  return [];
}
