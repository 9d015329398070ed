import { declarationOf } from "../interactions/index.js";
import type { Item, ResponseValue, Rubric, Scored } from "../types.js";

/**
 * The score of a response by the item's own rule.
 *
 * - Nothing given: `omitted`, score null; `missing.ts` tells omitted from not reached, and each phase of the analysis
 *   says which of them counts as 0. An exam counts both as 0 points.
 * - A questionnaire's question: `unscored`.
 * - An open response: `uncoded` until `humanCode`, the code a coder gave, is known; then the rubric's score for it.
 *
 * Scoring is the same in every language of the item and does not depend on the order in which options were shown.
 *
 * @throws {RangeError} for a value that the interaction cannot give and for a code that the rubric does not have.
 */
export function scoreResponse(item: Item, value: ResponseValue, humanCode?: string): Scored {
  const declaration = declarationOf(item.interaction.kind);
  const { maxScore } = item;
  if (!declaration.fits(item.interaction, value)) {
    throw new RangeError(
      `item ${item.id}: this is no response that a ${item.interaction.kind} interaction gives`,
    );
  }
  if (declaration.isEmpty(value)) {
    const partIds = declaration.partIds(item.interaction);
    const parts = Object.fromEntries(partIds.map((id) => [id, null]));
    return { status: "omitted", score: null, maxScore, ...(partIds.length > 0 ? { parts } : {}) };
  }
  if (item.scoring.rule === "none") return { status: "unscored", score: null, maxScore };
  if (item.scoring.rule === "humanCoded" && humanCode !== undefined) {
    return { status: "scored", score: scoreOfCode(item, humanCode), maxScore };
  }
  return declaration.score(item.interaction, item.scoring, value, maxScore);
}

/**
 * The score that the item's rubric gives for a code.
 *
 * @throws {RangeError} for a code that the rubric does not have.
 */
export function scoreOfCode(item: { id: string; rubric?: Rubric }, code: string): number {
  const codes = item.rubric?.codes ?? [];
  const found = codes.find((each) => each.code === code);
  if (!found) {
    const known = codes.map((each) => each.code).join(", ") || "none";
    throw new RangeError(`item ${item.id}: the rubric has no code ${code}; its codes are ${known}`);
  }
  return found.score;
}
