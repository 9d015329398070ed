import { HotspotInteraction, HotspotScoring } from "../schema/interactions.js";
import { error } from "../problems.js";
import { alikeLabels, duplicateIds, unattainable, unknownIds } from "./checks.js";
import type { InteractionDeclaration, ItemProblem } from "./declaration.js";
import { exampleString } from "./example.js";
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

/** Areas of a figure to choose from; `selection.ts` defines its two rules. */
export const hotspot: InteractionDeclaration<HotspotInteraction, HotspotScoring, string[]> = {
  kind: "hotspot",
  name: { vi: "Chọn trên hình", en: "Hotspot" },
  summary: {
    vi: "Chọn một hoặc nhiều vùng trên một hình.",
    en: "One or several areas of a figure to choose.",
  },
  interactionSchema: HotspotInteraction,
  scoringSchema: HotspotScoring,

  starter: () => ({
    interaction: {
      kind: "hotspot",
      asset: { vi: "figure.svg", en: "figure.svg" },
      alt: exampleString("mô tả hình", "description of the figure"),
      areas: [
        {
          id: "A",
          label: exampleString("vùng A", "area A"),
          shape: { type: "rectangle", x: 5, y: 10, width: 40, height: 80 },
        },
        {
          id: "B",
          label: exampleString("vùng B", "area B"),
          shape: { type: "rectangle", x: 55, y: 10, width: 40, height: 80 },
        },
      ],
      maxChoices: 1,
    },
    scoring: { key: ["A"], rule: "allOrNothing" },
    maxScore: 1,
  }),

  checkInteraction: ({ areas, maxChoices }) => [
    ...duplicateIds(areas, "/interaction/areas"),
    ...alikeLabels(areas, "/interaction/areas"),
    ...areas.flatMap(({ shape }, index) => checkShape(shape, `/interaction/areas/${index}/shape`)),
    ...checkChoiceCount(maxChoices, areas.length),
  ],

  checkScoring(interaction, scoring, maxScore) {
    const ids = interaction.areas.map(({ id }) => id);
    return [
      ...unknownIds(scoring.key, ids, "/scoring/key"),
      ...checkSelectionKey(interaction.maxChoices, ids.length, scoring.key),
      ...unattainable(this.attainableScores(interaction, scoring, maxScore), maxScore),
    ];
  },

  isEmpty: isEmptyResponse,

  fits(interaction, value) {
    const ids = interaction.areas.map(({ id }) => id);
    return value === null || areIds(value, ids, interaction.maxChoices);
  },

  score(interaction, scoring, value, maxScore) {
    const score = scoreSelection(value, scoring, interaction.areas.length, maxScore);
    return { status: "scored", score, maxScore, reason: selectionReason(value, scoring.key) };
  },

  attainableScores: (interaction, scoring, maxScore) =>
    attainableSelectionScores(interaction.areas.length, interaction.maxChoices, scoring, maxScore),

  partIds: () => [],

  simulate(interaction, scoring, score, maxScore, random) {
    const ids = interaction.areas.map(({ id }) => id);
    return simulateSelection(ids, interaction.maxChoices, scoring, score, maxScore, random);
  },

  answerAt: (interaction, category, random) => [
    (interaction.areas[category] ?? pick(interaction.areas, random)).id,
  ],

  variables(interaction) {
    const areas = interaction.areas.map(({ id, label }) => ({ value: id, label }));
    if (interaction.maxChoices === 1) return [{ suffix: "", label: {}, type: "nominal", values: areas }];
    return areas.map(({ label }, index) => ({
      suffix: suffixAt(index),
      label,
      type: "nominal",
      values: yesNo,
    }));
  },

  toVariables(interaction, value) {
    const chosen = Array.isArray(value) ? value : [];
    if (interaction.maxChoices === 1) return [chosen[0] ?? null];
    return interaction.areas.map(({ id }) => (isEmptyResponse(value) ? null : chosen.includes(id) ? 1 : 0));
  },
};

/** An area must lie on the picture, whose width and height are 100 each. */
function checkShape(shape: HotspotInteraction["areas"][number]["shape"], path: string): ItemProblem[] {
  const [left, top, right, bottom] =
    shape.type === "rectangle"
      ? [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height]
      : [shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius];
  const hasSize = shape.type === "rectangle" ? shape.width > 0 && shape.height > 0 : shape.radius > 0;
  if (hasSize && left >= -0.5 && top >= -0.5 && right <= 100.5 && bottom <= 100.5) return [];
  return [
    error(
      path,
      "Vùng phải có kích thước và nằm trong hình (0 đến 100 phần trăm mỗi chiều).",
      "The area has to have a size and lie on the picture (0 to 100 per cent each way).",
    ),
  ];
}
