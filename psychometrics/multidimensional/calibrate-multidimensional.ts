import { itemsAtSlopeBound } from "../calibrate/at-bounds.js";
import { describeItem, notesOnEstimates } from "../calibrate/describe.js";
import { logPriorOf } from "../calibrate/estimation.js";
import { modelOfPart } from "../calibrate/setup.js";
import type { ResponseData } from "../data.js";
import { notesOnSeparation } from "../population-model/separation.js";
import { notesOnGrid } from "./accuracy.js";
import {
  abilityNames,
  describeAbilityGroups,
  describeCoefficients,
  describeDimensions,
} from "./describe-abilities.js";
import { estimateMultidimensional } from "./estimate.js";
import { fixedDimensionsOf } from "./fixed-dimensions.js";
import { parameterCovariance } from "./information.js";
import type {
  MultidimensionalCalibration,
  MultidimensionalOptions,
  MultidimensionalResult,
} from "./options.js";
import type { MultidimensionalEstimation } from "./setup.js";
import type { MultidimensionalSteps } from "./steps.js";
import { message, type Message } from "../messages/message.js";

/**
 * Calibrate items that measure one of up to four correlated dimensions each (between-item multidimensionality: Adams,
 * Wilson & Wang, 1997), and the abilities' distribution with them: in D dimensions
 *
 *     theta ~ N(mean + G'(x - mean of x), S)
 *
 * with S the covariance and, where regressors x are given, G the coefficients of a latent regression (Mislevy, 1984),
 * estimated together by marginal maximum likelihood. Item models, constraints, priors and weights are those of `calibrate`;
 * not presented is left out of the likelihood, and a dimension in which a test taker has no response is integrated exactly.
 *
 * Where the data have several groups, each has means and covariances of its own, all free but those of the first, beside
 * regressors whose coefficients they have in common (the mean is at the group's own mean of x), and the items are the same in all (multiple-group calibration: Bock & Zimowski, 1997) but where `unique` and `leftOut` say otherwise.
 *
 * What holds the scale of each dimension: its mean is 0 (with regressors: the weighted mean of all who count; of several groups, of the first), and free
 * where it has anchors. Its variance (with regressors: the residual variance) is 1 where all its slopes are free, and
 * free where a slope is held, as in the Rasch and partial credit models. mirt and TAM put the 0 where every regressor is
 * 0 instead: their item difficulties are ours less the intercept of the dimension.
 *
 * EM with acceleration under a monotone guard, over the product of one grid of equally spaced nodes for each dimension
 * (see `JointPosterior`), or over nodes laid about each test taker's posterior (see `LaidPosterior`), as four dimensions have by
 * default. The notes name the rule's error where it matters, and regressors that separate (see `notesOnSeparation`). Standard
 * errors are from the observed information.
 *
 * @throws {RangeError} when an item is in no dimension or in two, a dimension has no item that can be calibrated or no
 * responses, nobody has responses in two dimensions whose covariance is free, a group has none in a dimension, a regressor has
 * a missing value, is the same for everybody of each group or made up of others; and as `calibrate`.
 * @throws {CalibrationCancelled} when `isCancelled` returned true.
 *
 * Adams, R. J., Wilson, M., & Wang, W. (1997). The multidimensional random coefficients multinomial logit model. Applied
 * Psychological Measurement, 21(1), 1-23.
 * Bock, R. D., & Zimowski, M. F. (1997). Multiple group IRT. In W. J. van der Linden & R. K. Hambleton (Eds.), Handbook of
 * modern item response theory (pp. 433-448). Springer.
 * Mislevy, R. J. (1984). Estimating latent distributions. Psychometrika, 49(3), 359-381.
 */
export function calibrateMultidimensional(
  data: ResponseData,
  options: MultidimensionalOptions,
): MultidimensionalResult {
  const { estimation, steps, em, hasFallenBack } = estimateMultidimensional(data, options);
  const { layout, abilities, cases } = estimation;
  const logPrior = logPriorOf(layout);
  const logLikelihood = em.objective - logPrior;
  const method = options.standardErrors ?? "observed";
  const covariance = method === "none" ? null : parameterCovariance(estimation, steps, method);
  const size = layout.freeCount + abilities.freeCount;
  const errors = { covariance, size, first: layout.freeCount };
  steps.expectation.expect(steps.logProbabilities, abilities, null, { withUncounted: true });
  const personCount = data.weights.reduce(
    (count, weight, p) => count + Number(weight > 0 && cases.seen[cases.personCase[p]] > 0),
    0,
  );
  const groups = describeAbilityGroups(estimation, steps, errors, data.weights, data.groupNames);
  const [{ covariances, covarianceStandardErrors, correlations, correlationStandardErrors }] = groups;
  const calibration: MultidimensionalCalibration = {
    items: describeItems(estimation, options, covariance, data),
    excluded: estimation.recoding.excluded,
    dimensions: describeDimensions(estimation, options, steps, data.weights, groups),
    groups,
    ...{ covariances, covarianceStandardErrors, correlations, correlationStandardErrors },
    coefficients: describeCoefficients(estimation, options, errors, data.groupNames),
    quadrature: {
      ...{ count: estimation.nodes.length, range: estimation.nodes[estimation.nodes.length - 1] },
      ...(estimation.laid && { laid: estimation.laid }),
    },
    logLikelihood,
    logPrior,
    parameterCount: size,
    personCount,
    aic: -2 * logLikelihood + 2 * size,
    bic: -2 * logLikelihood + Math.log(personCount) * size,
    cycles: em.cycles,
    converged: em.converged && itemsAtSlopeBound(layout).length === 0,
    largestChange: em.largestChange,
    history: em.history,
    notes: [],
  };
  if (options.keepsCovariance)
    calibration.parameterCovariance = describeParameterCovariance(estimation, options, covariance, data);
  calibration.notes = [
    ...estimation.recoding.notes,
    ...notesOnEstimates(calibration, {
      hasSettled: em.converged,
      informationFailed: method !== "none" && !covariance,
      layout,
    }),
    ...(hasFallenBack ? [message("laid-nodes-given-up")] : []),
    ...notesOnGrid(estimation, steps, options, data.groupNames),
    ...notesOnPersons(data, estimation),
    ...(options.regressors
      ? notesOnSeparation(fixedDimensionsOf(calibration), data, options.regressors, data.weights)
      : []),
  ];
  return { calibration, ...ofPersons(estimation, steps) };
}

/** The calibrated items in the order of the data. */
function describeItems(
  estimation: MultidimensionalEstimation,
  options: MultidimensionalOptions,
  covariance: Float64Array | null,
  data: ResponseData,
): MultidimensionalCalibration["items"] {
  const { layout, recoding, dimensionOf, abilities } = estimation;
  const anchors = new Map((options.anchors ?? []).map((anchor) => [anchor.item, anchor]));
  const size = layout.freeCount + abilities.freeCount;
  return orderOf(estimation, data).map((i) => {
    const part = recoding.items[i];
    const { item, groups, isCommon, scoreValues } = part;
    return {
      ...describeItem(layout, i, covariance, size),
      ...{ item, isUnique: !isCommon, scoreValues },
      groups: groups && [...groups].map((g) => data.groupNames[g]),
      model: modelOfPart(part, options, anchors),
      isAnchored: part.anchor !== null,
      dimension: options.dimensions[dimensionOf[i]].name,
    };
  });
}

/** The places of the items, in the order of the data's columns. */
function orderOf({ recoding }: MultidimensionalEstimation, data: ResponseData): number[] {
  const columns = recoding.items.map(({ item }) => data.items.indexOf(item));
  return columns.map((_, i) => i).sort((a, b) => columns[a] - columns[b]);
}

function describeParameterCovariance(
  estimation: MultidimensionalEstimation,
  options: MultidimensionalOptions,
  covariance: Float64Array | null,
  data: ResponseData,
): MultidimensionalCalibration["parameterCovariance"] {
  if (!covariance) return null;
  const { layout } = estimation;
  return {
    names: [...layout.freeNames, ...abilityNames(estimation, options, data.groupNames)],
    places: orderOf(estimation, data).map((i) =>
      Array.from(layout.freePlace.subarray(layout.offsets[i], layout.offsets[i + 1])),
    ),
    values: Array.from(covariance),
  };
}

function notesOnPersons(data: ResponseData, { cases }: MultidimensionalEstimation): Message[] {
  const silent = cases.personCase.reduce((count, n) => count + Number(cases.seen[n] === 0), 0);
  return silent === 0 ? [] : [message("persons-silent", { count: silent })];
}

/** The cases' posteriors, for every test taker. */
function ofPersons(
  { cases, abilities }: MultidimensionalEstimation,
  { expectation }: MultidimensionalSteps,
): Pick<MultidimensionalResult, "means" | "covariances"> {
  const { size } = abilities;
  const { personCase } = cases;
  const means = new Float64Array(personCase.length * size);
  const covariances = new Float64Array(personCase.length * size * size);
  personCase.forEach((n, p) => {
    means.set(expectation.moments.means.subarray(n * size, (n + 1) * size), p * size);
    covariances.set(
      expectation.moments.covariances.subarray(n * size * size, (n + 1) * size * size),
      p * size * size,
    );
  });
  return { means, covariances };
}
