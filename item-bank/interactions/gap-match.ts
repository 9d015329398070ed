import { GapMatchInteraction, GapMatchScoring } from "../schema/interactions.js";
import { error } from "../problems.js";
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
import { isRecordOf, pick, shuffled, suffixAt } from "./values.js";

/** Pieces to put into the gaps of a text; `parts.ts` defines its two rules. `maxUses` 0 means as often as wanted. */
export const gapMatch: InteractionDeclaration<
  GapMatchInteraction,
  GapMatchScoring,
  Record<string, string>
> = {
  kind: "gapMatch",
  name: { vi: "Kéo thả vào chỗ trống", en: "Gap match" },
  summary: {
    vi: "Đặt các từ hoặc số cho sẵn vào chỗ trống của văn bản.",
    en: "Given words or numbers to put into the gaps of a text.",
  },
  interactionSchema: GapMatchInteraction,
  scoringSchema: GapMatchScoring,

  starter: () => ({
    interaction: {
      kind: "gapMatch",
      text: exampleText("câu có hai chỗ trống", "a sentence with two gaps", ["gap1", "gap2"]),
      choices: ["A", "B", "C"].map((id) => ({
        id,
        content: exampleString(`mảnh ${id}`, `piece ${id}`),
        maxUses: 1,
      })),
      gapIds: ["gap1", "gap2"],
      shuffle: false,
    },
    scoring: { key: { gap1: "B", gap2: "A" }, rule: "allOrNothing" },
    maxScore: 1,
  }),

  checkInteraction: ({ choices, gapIds, text }) => [
    ...duplicateIds(choices, "/interaction/choices"),
    ...alikeContents(choices, "/interaction/choices"),
    ...duplicateIds(
      gapIds.map((id) => ({ id })),
      "/interaction/gapIds",
    ),
    ...gapsInText(text, gapIds, "/interaction/text"),
  ],

  checkScoring(interaction, scoring, maxScore) {
    const ids = interaction.choices.map(({ id }) => id);
    const problems = [
      ...partsWithoutKey(scoring.key, interaction.gapIds, "/scoring/key"),
      ...unknownIds(Object.values(scoring.key), ids, "/scoring/key"),
      ...unattainable(this.attainableScores(interaction, scoring, maxScore), maxScore),
    ];
    if (!withinUses(interaction, Object.values(scoring.key))) {
      problems.push(
        error(
          "/scoring/key",
          "Đáp án dùng một mảnh nhiều lần hơn mức cho phép.",
          "The key uses a piece more often than it may be used.",
        ),
      );
    }
    return problems;
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    if (value === null) return true;
    const ids = interaction.choices.map(({ id }) => id);
    return (
      isRecordOf(value, interaction.gapIds, (part): part is string => ids.includes(part as string)) &&
      withinUses(interaction, Object.values<string>(value))
    );
  },

  score(interaction, scoring, value, maxScore) {
    const parts = partScores(interaction.gapIds, (id) =>
      value[id] === undefined ? null : value[id] === scoring.key[id],
    );
    const count = interaction.gapIds.length;
    return scoredByParts(parts, (right) => scoreOfParts(right, count, scoring.rule, maxScore), maxScore);
  },

  attainableScores(interaction, scoring, maxScore) {
    const count = interaction.gapIds.length;
    return attainablePartScores(count, (right) => scoreOfParts(right, count, scoring.rule, maxScore));
  },

  partIds: (interaction) => interaction.gapIds,

  simulate(interaction, scoring, score, maxScore, random) {
    const count = interaction.gapIds.length;
    const scoreOf = (right: number) => scoreOfParts(right, count, scoring.rule, maxScore);
    const right = drawRightParts(interaction.gapIds, scoreOf, score, random);
    const value: Record<string, string> = {};
    for (const id of right) value[id] = scoring.key[id] ?? "";
    for (const id of interaction.gapIds.filter((each) => !right.has(each))) {
      const wrong = piecesLeft(interaction, value).filter((piece) => piece !== scoring.key[id]);
      // Where only the right piece is left the gap stays empty, which is not right either.
      if (wrong.length > 0) value[id] = pick(wrong, random);
    }
    return value;
  },

  answerAt(interaction, _category, random) {
    const value: Record<string, string> = {};
    for (const id of shuffled(interaction.gapIds, random)) {
      const left = piecesLeft(interaction, value);
      if (left.length > 0) value[id] = pick(left, random);
    }
    return value;
  },

  variables: (interaction) =>
    interaction.gapIds.map((id, index) => ({
      suffix: interaction.gapIds.length === 1 ? "" : suffixAt(index),
      label: { vi: `Chỗ trống ${id}`, en: `Gap ${id}` },
      type: "nominal",
      values: interaction.choices.map((choice) => ({ value: choice.id, label: choice.content })),
    })),

  toVariables(interaction, value) {
    const given = (value ?? {}) as Record<string, string>;
    return interaction.gapIds.map((id) => given[id] ?? null);
  },
};

/** Whether no piece is used more often than it may be. */
function withinUses(interaction: GapMatchInteraction, used: readonly string[]): boolean {
  return interaction.choices.every(
    ({ id, maxUses }) => maxUses === 0 || used.filter((piece) => piece === id).length <= maxUses,
  );
}

/** The pieces that may still be used. */
function piecesLeft(interaction: GapMatchInteraction, value: Record<string, string>): string[] {
  return interaction.choices
    .map(({ id }) => id)
    .filter((id) => withinUses(interaction, [...Object.values(value), id]));
}
