import { declarationOf } from "../interactions/index.js";
import { pick } from "../interactions/values.js";
import type { Item, Language, ResponseValue } from "../types.js";

/** A simulated response and, for an open one, the code that a coder who keeps to the rubric gives it. */
export interface SimulatedResponse {
  value: ResponseValue;
  humanCode?: string;
}

/** The scores that some response to the item gets, from low to high; [0] for a questionnaire's question. */
export function attainableScores(item: Item): number[] {
  if (item.scoring.rule === "none") return [0];
  return declarationOf(item.interaction.kind).attainableScores(item.interaction, item.scoring, item.maxScore);
}

/**
 * A response that scores exactly `score`: `scoreResponse(item, value, humanCode)` gives it back. A questionnaire's
 * question is answered near category `score` of its scale. An open response is a sample of the rubric where there is
 * one in the language.
 *
 * @param random gives numbers from 0 to below 1; seed it to get the same responses again.
 * @throws {RangeError} for a score that no response gets.
 */
export function simulateResponse(
  item: Item,
  score: number,
  random: () => number,
  language: Language = "vi",
): SimulatedResponse {
  const declaration = declarationOf(item.interaction.kind);
  if (item.scoring.rule === "none") return { value: declaration.answerAt(item.interaction, score, random) };
  const value = declaration.simulate(item.interaction, item.scoring, score, item.maxScore, random);
  if (item.scoring.rule !== "humanCoded") return { value };
  const codes = (item.rubric?.codes ?? []).filter((each) => each.score === score);
  if (codes.length === 0)
    throw new RangeError(`item ${item.id}: the rubric has no code for the score ${score}`);
  const { code, samples } = pick(codes, random);
  const texts = samples
    .flatMap((sample) => sample[language] ?? [])
    .filter((text) => declaration.fits(item.interaction, text));
  return { value: texts.length > 0 ? pick(texts, random) : value, humanCode: code };
}
