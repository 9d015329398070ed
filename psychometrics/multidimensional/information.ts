import { placesAtBounds } from "../calibrate/at-bounds.js";
import { stretch } from "../calibrate/layout.js";
import { itemGradient, sandwich, type InformationMethod } from "../calibrate/standard-errors.js";
import { OuterProducts } from "../numeric/outer-products.js";
import { inversePositiveDefinite } from "../numeric/linear-algebra.js";
import { CaseScoreReader, fillItemInformation } from "./item-information.js";
import type { CasePosterior } from "../likelihood/case-posterior.js";
import type { MultidimensionalEstimation } from "./setup.js";
import type { MultidimensionalSteps } from "./steps.js";

/** Differences over so much are good to five digits: the score is exact and smooth. */
const stepOf = (value: number) => 1e-5 * Math.max(1, Math.abs(value));

/**
 * The covariance of all free parameters at the maximum: the items' in their own order, then coefficients of the regressors in
 * their own units, free means and free elements of the covariance. Null where the information is not positive definite.
 * Elements of a covariance at the edge of what the grid can tell, and what is held at a bound, are taken as known: zeros.
 */
export function parameterCovariance(
  estimation: MultidimensionalEstimation,
  steps: MultidimensionalSteps,
  method: InformationMethod,
): Float64Array | null {
  const { layout, abilities } = estimation;
  const size = layout.freeCount + abilities.freeCount;
  const products = method === "observed" ? null : crossProducts(estimation, steps);
  const information = method === "cross-product" ? products : observedInformation(estimation, steps, size);
  if (!information) return null;
  const held = [...placesAtBounds(layout), ...heldAtEdge(estimation)];
  for (const k of held) {
    for (let j = 0; j < size; j++) information[k * size + j] = information[j * size + k] = Number(j === k);
  }
  const inverse = inversePositiveDefinite(information, size);
  for (const k of inverse ? held : []) if (inverse) inverse[k * size + k] = 0;
  const covariance =
    inverse && method === "sandwich" && products ? sandwich(inverse, products, size) : inverse;
  return covariance && inOwnUnits(estimation, covariance, size);
}

/** The places of the elements of covariances at the edge, where the maximum is none with a slope of zero. */
function heldAtEdge({ layout, abilities }: MultidimensionalEstimation): number[] {
  return abilities.groups.flatMap(({ isAtEdge, freeElements, freeCount }, g) => {
    const end = layout.freeCount + abilities.firstOf(g) + freeCount;
    return isAtEdge ? freeElements.map((_, k) => end - freeElements.length + k) : [];
  });
}

/** From standardised regressors to their own units. */
function inOwnUnits(
  { layout, abilities }: MultidimensionalEstimation,
  covariance: Float64Array,
  size: number,
): Float64Array {
  const units = new Float64Array(size).fill(1);
  const { design, coefficientCount } = abilities;
  for (let n = 0; n < coefficientCount && design; n++)
    units[layout.freeCount + n] = 1 / design.scales[n % design.names.length];
  return covariance.map((value, n) => value * units[Math.floor(n / size)] * units[n % size]);
}

/**
 * The observed information: minus the second derivatives of the log-likelihood and the log priors. The items' block by Louis'
 * identity, the rows of the abilities' parameters, which are few, by differences of the score: those of a group's from its own
 * test takers alone, those of the regressors' coefficients, which groups have in common, from all.
 */
function observedInformation(
  estimation: MultidimensionalEstimation,
  steps: MultidimensionalSteps,
  size: number,
): Float64Array {
  const { layout, abilities } = estimation;
  const { freeCount } = layout;
  const information = new Float64Array(size * size);
  fillItemInformation(estimation, steps, size, information);
  const at = steps.parameters();
  const moveOne = (k: number, move: number) => {
    const moved = at.slice();
    moved[k] += move;
    steps.setParameters(moved);
    return steps.parameters()[k] - at[k];
  };
  const held = heldAtEdge(estimation);
  const fillRows = (first: number, count: number, onlyGroup?: number) => {
    steps.expectGroup(onlyGroup);
    const here = scoreOf(steps, size, onlyGroup);
    for (let k = first; k < first + count; k++) {
      if (held.includes(k)) continue;
      const moved = moveOne(k, stepOf(at[k]));
      steps.expectGroup(onlyGroup);
      const there = scoreOf(steps, size, onlyGroup);
      for (let j = 0; j < size; j++) {
        const bend = (here[j] - there[j]) / moved;
        // Two rows of the abilities' parameters meet twice: each place gets half from either.
        if (j < freeCount) information[k * size + j] = information[j * size + k] = bend;
        else {
          information[k * size + j] += bend / 2;
          information[j * size + k] += bend / 2;
        }
      }
      steps.setParameters(at);
    }
  };
  if (abilities.coefficientCount > 0) fillRows(freeCount, abilities.coefficientCount);
  abilities.groups.forEach((group, g) => {
    fillRows(freeCount + abilities.firstOf(g), group.freeCount, g);
  });
  steps.expect();
  return information;
}

/**
 * The derivatives of the log-likelihood plus log priors in the free parameters, from the last E-step.
 *
 * @param onlyGroup where the E-step went through the test takers of one group alone.
 */
export function scoreOf(steps: MultidimensionalSteps, size: number, onlyGroup?: number): Float64Array {
  const { layout, nodes, rows, abilities, cases } = steps.estimation;
  const score = new Float64Array(size);
  layout.items.forEach((item, i) => {
    const parameters = stretch(layout, layout.values, i);
    const gradient = itemGradient(item, rows[i], nodes, steps.counts, parameters);
    for (const prior of item.jointPriors) prior.addGradient(parameters, gradient);
    gradient.forEach((value, j) => {
      const place = layout.freePlace[layout.offsets[i] + j];
      if (place >= 0) score[place] += value + (item.priors[j]?.derivative(parameters[j]) ?? 0);
    });
  });
  const { moments, fitted } = steps.expectation;
  const addScore = abilities.scorer(moments, fitted);
  const own = score.subarray(layout.freeCount);
  moments.weights.forEach((weight, n) => {
    if (weight > 0 && (onlyGroup === undefined || cases.groups[n] === onlyGroup)) addScore(n, weight, own);
  });
  return score;
}

/** The sum over test takers of weight times the cross-products of their scores. */
function crossProducts(estimation: MultidimensionalEstimation, steps: MultidimensionalSteps): Float64Array {
  const { layout, abilities } = estimation;
  const size = layout.freeCount + abilities.freeCount;
  const products = new OuterProducts(size);
  const reader = new CaseScoreReader(estimation);
  const score = new Float64Array(size);
  const own = score.subarray(layout.freeCount);
  const { moments, fitted } = steps.expectation;
  const addScore = abilities.scorer(moments, fitted);
  const visit = (n: number, posterior: CasePosterior, places: Int32Array) => {
    score.fill(0);
    for (let k = 0; k < places.length; k++) {
      const found = reader.read(n, places[k], k, posterior);
      for (let a = 0; a < found.count; a++) score[found.places[a]] += found.means[a];
    }
    addScore(n, 1, own);
    products.add(score, moments.weights[n]);
  };
  steps.expectation.expect(steps.logProbabilities, abilities, null, { visit });
  return products.total();
}
