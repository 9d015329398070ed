import { ExtendedTextInteraction, ExtendedTextScoring } from "../schema/interactions.js";
import type { InteractionDeclaration } from "./declaration.js";
import { isEmptyResponse } from "./empty.js";
import { pick, range } from "./values.js";

const openings = [
  "Theo em, dựa vào dữ kiện đã cho",
  "Em nghĩ rằng vì kết quả ở bảng",
  "Ta thấy từ hình vẽ và số liệu",
  "Bởi vì trong bài đã nêu rõ điều này",
];

/** An open response; its score comes from a coder with the item's rubric, so scoring alone says "uncoded". */
export const extendedText: InteractionDeclaration<ExtendedTextInteraction, ExtendedTextScoring, string> = {
  kind: "extendedText",
  name: { vi: "Tự luận", en: "Extended text" },
  summary: {
    vi: "Câu trả lời viết tự do, do người chấm cho mã theo hướng dẫn.",
    en: "An open response that a coder reads with the item's rubric.",
  },
  interactionSchema: ExtendedTextInteraction,
  scoringSchema: ExtendedTextScoring,

  starter: () => ({
    interaction: { kind: "extendedText", lines: 6, maxCharacters: 4000 },
    scoring: { rule: "humanCoded" },
    maxScore: 1,
  }),

  // What there is to check is the rubric, which belongs to the item: validation/rubric.ts.
  checkInteraction: () => [],

  checkScoring: () => [],

  isEmpty: isEmptyResponse,

  fits: (interaction, value) =>
    value === null || (typeof value === "string" && value.length <= interaction.maxCharacters),

  score: (_interaction, _scoring, _value, maxScore) => ({ status: "uncoded", score: null, maxScore }),

  attainableScores: (_interaction, _scoring, maxScore) => range(0, maxScore),

  partIds: () => [],

  simulate: (interaction, _scoring, score, _maxScore, random) =>
    `${pick(openings, random)} (bài làm mô phỏng, mức ${score}).`.slice(0, interaction.maxCharacters),

  answerAt: (interaction, _category, random) =>
    `${pick(openings, random)}.`.slice(0, interaction.maxCharacters),

  variables: () => [{ suffix: "", label: {}, type: "text", values: [] }],

  toVariables: (_interaction, value) => [typeof value === "string" && value !== "" ? value : null],
};
