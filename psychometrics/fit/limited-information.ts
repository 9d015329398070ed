import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { align } from "../persons/align.js";
import { freeParameters } from "./free-parameters.js";
import { groupMargins } from "./group-margins.js";
import { marginFit, withoutFit, type ModelFit } from "./margin-fit.js";
import { marginJacobian } from "./margin-jacobian.js";
import type { MarginKind } from "./moments.js";
import { comparedSamples } from "./samples.js";
import { message } from "../messages/message.js";

/**
 * Limited-information fit of a calibration: the first two orders of margins against the model's. M2 (Maydeu-Olivares
 * & Joe, 2005, 2006) takes the share of each category and pair of categories, M2* (Cai & Hansen, 2013) the means of
 * items and of products of two, C2 (Cai & Monroe, 2014) the shares of single categories and the products; for
 * right-or-wrong items the three are the same. Asymptotically chi-square where the model holds and parameters are at
 * their maximum likelihood. With p the observed margins, pi the model's, Xi their covariance and D the derivatives in the
 * free parameters, it is N (p - pi)' [Xi^-1 - Xi^-1 D (D' Xi^-1 D)^-1 D' Xi^-1] (p - pi).
 *
 * Several groups enter with their own margins and N_g test takers into one form: p and pi are those of all groups
 * together, their covariance has the blocks Xi_g / N_g, and D says what each parameter does in each group. With nothing
 * in common it is the sum of the groups' own. RMSEA is sqrt(G max(0, M2 - df) / (df (N - 1))), with the number of groups
 * G as Steiger (1998) has it: cutting one group in two at random leaves it as it is. SRMSR is the root of the mean of
 * the groups' squares, weighted by their test takers.
 *
 * mirt (1.47 and 1.48) gives other values in places, since its derivatives are not those of its margins: the slopes of
 * the GPCM and the nominal model are taken with category weights that do not sum to one, those of the 3PL as if the
 * asymptote were 0, groups' means and variances are passed over though they count, and groups are not weighted
 * by their size. With its derivatives our numbers are its (see the tests); ours agree with differences. Its RMSEA leaves
 * G out.
 *
 * It rests on the test takers with a response to every item of their group, weights counting as frequencies. Where these
 * are fewer than half of a group, its booklets are compared as groups are, each with its own items' margins and its own
 * number of test takers, and G is the number of all that are compared; the notes say which booklets were left out (see
 * `comparedSamples`). Each is taken as a random sample of its group: not so where earlier responses decide who gets which.
 *
 * There is none for a histogram of ability, where the booklets that can be compared hold fewer than half of a group or do
 * not determine every parameter, without degrees of freedom, or with too many margins.
 *
 * @param marginsMax margins that are compared at most; time grows with their third power, memory with their square. Of
 * several groups or booklets, the cubes of their numbers of margins come to its cube at most.
 * @throws {RangeError} as `align` and `freeParameters`.
 *
 * Maydeu-Olivares, A., & Joe, H. (2005). Limited- and full-information estimation and goodness-of-fit testing in 2^n
 * contingency tables. Journal of the American Statistical Association, 100(471), 1009-1020.
 * Maydeu-Olivares, A., & Joe, H. (2006). Limited information goodness-of-fit testing in multidimensional contingency
 * tables. Psychometrika, 71(4), 713-732.
 * Cai, L., & Hansen, M. (2013). Limited-information goodness-of-fit testing of hierarchical item factor models.
 * British Journal of Mathematical and Statistical Psychology, 66(2), 245-276.
 * Cai, L., & Monroe, S. (2014). A new statistic for evaluating item response theory models for ordinal data. CRESST.
 * Steiger, J. H. (1998). A note on multiple sample extensions of the RMSEA fit index. Structural Equation Modeling,
 * 5(4), 411-419.
 */
export function modelFit(
  calibration: Calibration,
  data: ResponseData,
  statistic: MarginKind = "M2*",
  marginsMax?: number,
): ModelFit {
  const aligned = align(calibration, data);
  const compared = comparedSamples(calibration, aligned, data.weights);
  const reason = calibration.groups.some(({ mass }) => mass) ? message("not-normal") : compared.reason;
  if (reason !== null) return withoutFit(statistic, compared, reason);
  const margins = groupMargins(calibration, aligned, compared.samples, statistic);
  const free = freeParameters(calibration);
  const columnsOf = (s: number) => marginJacobian(margins[s].moments, margins[s].at, free, margins[s].group);
  return marginFit({ statistic, compared, aligned, margins, count: free.count, columnsOf }, marginsMax);
}
