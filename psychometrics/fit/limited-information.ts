import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { noncentralityFor } from "../numeric/noncentral-chi-square.js";
import { align, type AlignedData } from "../persons/align.js";
import { categoryShares, observedMargins } from "./complete-cases.js";
import { correlationResidual } from "./correlation-residual.js";
import { freeParameters } from "./free-parameters.js";
import { groupMargins, type GroupMargins } from "./group-margins.js";
import { marginCovariance } from "./margin-covariance.js";
import { independence, marginJacobian } from "./margin-jacobian.js";
import { expectedMargins, marginCount, marginsAtNodes, type MarginKind } from "./moments.js";
import { residualQuadratic, type MarginBlock } from "./residual-quadratic.js";
import { message, type Message } from "../messages/message.js";

/** How a model as a whole fits; all null where it cannot be had, with the reason. */
export interface ModelFit {
  statistic: MarginKind;
  /** Test takers it rests on: persons, whatever their weights. */
  n: number;
  m2: number | null;
  df: number | null;
  p: number | null;
  /** Root mean square error of approximation, with its 90 % interval. */
  rmsea: number | null;
  rmsea05: number | null;
  rmsea95: number | null;
  /** Root mean square difference of the items' correlations from the model's. */
  srmsr: number | null;
  /** Against the model in which items have nothing in common. */
  tli: number | null;
  cfi: number | null;
  /** Each group's test takers and its own root mean square difference of correlations. */
  groups: { group: string; n: number; srmsr: number | null }[];
  reason: Message | null;
}

/** More margins would take more than 300 MB and some minutes. */
const marginsMaxDefault = 6000;

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
 * It rests on the test takers with a response to every item of their group, weights counting as frequencies. There is
 * none for a histogram of ability, where fewer than half of a group responded to all items, without degrees of freedom,
 * or with too many margins.
 *
 * @param marginsMax margins that are compared at most; time grows with their third power, memory with their square.
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
  marginsMax = marginsMaxDefault,
): ModelFit {
  const aligned = align(calibration, data);
  const groups = groupMargins(calibration, aligned, data.weights, statistic);
  const refuse = (reason: Message): ModelFit => ({ ...withoutFit(statistic, groups), reason });
  const refusal = refusalOf(calibration, groups);
  if (refusal !== null) return refuse(refusal);
  const free = freeParameters(calibration);
  const size = groups.reduce((sum, { moments }) => sum + marginCount(moments), 0);
  if (size <= free.count) return refuse(message("few-degrees-of-freedom"));
  if (size > marginsMax) return refuse(message("many-margins", { count: size, most: marginsMax }));
  const left = residualQuadratic(
    groups.map((group, g) => {
      const { moments, at, complete } = group;
      return {
        residual: residualOf(group, aligned),
        covariance: marginCovariance(moments, at),
        columns: marginJacobian(moments, at, free, g),
        n: complete.weight,
      };
    }),
  );
  if (left === null) return refuse(message("margins-singular"));
  return { ...withoutFit(statistic, groups), ...indices(left, size, groups, aligned), reason: null };
}

function withoutFit(statistic: MarginKind, groups: readonly GroupMargins[]): ModelFit {
  return {
    statistic,
    n: groups.reduce((sum, { complete }) => sum + complete.n, 0),
    m2: null,
    df: null,
    p: null,
    rmsea: null,
    rmsea05: null,
    rmsea95: null,
    srmsr: null,
    tli: null,
    cfi: null,
    groups: groups.map(({ name, complete }) => ({ group: name, n: complete.n, srmsr: null })),
    reason: null,
  };
}

function refusalOf({ groups }: Calibration, margins: readonly GroupMargins[]): Message | null {
  if (groups.some(({ mass }) => mass)) return message("not-normal");
  const sparse = margins.find(({ complete }) => !(complete.share >= 0.5));
  if (!sparse) return null;
  return groups.length === 1
    ? message("few-complete")
    : message("few-complete-in-group", { group: sparse.name });
}

function residualOf({ moments, at, complete }: GroupMargins, aligned: AlignedData): Float64Array {
  const expected = expectedMargins(marginsAtNodes(moments, at), at.mass);
  return observedMargins(moments, aligned, at.places, complete).map((value, m) => value - expected[m]);
}

function indices(
  left: { value: number; rank: number },
  size: number,
  groups: readonly GroupMargins[],
  aligned: AlignedData,
): Partial<ModelFit> {
  const m2 = left.value;
  const df = size - left.rank;
  const weight = groups.reduce((sum, { complete }) => sum + complete.weight, 0);
  const scale = (df * (weight - 1)) / groups.length;
  const perCase = (value: number) => (scale > 0 ? Math.sqrt(Math.max(0, value) / scale) : null);
  const nothing = independenceFit(groups, aligned, size);
  const isBetter = nothing !== null && nothing.m2 > nothing.df;
  const residuals = groups.map(({ name, at, complete }) => ({
    group: name,
    n: complete.n,
    weight: complete.weight,
    srmsr: correlationResidual(aligned, at.places, at, complete),
  }));
  return {
    m2,
    df,
    p: chiSquareUpperTail(m2, df),
    rmsea: perCase(m2 - df),
    rmsea05: perCase(noncentralityFor(0.95, m2, df)),
    rmsea95: perCase(noncentralityFor(0.05, m2, df)),
    srmsr: pooled(residuals),
    tli: isBetter ? (nothing.m2 / nothing.df - m2 / df) / (nothing.m2 / nothing.df - 1) : null,
    cfi: isBetter ? Math.max(0, Math.min(1, 1 - (m2 - df) / (nothing.m2 - nothing.df))) : null,
    groups: residuals.map(({ group, n, srmsr }) => ({ group, n, srmsr })),
  };
}

function pooled(groups: readonly { weight: number; srmsr: number | null }[]): number | null {
  const known = groups.flatMap(({ weight, srmsr }) => (srmsr === null ? [] : [{ weight, srmsr }]));
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const squared = known.reduce((sum, { weight, srmsr }) => sum + weight * srmsr * srmsr, 0);
  return total > 0 ? Math.sqrt(squared / total) : null;
}

/** The fit of the model in which items have nothing in common, with each group's own shares of categories. */
function independenceFit(
  groups: readonly GroupMargins[],
  aligned: AlignedData,
  size: number,
): { m2: number; df: number } | null {
  let m2 = 0;
  let rank = 0;
  for (const { moments, at, complete } of groups) {
    const { atNode, columns } = independence(moments, categoryShares(aligned, at.places, complete));
    const expected = expectedMargins(marginsAtNodes(moments, atNode), atNode.mass);
    const observed = observedMargins(moments, aligned, at.places, complete);
    const block: MarginBlock = {
      residual: observed.map((value, m) => value - expected[m]),
      covariance: marginCovariance(moments, atNode),
      columns,
      n: complete.weight,
    };
    const left = residualQuadratic([block]);
    if (left === null) return null;
    m2 += left.value;
    // In M2* a polytomous item's categories enter by their mean alone, so that its shares are one parameter there.
    rank += left.rank;
  }
  return size > rank ? { m2, df: size - rank } : null;
}
