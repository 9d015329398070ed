import { InlineChoiceInteraction, InlineChoiceScoring } from "../schema/interactions.js";
import { under } from "../problems.js";
import {
  alikeContents,
  duplicateIds,
  gapsInText,
  partsWithoutKey,
  unattainable,
  unknownIds,
} from "./checks.js";
import type { InteractionDeclaration } from "./declaration.js";
import { exampleString, exampleText } from "./example.js";
import { isEmptyResponse } from "./empty.js";
import { attainablePartScores, drawRightParts, partScores, scoreOfParts, scoredByParts } from "./parts.js";
import { isRecordOf, pick, suffixAt } from "./values.js";

/** Gaps in a text, each with a list to choose from; `parts.ts` defines its two rules. */
export const inlineChoice: InteractionDeclaration<
  InlineChoiceInteraction,
  InlineChoiceScoring,
  Record<string, string>
> = {
  kind: "inlineChoice",
  name: { vi: "Chọn trong câu", en: "Inline choice" },
  summary: {
    vi: "Chọn từ hoặc số trong danh sách thả xuống để hoàn thành câu.",
    en: "Lists to choose from inside a sentence.",
  },
  interactionSchema: InlineChoiceInteraction,
  scoringSchema: InlineChoiceScoring,

  starter: () => ({
    interaction: {
      kind: "inlineChoice",
      text: exampleText("câu có một chỗ trống", "a sentence with a gap", ["gap1"]),
      gaps: [
        {
          id: "gap1",
          choices: [
            { id: "A", content: exampleString("phương án A", "choice A") },
            { id: "B", content: exampleString("phương án B", "choice B") },
          ],
        },
      ],
      shuffle: false,
    },
    scoring: { key: { gap1: "A" }, rule: "allOrNothing" },
    maxScore: 1,
  }),

  checkInteraction(interaction) {
    return [
      ...duplicateIds(interaction.gaps, "/interaction/gaps"),
      ...interaction.gaps.flatMap(({ choices }, index) =>
        under(`/interaction/gaps/${index}`, [
          ...duplicateIds(choices, "/choices"),
          ...alikeContents(choices, "/choices"),
        ]),
      ),
      ...gapsInText(interaction.text, this.partIds(interaction), "/interaction/text"),
    ];
  },

  checkScoring(interaction, scoring, maxScore) {
    return [
      ...partsWithoutKey(scoring.key, this.partIds(interaction), "/scoring/key"),
      ...interaction.gaps.flatMap(({ id, choices }) => {
        const key = scoring.key[id];
        const known = choices.map((choice) => choice.id);
        return unknownIds(key === undefined ? [] : [key], known, `/scoring/key/${id}`);
      }),
      ...unattainable(this.attainableScores(interaction, scoring, maxScore), maxScore),
    ];
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    if (value === null) return true;
    return isRecordOf(value, this.partIds(interaction), (part, id): part is string => {
      const gap = interaction.gaps.find((each) => each.id === id);
      return gap !== undefined && gap.choices.some((each) => each.id === part);
    });
  },

  score(interaction, scoring, value, maxScore) {
    const ids = this.partIds(interaction);
    const parts = partScores(ids, (id) => (value[id] === undefined ? null : value[id] === scoring.key[id]));
    return scoredByParts(parts, (right) => scoreOfParts(right, ids.length, scoring.rule, maxScore), maxScore);
  },

  attainableScores(interaction, scoring, maxScore) {
    const count = interaction.gaps.length;
    return attainablePartScores(count, (right) => scoreOfParts(right, count, scoring.rule, maxScore));
  },

  partIds: (interaction) => interaction.gaps.map(({ id }) => id),

  simulate(interaction, scoring, score, maxScore, random) {
    const ids = this.partIds(interaction);
    const scoreOf = (right: number) => scoreOfParts(right, ids.length, scoring.rule, maxScore);
    const right = drawRightParts(ids, scoreOf, score, random);
    return Object.fromEntries(
      interaction.gaps.map(({ id, choices }) => {
        const fitting = choices.filter((choice) => (choice.id === scoring.key[id]) === right.has(id));
        return [id, pick(fitting, random).id];
      }),
    );
  },

  answerAt: (interaction, category, random) =>
    Object.fromEntries(
      interaction.gaps.map(({ id, choices }) => [id, (choices[category] ?? pick(choices, random)).id]),
    ),

  variables: (interaction) =>
    interaction.gaps.map(({ id, choices }, index) => ({
      suffix: interaction.gaps.length === 1 ? "" : suffixAt(index),
      label: { vi: `Chỗ trống ${id}`, en: `Gap ${id}` },
      type: "nominal",
      values: choices.map((choice) => ({ value: choice.id, label: choice.content })),
    })),

  toVariables(interaction, value) {
    const given = (value ?? {}) as Record<string, string>;
    return this.partIds(interaction).map((id) => given[id] ?? null);
  },
};
