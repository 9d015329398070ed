import type { JointCovariance } from "../calibrate/calibration.js";
import { median, quantile } from "../numeric/order-statistics.js";
import type { CommonItem } from "./common-items.js";
import { slopeAndDifficulties, type CalibratedForm, type PreparedItem } from "./form.js";
import type { LinkConstants } from "./moments.js";
import { centralDifference, forEachFreeParameter } from "./sensitivity.js";
import type { WeightedNodes } from "./weights.js";

/** One common item after linking: both calibrations on the base scale. */
export interface LinkedItem {
  item: string;
  /** False where it took no part in the constants. */
  isUsed: boolean;
  baseSlope: number;
  otherSlope: number;
  /** Means of the item's steps or thresholds; null where a slope is zero. */
  baseDifficulty: number | null;
  otherDifficulty: number | null;
  /** Other less base: positive where the item has become harder. */
  difference: number | null;
  /** Of the difference, the constants taken as known; null without covariances. */
  standardError: number | null;
  /** (difference - median) / scale, see `compareItems`; null where the differences do not spread. */
  robustZ: number | null;
  isUnstable: boolean;
  /** Root mean square difference between the two curves over the weights, the mean over categories. */
  curveDifference: number;
}

/** Beyond this a difference stands out (Huynh & Meyer, 2010: the 5 % ends of a normal distribution). */
export const robustZMax = 1.645;

/** The interquartile range of a normal distribution times this is its standard deviation (Huynh & Meyer, 2010). */
const rangeToDeviation = 0.74;

/**
 * The scale of robust z, in logits, is at least this: EM stops at a change of 1e-6 (1e-4 with histograms, and in common
 * programs), and where it is slow it stops at tens of such steps from the maximum.
 */
const resolution = 1e-4;

/**
 * The scale is at least this share of the median standard error: what is that small adds 1 in 10,000 to the variance of a
 * difference, so that no sample could tell it. Slow parameters, where EM stops farther off, are those with large errors.
 */
const shareOfError = 0.01;

/** Differences that are from their median by less than this are rounding errors. */
const roundingMax = 1e-8;

/**
 * How each common item differs between the two calibrations once both are on the base scale.
 *
 * The robust z of a difference is its distance from the median over 0.74 times the interquartile range (Huynh & Meyer,
 * 2010). That range has a floor here, as two calibrations of the same data differ by where the estimation stopped, and some
 * items always by more of that than the others: it counts as at least 1e-4 logits, and at least 0.01 times the median
 * standard error of the differences where there are standard errors.
 *
 * Huynh, H., & Meyer, P. (2010). Use of robust z in detecting unstable items in item response theory models.
 * Practical Assessment, Research, and Evaluation, 15, article 2.
 *
 * @param used the items that the constants rest on; the median and the range are theirs.
 */
export function compareItems(
  items: readonly CommonItem[],
  used: ReadonlySet<string>,
  constants: LinkConstants,
  weights: WeightedNodes,
  forms: { base: CalibratedForm; other: CalibratedForm },
  cutoff: number,
): LinkedItem[] {
  const rows = items.map((pair): LinkedItem => {
    const base = slopeAndDifficulties(pair.base);
    const other = slopeAndDifficulties(pair.other);
    const baseDifficulty = meanOf(base.difficulties);
    const moved = meanOf(other.difficulties);
    const otherDifficulty = moved === null ? null : constants.slope * moved + constants.intercept;
    return {
      item: pair.item,
      isUsed: used.has(pair.item),
      baseSlope: base.slope,
      otherSlope: other.slope / constants.slope,
      baseDifficulty,
      otherDifficulty,
      difference:
        baseDifficulty === null || otherDifficulty === null ? null : otherDifficulty - baseDifficulty,
      standardError: differenceError(pair, constants, forms),
      robustZ: null,
      isUnstable: false,
      curveDifference: curveDifference(pair, constants, weights),
    };
  });
  const rests = rows.filter(({ isUsed, difference }) => isUsed && difference !== null);
  const differences = rests.map(({ difference }) => difference ?? 0);
  if (differences.length === 0) return rows;
  const centre = median(differences);
  if (!rows.some(({ difference }) => Math.abs((difference ?? centre) - centre) > roundingMax)) return rows;
  const scale = scaleOf(
    differences,
    rests.flatMap(({ standardError }) => standardError ?? []),
  );
  return rows.map((row) => {
    const robustZ = row.difference === null ? null : (row.difference - centre) / scale;
    return { ...row, robustZ, isUnstable: robustZ !== null && Math.abs(robustZ) > cutoff };
  });
}

/** What a robust z is measured in: the spread of the differences, or what the estimation can tell where that is more. */
function scaleOf(differences: readonly number[], standardErrors: readonly number[]): number {
  const spread = rangeToDeviation * (quantile(differences, 0.75) - quantile(differences, 0.25));
  const ofErrors = standardErrors.length > 0 ? shareOfError * median(standardErrors) : 0;
  return Math.max(spread, resolution, ofErrors);
}

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}

function differenceError(
  pair: CommonItem,
  constants: LinkConstants,
  forms: { base: CalibratedForm; other: CalibratedForm },
): number | null {
  if (!forms.base.covariance || !forms.other.covariance) return null;
  const ofBase = difficultyVariance(pair.base, forms.base.covariance);
  const ofOther = difficultyVariance(pair.other, forms.other.covariance);
  if (ofBase === null || ofOther === null) return null;
  const variance = ofBase + constants.slope ** 2 * ofOther;
  return variance > 0 ? Math.sqrt(variance) : null;
}

/** The variance of an item's mean difficulty, by the delta method. */
function difficultyVariance(item: PreparedItem, covariance: JointCovariance): number | null {
  const gradient: { place: number; derivative: number }[] = [];
  if (meanOf(slopeAndDifficulties(item).difficulties) === null) return null;
  forEachFreeParameter(item, (place, move) => {
    const [derivative] = centralDifference(move, () => [
      meanOf(slopeAndDifficulties(item).difficulties) ?? NaN,
    ]);
    gradient.push({ place, derivative });
  });
  let variance = 0;
  for (const a of gradient) {
    for (const b of gradient)
      variance +=
        a.derivative * b.derivative * covariance.values[a.place * covariance.names.length + b.place];
  }
  return variance;
}

function curveDifference(
  { base, other }: CommonItem,
  { slope, intercept }: LinkConstants,
  { nodes, weights }: WeightedNodes,
): number {
  const baseCurve = new Float64Array(base.scoreValues.length);
  const otherCurve = new Float64Array(other.scoreValues.length);
  let sum = 0;
  for (let q = 0; q < nodes.length; q++) {
    base.model.probabilities(nodes[q], base.parameters, baseCurve);
    other.model.probabilities((nodes[q] - intercept) / slope, other.parameters, otherCurve);
    for (let k = 0; k < baseCurve.length; k++) sum += weights[q] * (baseCurve[k] - otherCurve[k]) ** 2;
  }
  return Math.sqrt(sum / base.scoreValues.length);
}
