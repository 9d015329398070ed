import { plainLabel } from "../text/plain.js";
import { LikertInteraction, NoScoring } from "../schema/interactions.js";
import { error } from "../problems.js";
import { alikeContents, alikeLabels, duplicateIds, unknownIds } from "./checks.js";
import type { InteractionDeclaration } from "./declaration.js";
import { exampleText } from "./example.js";
import { isEmptyResponse } from "./empty.js";
import { isRecordOf, suffixAt } from "./values.js";

/**
 * Statements answered on one scale. There is no key: each statement becomes a variable with the option's value, as
 * given; statements in `reversed` are turned round only when a scale is made of them.
 */
export const likert: InteractionDeclaration<LikertInteraction, NoScoring, Record<string, string>> = {
  kind: "likert",
  name: { vi: "Bảng Likert", en: "Likert matrix" },
  summary: {
    vi: "Nhiều nhận định trả lời trên cùng một thang; dùng trong phiếu hỏi.",
    en: "Statements answered on one scale; for questionnaires.",
  },
  interactionSchema: LikertInteraction,
  scoringSchema: NoScoring,

  starter: () => ({
    interaction: {
      kind: "likert",
      statements: [{ id: "a", content: exampleText("nhận định", "statement") }],
      options: [
        { id: "1", label: { vi: "Rất không đồng ý", en: "Strongly disagree" }, value: 1 },
        { id: "2", label: { vi: "Không đồng ý", en: "Disagree" }, value: 2 },
        { id: "3", label: { vi: "Đồng ý", en: "Agree" }, value: 3 },
        { id: "4", label: { vi: "Rất đồng ý", en: "Strongly agree" }, value: 4 },
      ],
    },
    scoring: { rule: "none" },
    maxScore: 0,
  }),

  checkInteraction(interaction) {
    const values = interaction.options.map(({ value }) => value);
    const problems = [
      ...duplicateIds(interaction.statements, "/interaction/statements"),
      ...alikeContents(interaction.statements, "/interaction/statements"),
      ...duplicateIds(interaction.options, "/interaction/options"),
      ...alikeLabels(interaction.options, "/interaction/options"),
      ...unknownIds(
        interaction.reversed ?? [],
        interaction.statements.map(({ id }) => id),
        "/interaction/reversed",
      ),
    ];
    if (new Set(values).size !== values.length) {
      problems.push(
        error(
          "/interaction/options",
          "Hai mức của thang có cùng giá trị.",
          "Two options of the scale have the same value.",
        ),
      );
    }
    return problems;
  },

  checkScoring: () => [],

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    const options = interaction.options.map(({ id }) => id);
    return (
      value === null ||
      isRecordOf(
        value,
        interaction.statements.map(({ id }) => id),
        (part): part is string => options.includes(part as string),
      )
    );
  },

  score: (_interaction, _scoring, _value, maxScore) => ({ status: "unscored", score: null, maxScore }),

  attainableScores: () => [0],

  partIds: (interaction) => interaction.statements.map(({ id }) => id),

  simulate(interaction, _scoring, score, _maxScore, random) {
    return this.answerAt(interaction, score, random);
  },

  /**
   * Every statement is answered at the category or, a quarter of the time each, one step below or above it, so that
   * the statements hang together without being equal. Reversed statements are answered from the other end.
   */
  answerAt(interaction, category, random) {
    const byValue = [...interaction.options].sort((a, b) => a.value - b.value);
    const last = byValue.length - 1;
    return Object.fromEntries(
      interaction.statements.map(({ id }) => {
        const draw = random();
        const step = draw < 0.25 ? -1 : draw < 0.5 ? 1 : 0;
        const at = Math.max(0, Math.min(last, category + step));
        const option = byValue[interaction.reversed?.includes(id) ? last - at : at];
        return [id, option?.id ?? ""];
      }),
    );
  },

  variables: (interaction) =>
    interaction.statements.map(({ content }, index) => ({
      suffix: interaction.statements.length === 1 ? "" : suffixAt(index),
      label: plainLabel(content),
      type: "ordinal",
      values: interaction.options.map(({ value, label }) => ({ value, label })),
    })),

  toVariables(interaction, value) {
    const given = (value ?? {}) as Record<string, string>;
    return interaction.statements.map(({ id }) => {
      const option = interaction.options.find((each) => each.id === given[id]);
      return option?.value ?? null;
    });
  },
};
