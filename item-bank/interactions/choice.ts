import { plainLabel } from "../text/plain.js";
import { ChoiceInteraction, ChoiceScoring } from "../schema/interactions.js";
import { alikeContents, duplicateIds } from "./checks.js";
import type { InteractionDeclaration } from "./declaration.js";
import { exampleText } from "./example.js";
import { selected } from "./selected.js";
import { checkChoiceCount } from "./selection.js";

/** One or several choices of a list. */
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

  ...selected(
    ({ choices }) => choices.map(({ id }) => id),
    ({ choices }) => choices.map(({ id, content }) => ({ value: id, label: plainLabel(content) })),
  ),
};
