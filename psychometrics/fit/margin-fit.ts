import { chiSquareUpperTail } from "../numeric/special.js";
import { noncentralityFor } from "../numeric/noncentral-chi-square.js";
import type { AlignedData } from "../persons/align.js";
import { observedMargins } from "./complete-cases.js";
import { correlationResidual } from "./correlation-residual.js";
import { independenceFit } from "./independence-fit.js";
import { marginCovariance } from "./margin-covariance.js";
import {
  expectedMargins,
  marginCount,
  marginsAtNodes,
  type ItemsAtNodes,
  type MarginKind,
  type Moments,
} from "./moments.js";
import { residualQuadratic, type LeftOver, type MarginBlock } from "./residual-quadratic.js";
import type { Sample, Samples } from "./samples.js";
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
  /** Why TLI and CFI are null where the others can be had; null where they are not. */
  comparisonReason: Message | null;
  /** Each group's test takers that it rests on, and its own root mean square difference of correlations. */
  groups: { group: string; n: number; srmsr: number | null }[];
  /** The booklets that were compared where groups did not respond to all their items; none where complete cases were. */
  booklets: ComparedBooklet[];
  /** What the booklets are taken for, and what was left out. */
  notes: Message[];
  reason: Message | null;
}

/** A booklet whose margins were compared. */
export interface ComparedBooklet {
  group: string;
  /** The places of its items among the calibration's. */
  places: number[];
  n: number;
  srmsr: number | null;
}

/** What limited-information statistics compare in one sample, whatever its abilities. */
export interface ComparedMargins extends Sample {
  moments: Moments;
  at: ItemsAtNodes;
}

/** Everything that is compared, and the free parameters: how many, and in each sample what each does to the margins. */
export interface Comparison {
  statistic: MarginKind;
  compared: Samples;
  aligned: AlignedData;
  margins: readonly ComparedMargins[];
  count: number;
  columnsOf: (sample: number) => Float64Array[];
}

/** More margins would take more than 300 MB and some minutes. */
const marginsMaxDefault = 6000;

/** M2 and its indices from the margins of all samples; null with the reason where it cannot be had. See `modelFit`. */
export function marginFit(comparison: Comparison, marginsMax = marginsMaxDefault): ModelFit {
  const { statistic, compared, aligned, margins, count, columnsOf } = comparison;
  const refuse = (reason: Message): ModelFit => withoutFit(statistic, compared, reason);
  const sizes = margins.map(({ moments }) => marginCount(moments));
  const size = sizes.reduce((sum, own) => sum + own, 0);
  const hasBooklets = margins.some(({ isBooklet }) => isBooklet);
  // Parameters of items in no booklet that is compared are among those counted.
  if (!hasBooklets && size <= count) return refuse(message("few-degrees-of-freedom"));
  if (sizes.reduce((sum, own) => sum + own ** 3, 0) > marginsMax ** 3)
    return refuse(
      margins.length === 1
        ? message("many-margins", { count: size, most: marginsMax })
        : message("many-margins-of-samples", { count: size, number: margins.length, most: marginsMax }),
    );
  const left = residualQuadratic(blocksOf(margins, aligned, columnsOf));
  if (left === null) return refuse(message("margins-singular"));
  if (hasBooklets && left.rank < left.parameterCount)
    return refuse(message("margins-undetermined", { count: left.parameterCount, most: left.rank }));
  if (size <= left.rank) return refuse(message("few-degrees-of-freedom"));
  return { ...withoutFit(statistic, compared, null), ...indices(left, size, margins, aligned) };
}

/** One after the other, so that no two covariances are held at once. */
function* blocksOf(
  margins: readonly ComparedMargins[],
  aligned: AlignedData,
  columnsOf: (sample: number) => Float64Array[],
): Generator<MarginBlock> {
  for (const [s, { moments, at, places, complete }] of margins.entries()) {
    const expected = expectedMargins(marginsAtNodes(moments, at), at.mass);
    const observed = observedMargins(moments, aligned, places, complete);
    yield {
      residual: observed.map((value, m) => value - expected[m]),
      covariance: marginCovariance(moments, at),
      columns: columnsOf(s),
      n: complete.weight,
    };
  }
}

/** All of it null, for the reason, if there is one. */
export function withoutFit(
  statistic: MarginKind,
  { samples, notes }: Samples,
  reason: Message | null,
): ModelFit {
  return {
    statistic,
    n: samples.reduce((sum, { complete }) => sum + complete.n, 0),
    m2: null,
    df: null,
    p: null,
    rmsea: null,
    rmsea05: null,
    rmsea95: null,
    srmsr: null,
    tli: null,
    cfi: null,
    comparisonReason: null,
    groups: [...new Set(samples.map(({ name }) => name))].map((group) => ({
      group,
      n: samples.reduce((sum, { name, complete }) => sum + (name === group ? complete.n : 0), 0),
      srmsr: null,
    })),
    booklets: [],
    notes: reason === null ? notes : [],
    reason,
  };
}

function indices(
  left: LeftOver,
  size: number,
  margins: readonly ComparedMargins[],
  aligned: AlignedData,
): Partial<ModelFit> {
  const m2 = left.value;
  const df = size - left.rank;
  const weight = margins.reduce((sum, { complete }) => sum + complete.weight, 0);
  const scale = (df * (weight - 1)) / margins.length;
  const perCase = (value: number) => (scale > 0 ? Math.sqrt(Math.max(0, value) / scale) : null);
  const nothing = independenceFit(margins, aligned);
  const isBetter = "m2" in nothing && nothing.m2 > nothing.df;
  const residuals = margins.map(({ name, places, at, complete, isBooklet }) => ({
    ...{ group: name, n: complete.n, weight: complete.weight, places, isBooklet },
    srmsr: correlationResidual(aligned, places, at, complete),
  }));
  const names = [...new Set(residuals.map(({ group }) => group))];
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
    comparisonReason: isBetter ? null : "code" in nothing ? nothing : message("independence-fits"),
    groups: names.map((name) => {
      const own = residuals.filter(({ group }) => group === name);
      return { group: name, n: own.reduce((sum, { n }) => sum + n, 0), srmsr: pooled(own) };
    }),
    booklets: residuals.flatMap(({ group, places, n, srmsr, isBooklet }) =>
      isBooklet ? [{ group, places: [...places], n, srmsr }] : [],
    ),
  };
}

function pooled(samples: readonly { weight: number; srmsr: number | null }[]): number | null {
  const known = samples.flatMap(({ weight, srmsr }) => (srmsr === null ? [] : [{ weight, srmsr }]));
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const squared = known.reduce((sum, { weight, srmsr }) => sum + weight * srmsr * srmsr, 0);
  return total > 0 ? Math.sqrt(squared / total) : null;
}
