import type { Interaction } from "../types.js";
import { unattainable, unknownIds } from "./checks.js";
import type { InteractionDeclaration, Variable } from "./declaration.js";
import { isEmptyResponse } from "./empty.js";
import {
  attainableSelectionScores,
  checkSelectionKey,
  scoreSelection,
  selectionReason,
  simulateSelection,
  type SelectionRule,
} from "./selection.js";
import { areIds, pick, suffixAt } from "./values.js";

/** An option as a data file names it. */
type Option = Variable["values"][number] & { value: string };

const yesNo = [
  { value: 1, label: { vi: "Chọn", en: "Chosen" } },
  { value: 0, label: { vi: "Không chọn", en: "Not chosen" } },
];

/**
 * What a declaration has wherever ids are selected out of a list, whatever the list is of: `selection.ts` defines its two
 * rules. One variable with the id where one may be taken, else one for each option with 1 or 0.
 *
 * @param idsOf the ids that can be selected, in the order of the list.
 * @param optionsOf the same with their labels.
 */
export function selected<I extends Interaction & { maxChoices: number }, S extends SelectionRule>(
  idsOf: (interaction: I) => string[],
  optionsOf: (interaction: I) => Option[],
) {
  const attainableScores = (interaction: I, scoring: S, maxScore: number): number[] =>
    attainableSelectionScores(idsOf(interaction).length, interaction.maxChoices, scoring, maxScore);
  return {
    checkScoring(interaction, scoring, maxScore) {
      const ids = idsOf(interaction);
      return [
        ...unknownIds(scoring.key, ids, "/scoring/key"),
        ...checkSelectionKey(interaction.maxChoices, ids.length, scoring.key),
        ...unattainable(attainableScores(interaction, scoring, maxScore), maxScore),
      ];
    },

    isEmpty: isEmptyResponse,

    fits: (interaction, value) => value === null || areIds(value, idsOf(interaction), interaction.maxChoices),

    score(interaction, scoring, value, maxScore) {
      const score = scoreSelection(value, scoring, idsOf(interaction).length, maxScore);
      return { status: "scored", score, maxScore, reason: selectionReason(value, scoring.key) };
    },

    attainableScores,

    partIds: () => [],

    simulate: (interaction, scoring, score, maxScore, random) =>
      simulateSelection(idsOf(interaction), interaction.maxChoices, scoring, score, maxScore, random),

    answerAt(interaction, category, random) {
      const ids = idsOf(interaction);
      return [ids[category] ?? pick(ids, random)];
    },

    variables(interaction) {
      const options = optionsOf(interaction);
      if (interaction.maxChoices === 1) return [{ suffix: "", label: {}, type: "nominal", values: options }];
      return options.map(({ label }, index) => ({
        suffix: suffixAt(index),
        label,
        type: "nominal",
        values: yesNo,
      }));
    },

    toVariables(interaction, value) {
      const chosen = Array.isArray(value) ? value : [];
      if (interaction.maxChoices === 1) return [chosen[0] ?? null];
      return idsOf(interaction).map((id) => (isEmptyResponse(value) ? null : chosen.includes(id) ? 1 : 0));
    },
  } satisfies Partial<InteractionDeclaration<I, S, string[]>>;
}
