import { findRoot } from "../numeric/root.js";
import type { PreparedItem } from "../linking/form.js";
import type { EquatedScore } from "./equipercentile.js";
import {
  blankGradient,
  eachDerivative,
  equatingError,
  expectedScore,
  type LinkedForms,
} from "./irt-equating.js";

/** An equated score with the ability at which both forms expect it, on the base scale; null beyond what a form can expect. */
export interface TrueScore extends EquatedScore {
  theta: number | null;
}

/** A score this close to the end of what a form can expect has no ability of its own. */
const margin = 1e-9;
const searchMax = 200;

/**
 * IRT true-score equating (Lord, 1980; Kolen & Brennan, 2014, ch. 6): a score is the expected score of some ability, and its
 * equivalent is what that ability is expected to score on the other form. Below the sum of lower asymptotes scores are
 * interpolated from 0 (Kolen, 1981); the ends go to the ends.
 *
 * Standard errors carry the sampling of the item parameters of both forms and of the link (Ogasawara, 2001).
 */
export function equateTrueScores(forms: LinkedForms): TrueScore[] {
  const highest = highestSum(forms.from);
  return Array.from({ length: highest + 1 }, (_, score) => equated(forms, score, highest));
}

function equated(forms: LinkedForms, score: number, highest: number): TrueScore {
  const { from, to, constants } = forms;
  const lowest = lowerLimit(from);
  if (score >= highest - margin)
    return { score, equivalent: highestSum(to), standardError: null, theta: null };
  if (score <= lowest + margin) {
    const share = lowest > 0 ? score / lowest : 0;
    return { score, equivalent: share * lowerLimit(to), standardError: null, theta: null };
  }
  const theta = abilityAt(from, score);
  const elsewhere = (theta - constants.intercept) / constants.slope;
  return {
    score,
    equivalent: sumAt(to, elsewhere)[0],
    standardError: errorAt(forms, theta, elsewhere),
    theta,
  };
}

function errorAt(forms: LinkedForms, theta: number, elsewhere: number): number | null {
  if (!forms.sensitivity) return null;
  const { from, to, constants } = forms;
  const steepnessFrom = sumAt(from, theta)[1];
  const steepnessTo = sumAt(to, elsewhere)[1];
  const direct = blankGradient(forms.calibrations);
  // A parameter of the first form moves the ability at which the score is met, and with it the other form's sum.
  const perScore = steepnessTo / constants.slope / steepnessFrom;
  eachDerivative(
    from,
    (item) => [expectedScore(item, theta)[0]],
    (place, [change]) => (direct.base[place] -= perScore * change),
  );
  eachDerivative(
    to,
    (item) => [expectedScore(item, elsewhere)[0]],
    (place, [change]) => (direct.other[place] += change),
  );
  return equatingError(forms, {
    direct,
    inSlope: (-steepnessTo * elsewhere) / constants.slope,
    inIntercept: -steepnessTo / constants.slope,
  });
}

function sumAt(items: readonly PreparedItem[], theta: number): [sum: number, steepness: number] {
  let sum = 0;
  let steepness = 0;
  for (const item of items) {
    const [score, rise] = expectedScore(item, theta);
    sum += score;
    steepness += rise;
  }
  return [sum, steepness];
}

function highestSum(items: readonly PreparedItem[]): number {
  return items.reduce((sum, { scoreValues }) => sum + scoreValues[scoreValues.length - 1], 0);
}

/** What the least able are expected to score. */
function lowerLimit(items: readonly PreparedItem[]): number {
  return items.reduce((sum, item) => {
    const guessed = item.model.hasLowerAsymptote
      ? 1 / (1 + Math.exp(-item.parameters[item.parameters.length - 1]))
      : 0;
    return sum + item.scoreValues[0] + guessed * (item.scoreValues[1] - item.scoreValues[0]);
  }, 0);
}

function abilityAt(items: readonly PreparedItem[], score: number): number {
  let low = -8;
  let high = 8;
  while (sumAt(items, low)[0] > score && low > -searchMax) low *= 1.5;
  while (sumAt(items, high)[0] < score && high < searchMax) high *= 1.5;
  return findRoot((theta) => sumAt(items, theta)[0] - score, low, high, 1e-12);
}
