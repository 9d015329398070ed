import { plainLabel } from "../text/plain.js";
import { TrueFalseClusterInteraction, TrueFalseClusterScoring } from "../schema/interactions.js";
import { error, warning } from "../problems.js";
import { alikeContents, duplicateIds, partsWithoutKey } from "./checks.js";
import type { InteractionDeclaration } from "./declaration.js";
import { exampleText } from "./example.js";
import { isEmptyResponse } from "./empty.js";
import { countRight, drawRightParts, partScores, partsReason } from "./parts.js";
import { isRecordOf, range, suffixAt } from "./values.js";

const trueFalse = [
  { value: 1, label: { vi: "Đúng", en: "True" } },
  { value: 0, label: { vi: "Sai", en: "False" } },
];

/**
 * Four statements, each true or false, as in part II of Viet Nam's graduation exam since 2025.
 *
 * The score, which calibration models, is the number of statements rightly judged, 0 to 4. The exam's points are
 * `points[score]`: 0, 0.1, 0.25, 0.5 and 1 (Decision 764/QD-BGDDT, 2024). `parts` are the four binary scores; a
 * statement left empty counts as not right and its part is null.
 */
export const trueFalseCluster: InteractionDeclaration<
  TrueFalseClusterInteraction,
  TrueFalseClusterScoring,
  Record<string, boolean>
> = {
  kind: "trueFalseCluster",
  name: { vi: "Đúng – sai bốn ý", en: "True/false cluster" },
  summary: {
    vi: "Bốn ý, mỗi ý đúng hoặc sai; điểm 0 – 0,1 – 0,25 – 0,5 – 1 như đề thi tốt nghiệp THPT.",
    en: "Four statements, each true or false, with the points 0, 0.1, 0.25, 0.5, 1 of Viet Nam's graduation exam.",
  },
  interactionSchema: TrueFalseClusterInteraction,
  scoringSchema: TrueFalseClusterScoring,

  starter: () => ({
    interaction: {
      kind: "trueFalseCluster",
      statements: ["a", "b", "c", "d"].map((id) => ({
        id,
        content: exampleText(`ý ${id}`, `statement ${id}`),
      })),
    },
    scoring: { key: { a: true, b: false, c: true, d: false }, points: [0, 0.1, 0.25, 0.5, 1] },
    maxScore: 4,
  }),

  checkInteraction: ({ statements }) => [
    ...duplicateIds(statements, "/interaction/statements"),
    ...alikeContents(statements, "/interaction/statements"),
  ],

  checkScoring(interaction, scoring, maxScore) {
    const ids = interaction.statements.map(({ id }) => id);
    const problems = partsWithoutKey(scoring.key, ids, "/scoring/key");
    if (maxScore !== 4) {
      problems.push(
        error(
          "/maxScore",
          "Điểm tối đa của cụm bốn ý là 4 (số ý đúng).",
          "A cluster of four statements has the maximum score 4, the number right.",
        ),
      );
    }
    if (scoring.points.some((point, k) => k > 0 && point < (scoring.points[k - 1] ?? 0))) {
      problems.push(
        error(
          "/scoring/points",
          "Đúng nhiều ý hơn không thể được ít điểm hơn.",
          "More right statements cannot give fewer points.",
        ),
      );
    }
    if (new Set(ids.map((id) => scoring.key[id])).size === 1) {
      problems.push(
        warning(
          "/scoring/key",
          "Cả bốn ý cùng đúng hoặc cùng sai.",
          "All four statements have the same answer.",
        ),
      );
    }
    return problems;
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    const ids = interaction.statements.map(({ id }) => id);
    return value === null || isRecordOf(value, ids, (part): part is boolean => typeof part === "boolean");
  },

  score(interaction, scoring, value, maxScore) {
    const parts = partScores(this.partIds(interaction), (id) =>
      value[id] === undefined ? null : value[id] === scoring.key[id],
    );
    const score = countRight(parts);
    return {
      status: "scored",
      score,
      maxScore,
      parts,
      points: scoring.points[score] ?? 0,
      reason: partsReason(score, 4),
    };
  },

  attainableScores: () => range(0, 4),

  partIds: (interaction) => interaction.statements.map(({ id }) => id),

  simulate(interaction, scoring, score, _maxScore, random) {
    const ids = this.partIds(interaction);
    const right = drawRightParts(ids, (count) => count, score, random);
    return Object.fromEntries(ids.map((id) => [id, right.has(id) === (scoring.key[id] ?? false)]));
  },

  answerAt: (interaction, _category, random) =>
    Object.fromEntries(interaction.statements.map(({ id }) => [id, random() < 0.5])),

  variables: (interaction) =>
    interaction.statements.map(({ content }, index) => ({
      suffix: suffixAt(index),
      label: plainLabel(content),
      type: "nominal",
      values: trueFalse,
    })),

  toVariables(interaction, value) {
    const given = (value ?? {}) as Record<string, boolean>;
    return this.partIds(interaction).map((id) => (given[id] === undefined ? null : given[id] ? 1 : 0));
  },
};
