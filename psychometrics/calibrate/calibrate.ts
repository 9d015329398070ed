import type { ResponseData } from "../data.js";
import { itemsAtSlopeBound } from "./at-bounds.js";
import type { Calibration, CalibrationOptions } from "./calibration.js";
import {
  countPersons,
  describeCovariance,
  describeGroups,
  describeItem,
  groupEdge,
  notesOn,
} from "./describe.js";
import { covarianceOf, logPriorOf } from "./estimation.js";
import { fitOnGrid } from "./fit-on-grid.js";
import { coarseness } from "./grid.js";
import { findCategories } from "./recode.js";
import { itemParts } from "./item-parts.js";
import { modelOfPart, ratingScaleOf } from "./setup.js";
import { turnScale } from "./turn-scale.js";
import { Refusal } from "../messages/refusal.js";

/**
 * Calibrate items by marginal maximum likelihood (Bock & Aitkin, 1981): EM over equally spaced quadrature nodes,
 * normal groups or empirical histograms, sampling weights as frequencies.
 *
 * Slopes and intercepts are in logits with D = 1. For `rasch`, `pcm` and `rsm` slopes are 1 and the variance of the reference
 * group is estimated; for the others its variance is 1. Its mean is 0. With anchors, every group's mean and variance
 * are estimated. Further groups always have both estimated. `options.groups` can say otherwise. Not presented is left out of the likelihood.
 *
 * Items without two different scores are left out with a note, as are scores that nobody got; see `notes` in the
 * result. Where no grid is named (`quadrature`, `range`), one that turns out too narrow for a group's abilities or too
 * coarse for the test takers' posteriors gives way to a better one. An iteration that does not converge is a result too: see `converged`. Free slopes go to `slopeMax` at most;
 * where one ends there nothing has converged, and a note names the items; the same goes for a group whose mean or variance
 * ends at what the grid can tell. Where more slopes come out negative than
 * positive and nothing holds the scale's direction, it is turned round.
 *
 * @throws {RangeError} when no item can be calibrated, an item has more categories than its model allows,
 * an anchor does not fit the data or another of its item, or a constraint names what is not there or contradicts another.
 * @throws {CalibrationCancelled} when `isCancelled` returned true.
 *
 * Bock, R. D., & Aitkin, M. (1981). Marginal maximum likelihood estimation of item parameters: Application of an EM
 * algorithm. Psychometrika, 46(4), 443-459.
 */
export function calibrate(data: ResponseData, options: CalibrationOptions): Calibration {
  const anchors = new Map((options.anchors ?? []).map((anchor) => [anchor.item, anchor]));
  const recoding = findCategories(data, itemParts(data, options), {
    scaleOf: (item, maxScore) => ratingScaleOf(item, options, anchors, maxScore),
  });
  if (recoding.items.length === 0) {
    throw new Refusal("none-calibrated");
  }
  const { estimation, em, grid: quadrature } = fitOnGrid(data, recoding, options, anchors);
  const { layout, population } = estimation;
  turnScale(layout, population);
  const logPrior = logPriorOf(layout);
  const logLikelihood = em.objective - logPrior;
  const parameterCount = layout.freeCount + population.parameterCount;
  const size = layout.freeCount + population.freeNames.length;
  const method = options.standardErrors ?? "observed";
  const covariance = method === "none" ? null : covarianceOf(estimation, method);
  const counted = countPersons(data, estimation.posteriors.patterns.booklets);
  const personCount = counted.reduce((sum, count) => sum + count, 0);
  const groups = describeGroups(population, data.groupNames, layout.freeCount, covariance, size, counted);
  const hasBounds =
    itemsAtSlopeBound(layout).length === 0 && groups.every((group) => groupEdge(group, quadrature) === null);
  const calibration: Calibration = {
    items: recoding.items.map((part, i) => ({
      ...describeItem(layout, i, covariance, size),
      item: part.item,
      groups: part.groups && [...part.groups].map((g) => data.groupNames[g]),
      isUnique: !part.isCommon,
      model: modelOfPart(part, options, anchors),
      scoreValues: part.scoreValues,
      isAnchored: part.anchor !== null,
    })),
    excluded: recoding.excluded,
    groups,
    quadrature,
    ...(options.keepsCovariance &&
      method !== "none" && { covariance: describeCovariance(layout, population, covariance) }),
    logLikelihood,
    logPrior,
    parameterCount,
    personCount,
    aic: -2 * logLikelihood + 2 * parameterCount,
    bic: -2 * logLikelihood + Math.log(personCount) * parameterCount,
    cycles: em.cycles,
    converged: em.converged && hasBounds,
    largestChange: em.largestChange,
    history: em.history,
    notes: recoding.notes,
  };
  return {
    ...calibration,
    notes: [
      ...recoding.notes,
      ...notesOn(calibration, {
        hasSettled: em.converged,
        informationFailed: method !== "none" && !covariance,
        layout,
        coarseness: coarseness({ layout, population, patterns: estimation.posteriors.patterns }, quadrature),
      }),
    ],
  };
}
