import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { marginFit, withoutFit, type ModelFit } from "../fit/margin-fit.js";
import type { MarginKind } from "../fit/moments.js";
import { comparedSamples } from "../fit/samples.js";
import { message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";
import { align } from "../persons/align.js";
import { jointColumns, jointMargins } from "./joint-margins.js";
import type { MultidimensionalCalibration } from "./options.js";

/**
 * Margins that are compared at most in one to four dimensions: with more, their covariance would take longer than some
 * minutes, as its elements are sums over nodes.
 */
const marginsMaxOf = [0, 6000, 3000, 1500, 900];

/**
 * Limited-information fit of a calibration in several dimensions: `modelFit` over their joint normal distribution, with columns
 * for means, variances and covariances that are free. It needs `keepsCovariance`, which records the free parameters.
 *
 * There is none with regressors (the abilities are no normal distribution then but a mixture of them), and otherwise where
 * `modelFit` has none.
 *
 * @param marginsMax margins that are compared at most, as of `modelFit`: 6,000, 3,000, 1,500 or 900 in one to four dimensions by
 * default.
 * @throws {RangeError} when the calibration did not record the free parameters; as `align`.
 */
export function modelFitMultidimensional(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  statistic: MarginKind = "M2*",
  marginsMax = marginsMaxOf[calibration.dimensions.length],
): ModelFit {
  const aligned = align(asOneDimension(calibration), data);
  const compared = comparedSamples(calibration, aligned, data.weights);
  const reason = calibration.coefficients.length > 0 ? message("not-normal") : compared.reason;
  if (reason !== null) return withoutFit(statistic, compared, reason);
  const { parameterCovariance, parameterCount } = calibration;
  if (!parameterCovariance) {
    const code = parameterCovariance === null ? "information-singular" : "free-parameters-unrecorded";
    throw new Refusal(code, { count: parameterCount });
  }
  const { names, places } = parameterCovariance;
  const margins = jointMargins(calibration, aligned, compared.samples, statistic);
  const columnsOf = (s: number) => jointColumns(names, places, calibration, margins[s]);
  return marginFit({ statistic, compared, aligned, margins, count: names.length, columnsOf }, marginsMax);
}

/** All items in one dimension, for the patterns of responses to them; the abilities are not looked at. */
function asOneDimension({ dimensions: _, groups, ...others }: MultidimensionalCalibration): Calibration {
  return {
    ...others,
    quadrature: { count: 3, range: 1 },
    groups: groups.map(({ name, personCount }) => ({
      ...{ name, personCount, mean: 0, variance: 1, mass: null },
      ...{ meanStandardError: null, varianceStandardError: null },
    })),
  };
}
