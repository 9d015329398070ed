import { notPresented, responseDataOf, type ResponseData } from "../data.js";
import { namedModel, type ModelName } from "../models/index.js";
import { drawCategory, normalSource, type Uniform } from "../numeric/random.js";
import { interceptsOf, parametersOf } from "../parameters.js";

/** A known item, given as reports give it. */
export interface SimulatedItem {
  item: string;
  model: ModelName;
  slope: number;
  /** Steps or thresholds, b1 to bm, in logits. */
  difficulties: readonly number[];
  /** For the 3PL; 0 by default. */
  lowerAsymptote?: number;
  /** For the nominal model: the slope of each category from 1 to m. As multiples of `slope` by default. */
  categorySlopes?: readonly number[];
}

/** The probability of each score from 0 to m of a known item at an ability. */
export function scoreProbabilities(item: SimulatedItem, theta: number): Float64Array {
  return itemAnswerer(item)(theta);
}

/** An item's probabilities by ability, in an array that the next call uses again. */
export function itemAnswerer(item: SimulatedItem): (theta: number) => Float64Array {
  const out = new Float64Array(item.difficulties.length + 1);
  const { itemModel } = namedModel(item.model);
  const parameters = ownParameters(item);
  return (theta) => {
    itemModel.probabilities(theta, parameters, out);
    return out;
  };
}

/** Abilities drawn from a normal distribution. */
export function simulateAbilities(
  uniform: Uniform,
  count: number,
  mean = 0,
  standardDeviation = 1,
): number[] {
  const normal = normalSource(uniform);
  return Array.from({ length: count }, () => mean + standardDeviation * normal());
}

/**
 * Responses of test takers with known abilities to known items. The same source gives the same responses:
 * one uniform number is used per test taker and item presented, row by row.
 *
 * @param isPresented says whether an item is in a test taker's booklet; every item is by default.
 */
export function simulateResponses(
  uniform: Uniform,
  abilities: readonly number[],
  items: readonly SimulatedItem[],
  isPresented: (person: number, item: number) => boolean = () => true,
): ResponseData {
  const scores = new Int8Array(abilities.length * items.length).fill(notPresented);
  const answerers = items.map(itemAnswerer);
  abilities.forEach((theta, p) => {
    answerers.forEach((probabilitiesAt, i) => {
      if (isPresented(p, i)) scores[p * items.length + i] = drawCategory(uniform, probabilitiesAt(theta));
    });
  });
  return responseDataOf({
    items: items.map(({ item }) => item),
    personCount: abilities.length,
    scores,
    maxScores: items.map(({ difficulties }) => difficulties.length),
  });
}

function ownParameters(item: SimulatedItem): Float64Array {
  const { itemModel } = namedModel(item.model);
  const { slope, difficulties, lowerAsymptote, categorySlopes } = item;
  const intercepts = interceptsOf(itemModel.difficultyForm, slope, difficulties, categorySlopes);
  return parametersOf(itemModel, { slope, intercepts, lowerAsymptote, categorySlopes });
}
