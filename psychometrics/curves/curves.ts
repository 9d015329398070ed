import type { CalibratedItem, Calibration } from "../calibrate/calibration.js";
import { isOfGroup } from "../calibrate/item-parts.js";
import { parameterised } from "../persons/align.js";

/** An item's curves over a range of ability. */
export interface ItemCurve {
  theta: number[];
  /** For each category in `scoreValues` order, its probability at each theta. */
  probabilities: number[][];
  /** The expected score at each theta; for right or wrong items the item characteristic curve. */
  expectedScore: number[];
  /** Fisher information of the item at each theta. */
  information: number[];
}

/** What a curve is made from: the formula, its parameters, and the scores that the categories stand for. */
export type CurveItem = Pick<CalibratedItem, "model" | "scoreValues" | "parameters">;

/** Thetas for a plot: equally spaced from `from` to `to`, ends included. */
export function thetaRange(from = -4, to = 4, count = 81): number[] {
  return Array.from({ length: count }, (_, n) => from + ((to - from) * n) / (count - 1));
}

/**
 * The characteristic, category and information curves of one item with known parameters.
 *
 * The expected score is in score points: categories count as the scores they stand for.
 */
export function itemCurve(item: CurveItem, theta: readonly number[] = thetaRange()): ItemCurve {
  const { model, categories, parameters } = parameterised(item);
  const probabilities = new Float64Array(categories);
  const derivatives = new Float64Array(categories);
  const curve: ItemCurve = {
    theta: [...theta],
    probabilities: item.scoreValues.map(() => []),
    expectedScore: [],
    information: [],
  };
  for (const at of theta) {
    model.probabilities(at, parameters, probabilities);
    model.thetaDerivatives(parameters, probabilities, derivatives);
    let expected = 0;
    for (let k = 0; k < categories; k++) {
      curve.probabilities[k].push(probabilities[k]);
      expected += item.scoreValues[k] * probabilities[k];
    }
    curve.expectedScore.push(expected);
    curve.information.push(fisherInformation(probabilities, derivatives));
  }
  return curve;
}

/** Fisher information of a response about ability: the sum over categories of (dP/dtheta)^2 / P. */
export function fisherInformation(probabilities: Float64Array, derivatives: Float64Array): number {
  let information = 0;
  for (let k = 0; k < probabilities.length; k++) {
    if (probabilities[k] > 1e-300) information += derivatives[k] ** 2 / probabilities[k];
  }
  return information;
}

/** What a whole test tells about ability. */
export interface TestInformation {
  theta: number[];
  information: number[];
  /** 1 / sqrt(information): the standard error of a maximum likelihood estimate; null without information. */
  standardError: (number | null)[];
  expectedScore: number[];
}

/**
 * The test's information, standard error and expected score: sums over the calibrated items, or those named.
 *
 * @param group whose parameters are taken where an item's differ between groups; the first by default.
 */
export function testInformation(
  calibration: Calibration,
  theta: readonly number[] = thetaRange(),
  names?: readonly string[],
  group = 0,
): TestInformation {
  const information = theta.map(() => 0);
  const expectedScore = theta.map(() => 0);
  for (const item of calibration.items) {
    if (names && !names.includes(item.item)) continue;
    if (!isOfGroup(item, calibration.groups[group].name)) continue;
    const curve = itemCurve(item, theta);
    curve.information.forEach((value, n) => (information[n] += value));
    curve.expectedScore.forEach((value, n) => (expectedScore[n] += value));
  }
  const standardError = information.map((value) => (value > 0 ? 1 / Math.sqrt(value) : null));
  return { theta: [...theta], information, standardError, expectedScore };
}
