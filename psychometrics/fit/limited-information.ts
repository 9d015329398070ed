import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { noncentralityFor } from "../numeric/noncentral-chi-square.js";
import { align, type AlignedData } from "../persons/align.js";
import { freeParameters } from "./free-parameters.js";
import { independence, marginJacobian } from "./margin-jacobian.js";
import {
  expectedMargins,
  marginCovariance,
  marginsAtNodes,
  momentsOf,
  type ItemsAtNodes,
  type Moments,
} from "./moments.js";
import { residualQuadratic } from "./residual-quadratic.js";

/** How a model as a whole fits; all null where it cannot be had, with the reason. */
export interface ModelFit {
  statistic: "M2*" | "C2";
  /** Test takers it rests on. */
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
  reason: string | null;
}

/**
 * Limited-information fit of a calibration of one group: the first two orders of margins against the model's. M2* (Cai
 * & Hansen, 2013) takes each item's mean, C2 (Cai & Monroe, 2014) each category's share; for right-or-wrong items both
 * are M2 (Maydeu-Olivares & Joe, 2005). Asymptotically chi-square where the model holds and parameters are at their
 * maximum likelihood. With p the observed margins, pi the model's, Xi their covariance and D the derivatives in the
 * free parameters, M2 = N (p - pi)' [Xi^-1 - Xi^-1 D (D' Xi^-1 D)^-1 D' Xi^-1] (p - pi).
 *
 * It rests on the test takers with a response to every item, weights counting as frequencies. There is none for several
 * groups or a histogram of ability, where fewer than half responded to all items, or without degrees of freedom.
 *
 * @throws {RangeError} as `align` and `freeParameters`.
 *
 * Maydeu-Olivares, A., & Joe, H. (2005). Limited- and full-information estimation and goodness-of-fit testing in 2^n
 * contingency tables. Journal of the American Statistical Association, 100(471), 1009-1020.
 * Cai, L., & Hansen, M. (2013). Limited-information goodness-of-fit testing of hierarchical item factor models.
 * British Journal of Mathematical and Statistical Psychology, 66(2), 245-276.
 * Cai, L., & Monroe, S. (2014). A new statistic for evaluating item response theory models for ordinal data. CRESST.
 */
export function modelFit(
  calibration: Calibration,
  data: ResponseData,
  statistic: "M2*" | "C2" = "M2*",
): ModelFit {
  const aligned = align(calibration, data);
  const complete = completeCases(aligned);
  const refuse = (reason: string): ModelFit => ({
    statistic,
    n: complete.n,
    m2: null,
    df: null,
    p: null,
    rmsea: null,
    rmsea05: null,
    rmsea95: null,
    srmsr: null,
    tli: null,
    cfi: null,
    reason,
  });
  if (calibration.groups.length > 1) return refuse("it is for one group");
  if (calibration.groups[0].mass) return refuse("it is for a normal distribution of ability");
  if (!(complete.share >= 0.5)) return refuse("fewer than half of the test takers responded to all items");
  const categories = aligned.items.map((item) => item.categories);
  const moments = momentsOf(categories, statistic);
  const free = freeParameters(calibration);
  const size = moments.single.length + moments.pairs.length;
  const df = size - free.count;
  if (df <= 0) return refuse("too few degrees of freedom");
  const atNodes: ItemsAtNodes = { mass: aligned.mass[0], probabilities: itemTables(aligned) };
  const margins = marginsAtNodes(moments, atNodes);
  const expected = expectedMargins(margins, atNodes.mass);
  const observed = observedMargins(moments, aligned, complete.patterns);
  const jacobian = marginJacobian(moments, atNodes, aligned, calibration.groups[0], free);
  const left = residualQuadratic(
    observed.map((value, m) => value - expected[m]),
    marginCovariance(moments, atNodes),
    jacobian,
    complete.weight,
  );
  if (left === null) return refuse("the margins' covariance is singular");
  const m2 = left.value;
  const nothing = independenceFit(moments, observed, aligned, complete);
  const isBetter = nothing !== null && nothing.m2 > nothing.df;
  const scale = df * (complete.weight - 1);
  return {
    statistic,
    n: complete.n,
    m2,
    df,
    p: chiSquareUpperTail(m2, df),
    rmsea: Math.sqrt(Math.max(0, m2 - df) / scale),
    rmsea05: Math.sqrt(noncentralityFor(0.95, m2, df) / scale),
    rmsea95: Math.sqrt(noncentralityFor(0.05, m2, df) / scale),
    srmsr: rootMeanSquareResidual(moments, atNodes, expected, aligned, complete),
    tli: isBetter ? (nothing.m2 / nothing.df - m2 / df) / (nothing.m2 / nothing.df - 1) : null,
    cfi: isBetter ? Math.min(1, 1 - (m2 - df) / (nothing.m2 - nothing.df)) : null,
    reason: null,
  };
}

interface CompleteCases {
  /** Patterns with a response to every item, and the sum of their weights. */
  patterns: number[];
  weight: number;
  n: number;
  /** Of all weight with a response. */
  share: number;
}

function completeCases({ patterns }: AlignedData): CompleteCases {
  const complete: number[] = [];
  const isComplete = new Uint8Array(patterns.patternCount);
  let weight = 0;
  let all = 0;
  for (let n = 0; n < patterns.patternCount; n++) {
    const row = patterns.responses.subarray(n * patterns.itemCount, (n + 1) * patterns.itemCount);
    if (row.some((category) => category >= 0)) all += patterns.weights[n];
    if (!(patterns.weights[n] > 0) || row.some((category) => category < 0)) continue;
    isComplete[n] = 1;
    complete.push(n);
    weight += patterns.weights[n];
  }
  const n = patterns.personPattern.reduce((sum, pattern) => sum + isComplete[pattern], 0);
  return { patterns: complete, weight, n, share: all > 0 ? weight / all : 0 };
}

function itemTables({ items, posteriors, nodes, logProbabilities }: AlignedData): Float64Array[] {
  return items.map(({ categories }, i) => {
    const first = posteriors.rows[i] * nodes.length;
    return logProbabilities.subarray(first, first + categories * nodes.length).map(Math.exp);
  });
}

function observedMargins(moments: Moments, { patterns }: AlignedData, complete: number[]): Float64Array {
  const { single, pairs } = moments;
  const out = new Float64Array(single.length + pairs.length);
  let total = 0;
  for (const n of complete) {
    const weight = patterns.weights[n];
    const row = n * patterns.itemCount;
    total += weight;
    single.forEach(({ item, values }, m) => (out[m] += weight * values[patterns.responses[row + item]]));
    pairs.forEach(([i, j], m) => {
      out[single.length + m] += weight * patterns.responses[row + i] * patterns.responses[row + j];
    });
  }
  return out.map((value) => value / total);
}

/** The shares of each item's categories among complete cases. */
function categoryShares({ patterns, items }: AlignedData, complete: CompleteCases): Float64Array[] {
  return items.map(({ categories }, i) => {
    const shares = new Float64Array(categories);
    for (const n of complete.patterns)
      shares[patterns.responses[n * patterns.itemCount + i]] += patterns.weights[n] / complete.weight;
    return shares;
  });
}

function independenceFit(
  moments: Moments,
  observed: Float64Array,
  aligned: AlignedData,
  complete: CompleteCases,
): { m2: number; df: number } | null {
  const shares = categoryShares(aligned, complete);
  const { atNode, jacobian } = independence(moments, shares);
  const expected = expectedMargins(marginsAtNodes(moments, atNode), atNode.mass);
  const left = residualQuadratic(
    observed.map((value, m) => value - expected[m]),
    marginCovariance(moments, atNode),
    jacobian,
    complete.weight,
  );
  // In M2* a polytomous item's categories enter by their mean alone, so that its shares are one parameter there.
  const df = observed.length - (left?.rank ?? 0);
  return left === null || df <= 0 ? null : { m2: left.value, df };
}

/** Correlations of categories, observed less expected, over all pairs. */
function rootMeanSquareResidual(
  { single, pairs }: Moments,
  items: ItemsAtNodes,
  expected: Float64Array,
  aligned: AlignedData,
  complete: CompleteCases,
): number | null {
  const nodeCount = items.mass.length;
  const model = items.probabilities.map((table) => {
    let mean = 0;
    let square = 0;
    table.forEach((p, at) => {
      const k = Math.floor(at / nodeCount);
      mean += items.mass[at % nodeCount] * k * p;
      square += items.mass[at % nodeCount] * k * k * p;
    });
    return { mean, variance: square - mean * mean };
  });
  const seen = categoryShares(aligned, complete).map((shares) => {
    const mean = shares.reduce((sum, share, k) => sum + k * share, 0);
    return { mean, variance: shares.reduce((sum, share, k) => sum + share * (k - mean) ** 2, 0) };
  });
  const means = observedMargins({ single: [], pairs }, aligned, complete.patterns);
  let sum = 0;
  let count = 0;
  pairs.forEach(([i, j], m) => {
    const correlate = (product: number, of: typeof seen) =>
      (product - of[i].mean * of[j].mean) / Math.sqrt(of[i].variance * of[j].variance);
    const difference = correlate(means[m], seen) - correlate(expected[single.length + m], model);
    if (!Number.isFinite(difference)) return;
    sum += difference * difference;
    count++;
  });
  return count > 0 ? Math.sqrt(sum / count) : null;
}
