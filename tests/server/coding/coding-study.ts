// A small study with one open item in each block, for the tests of coding.
import type { Item } from "../../../item-bank/types.js";
import type { StudyPackage } from "../../../server/studies/package.js";
import { seal } from "../../../server/studies/package.js";
import { makePackage } from "../../support/make-study.js";
import type { Answer } from "../../support/sit.js";

const text = (words: string) => [
  { type: "paragraph" as const, children: [{ type: "text" as const, text: words }] },
];

/** The package of `makePackage` with a guide of three codes for its open items. */
export function codingPackage(): StudyPackage {
  const { hash: _hash, ...contents } = makePackage({ kinds: ["extendedText", "choice"], testBlocks: 1 });
  const rubric: Item["rubric"] = {
    codes: [0, 1, 2].map((score) => ({
      code: String(score),
      score,
      label: { vi: `Mức ${score}`, en: `Level ${score}` },
      description: { vi: text("…"), en: text("…") },
      samples: [],
    })),
  };
  const items = Object.fromEntries(
    Object.entries(contents.items).map(([id, item]) => [
      id,
      item.interaction.kind === "extendedText" ? { ...item, maxScore: 2, rubric } : item,
    ]),
  );
  return seal({ ...contents, items });
}

/** Student k writes k letters; every sixth writes nothing. */
export const answerOf =
  (k: number): Answer =>
  (item) => {
    if (item.interaction.kind === "extendedText") return k % 6 === 0 ? null : "x".repeat(k);
    return item.interaction.kind === "choice" ? (item.scoring.key as string[]) : null;
  };
