import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import type { Uniform } from "../numeric/random.js";
import { chiSquareUpperTail } from "../numeric/special.js";
import { align, type AlignedData } from "../persons/align.js";
import { groupedFitOf, type GroupedFitOptions } from "./grouped-fit.js";
import { message, type Message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

/** PV-Q1 of one item; all null where it cannot be had, with the reason. */
export interface PlausibleQ1 {
  item: string;
  /** The groups of the calibration whose parameters it has; null for all. */
  groups: string[] | null;
  pvQ1: number | null;
  df: number | null;
  p: number | null;
  reason: Message | null;
}

/** As for X2, and how many plausible values. */
export interface PlausibleQ1Options extends GroupedFitOptions {
  /** 30 by default, as mirt has it. */
  draws?: number;
}

/**
 * PV-Q1 (Chalmers & Ng, 2017): the mean over plausible values of X2 (`groupedFit`) with test takers grouped by a draw
 * from their posterior, against a chi-square on the mean degrees of freedom. A draw errs as the posterior says, so that
 * the statistic keeps its level on short tests too, where X2 at estimates does not; it also serves where responses
 * are missing. Draws are even within half a step of a node.
 *
 * mirt draws from the normal distribution with the posterior's mean and variance and takes expectations "at-mean".
 *
 * @param uniform numbers from a seed; the same give the same result.
 * @throws {RangeError} as `groupedFit`, and where the number of draws is not 1 or more.
 *
 * Chalmers, R. P., & Ng, V. (2017). Plausible-value imputation statistics for detecting item misfit. Applied Psychological
 * Measurement, 41(5), 372-387.
 */
export function plausibleQ1(
  calibration: Calibration,
  data: ResponseData,
  uniform: Uniform,
  { draws = 30, ...options }: PlausibleQ1Options = {},
): PlausibleQ1[] {
  if (!(Number.isInteger(draws) && draws >= 1)) throw new Refusal("few-plausible-values", { count: draws });
  const aligned = align(calibration, data);
  const draw = abilityDraws(aligned, uniform, draws);
  const sums = calibration.items.map(() => ({ x2: 0, df: 0 }));
  let last = groupedFitOf(calibration, aligned, data.weights, draw(), options);
  for (let done = 1; ; done++) {
    last.forEach(({ x2, df }, i) => {
      sums[i].x2 += x2 ?? NaN;
      sums[i].df += df ?? NaN;
    });
    if (done === draws) break;
    last = groupedFitOf(calibration, aligned, data.weights, draw(), options);
  }
  return last.map(({ item, groups, reason }, i) => {
    const pvQ1 = sums[i].x2 / draws;
    const df = sums[i].df / draws;
    return Number.isFinite(pvQ1)
      ? { item, groups, pvQ1, df, p: chiSquareUpperTail(pvQ1, df), reason: null }
      : { item, groups, pvQ1: null, df: null, p: null, reason: reason ?? message("few-degrees-of-freedom") };
  });
}

/** Abilities drawn in one walk over the posteriors, which costs more than a draw: 32 MB of them. */
const drawnAtOnceMax = 4e6;

/** A function that draws an ability for every test taker from the posterior given all responses. */
function abilityDraws(aligned: AlignedData, uniform: Uniform, draws: number): () => Float64Array {
  const { patterns, nodes, posteriors, logProbabilities, logMass } = aligned;
  const count = patterns.personPattern.length;
  const personsOf = Array.from({ length: patterns.patternCount }, (): number[] => []);
  patterns.personPattern.forEach((pattern, p) => personsOf[pattern].push(p));
  const step = nodes[1] - nodes[0];
  const atOnce = Math.max(1, Math.min(draws, Math.floor(drawnAtOnceMax / Math.max(1, count))));
  const drawn = new Float64Array(atOnce * count);
  const drawAll = () =>
    posteriors.visit(logProbabilities, logMass, (n, posterior, from, to) => {
      for (const p of personsOf[n]) {
        for (let d = 0; d < atOnce; d++) {
          let left = uniform();
          let q = from;
          while (q + 1 < to && left >= posterior[q]) left -= posterior[q++];
          const within = posterior[q] > 0 ? Math.min(1, left / posterior[q]) : 0.5;
          drawn[d * count + p] = nodes[q] + (within - 0.5) * step;
        }
      }
    });
  let next = atOnce;
  return () => {
    if (next === atOnce) {
      drawAll();
      next = 0;
    }
    return drawn.subarray(next * count, ++next * count);
  };
}
