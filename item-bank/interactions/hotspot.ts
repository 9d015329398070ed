import { HotspotInteraction, HotspotScoring } from "../schema/interactions.js";
import { error, type ItemProblem } from "../problems.js";
import { alikeLabels, duplicateIds } from "./checks.js";
import type { InteractionDeclaration } from "./declaration.js";
import { exampleString } from "./example.js";
import { selected } from "./selected.js";
import { checkChoiceCount } from "./selection.js";

/** Areas of a figure to choose from. */
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

  ...selected(
    ({ areas }) => areas.map(({ id }) => id),
    ({ areas }) => areas.map(({ id, label }) => ({ value: id, label })),
  ),
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
