import { chiSquareUpperTail } from "../numeric/special.js";
import { noncentralityFor } from "../numeric/noncentral-chi-square.js";
import type { AlignedData } from "../persons/align.js";
import { categoryShares, observedMargins, type CompleteCases } from "./complete-cases.js";
import { correlationResidual } from "./correlation-residual.js";
import { marginCovariance } from "./margin-covariance.js";
import { independence } from "./margin-jacobian.js";
import {
  expectedMargins,
  marginCount,
  marginsAtNodes,
  type ItemsAtNodes,
  type MarginKind,
  type Moments,
} from "./moments.js";
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

/** What limited-information statistics compare in one group, whatever its abilities. */
export interface ComparedMargins {
  name: string;
  complete: CompleteCases;
  moments: Moments;
  /** `places`: for each of the group's items its place among the calibration's. */
  at: ItemsAtNodes & { places: readonly number[] };
}

/** The free parameters: how many, and in each group what each does to the margins. */
export interface MarginParameters {
  count: number;
  columnsOf: (group: number) => Float64Array[];
}

/** More margins would take more than 300 MB and some minutes. */
const marginsMaxDefault = 6000;

/** M2 and its indices from the margins of all groups; null with the reason where it cannot be had. See `modelFit`. */
export function marginFit(
  statistic: MarginKind,
  groups: readonly ComparedMargins[],
  aligned: AlignedData,
  { count, columnsOf }: MarginParameters,
  marginsMax = marginsMaxDefault,
): ModelFit {
  const refuse = (reason: Message): ModelFit => ({ ...withoutFit(statistic, groups), reason });
  const size = groups.reduce((sum, { moments }) => sum + marginCount(moments), 0);
  if (size <= count) return refuse(message("few-degrees-of-freedom"));
  if (size > marginsMax) return refuse(message("many-margins", { count: size, most: marginsMax }));
  const left = residualQuadratic(
    groups.map((group, g) => ({
      residual: residualOf(group, aligned),
      covariance: marginCovariance(group.moments, group.at),
      columns: columnsOf(g),
      n: group.complete.weight,
    })),
  );
  if (left === null) return refuse(message("margins-singular"));
  return { ...withoutFit(statistic, groups), ...indices(left, size, groups, aligned), reason: null };
}

/** Why there is no fit where too few test takers responded to all items; null where there are enough. */
export function sparseRefusal(groups: readonly ComparedMargins[]): Message | null {
  const sparse = groups.find(({ complete }) => !(complete.share >= 0.5));
  if (!sparse) return null;
  return groups.length === 1
    ? message("few-complete")
    : message("few-complete-in-group", { group: sparse.name });
}

/** All of it null. */
export function withoutFit(statistic: MarginKind, groups: readonly ComparedMargins[]): ModelFit {
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

function residualOf({ moments, at, complete }: ComparedMargins, aligned: AlignedData): Float64Array {
  const expected = expectedMargins(marginsAtNodes(moments, at), at.mass);
  return observedMargins(moments, aligned, at.places, complete).map((value, m) => value - expected[m]);
}

function indices(
  left: { value: number; rank: number },
  size: number,
  groups: readonly ComparedMargins[],
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
  groups: readonly ComparedMargins[],
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
