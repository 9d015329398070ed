import { plainLabel } from "../text/plain.js";
import { ChoiceInteraction, ChoiceScoring } from "../schema/interactions.js";
import { alikeContents, duplicateIds, unattainable, unknownIds } from "./checks.js";
import type { InteractionDeclaration } from "./declaration.js";
import { exampleText } from "./example.js";
import { isEmptyResponse } from "./empty.js";
import {
  attainableSelectionScores,
  checkChoiceCount,
  checkSelectionKey,
  scoreSelection,
  selectionReason,
  simulateSelection,
} from "./selection.js";
import { areIds, pick, suffixAt } from "./values.js";

const yesNo = [
  { value: 1, label: { vi: "Chọn", en: "Chosen" } },
  { value: 0, label: { vi: "Không chọn", en: "Not chosen" } },
];

/** One or several choices of a list; `selection.ts` defines its two rules. */
export const choice: InteractionDeclaration<ChoiceInteraction, ChoiceScoring, string[]> = {
  kind: "choice",
  name: { vi: "Trắc nghiệm", en: "Choice" },
  summary: {
    vi: "Chọn một hoặc nhiều phương án trong danh sách.",
    en: "One or several choices of a list.",
  },
  interactionSchema: ChoiceInteraction,
  scoringSchema: ChoiceScoring,

  starter: () => ({
    interaction: {
      kind: "choice",
      choices: ["A", "B", "C", "D"].map((id) => ({
        id,
        content: exampleText(`phương án ${id}`, `choice ${id}`),
      })),
      maxChoices: 1,
      shuffle: false,
    },
    scoring: { key: ["A"], rule: "allOrNothing" },
    maxScore: 1,
  }),

  checkInteraction: ({ choices, maxChoices }) => [
    ...duplicateIds(choices, "/interaction/choices"),
    ...alikeContents(choices, "/interaction/choices"),
    ...checkChoiceCount(maxChoices, choices.length),
  ],

  checkScoring(interaction, scoring, maxScore) {
    const ids = interaction.choices.map(({ id }) => id);
    return [
      ...unknownIds(scoring.key, ids, "/scoring/key"),
      ...checkSelectionKey(interaction.maxChoices, ids.length, scoring.key),
      ...unattainable(this.attainableScores(interaction, scoring, maxScore), maxScore),
    ];
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    const ids = interaction.choices.map(({ id }) => id);
    return value === null || areIds(value, ids, interaction.maxChoices);
  },

  score(interaction, scoring, value, maxScore) {
    const score = scoreSelection(value, scoring, interaction.choices.length, maxScore);
    return { status: "scored", score, maxScore, reason: selectionReason(value, scoring.key) };
  },

  attainableScores: (interaction, scoring, maxScore) =>
    attainableSelectionScores(interaction.choices.length, interaction.maxChoices, scoring, maxScore),

  partIds: () => [],

  simulate(interaction, scoring, score, maxScore, random) {
    const ids = interaction.choices.map(({ id }) => id);
    return simulateSelection(ids, interaction.maxChoices, scoring, score, maxScore, random);
  },

  answerAt(interaction, category, random) {
    const near = interaction.choices[category] ?? pick(interaction.choices, random);
    return [near.id];
  },

  variables(interaction) {
    const options = interaction.choices.map(({ id, content }) => ({ value: id, label: plainLabel(content) }));
    if (interaction.maxChoices === 1) return [{ suffix: "", label: {}, type: "nominal", values: options }];
    return options.map(({ label }, index) => ({
      suffix: suffixAt(index),
      label,
      type: "nominal",
      values: yesNo,
    }));
  },

  toVariables(interaction, value) {
    const ids = interaction.choices.map(({ id }) => id);
    const chosen = Array.isArray(value) ? value : [];
    if (interaction.maxChoices === 1) return [chosen[0] ?? null];
    return ids.map((id) => (isEmptyResponse(value) ? null : chosen.includes(id) ? 1 : 0));
  },
};
