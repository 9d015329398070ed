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
  /** (difference - median) / (0.74 * interquartile range); null where the differences do not spread. */
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
 * How each common item differs between the two calibrations once both are on the base scale.
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
  const differences = rows.flatMap(({ isUsed, difference }) =>
    isUsed && difference !== null ? [difference] : [],
  );
  if (differences.length === 0) return rows;
  const centre = median(differences);
  const spread = rangeToDeviation * (quantile(differences, 0.75) - quantile(differences, 0.25));
  // A range of rounding errors is no range.
  if (!(spread > 1e-9)) return rows;
  return rows.map((row) => {
    const robustZ = row.difference === null ? null : (row.difference - centre) / spread;
    return { ...row, robustZ, isUnstable: robustZ !== null && Math.abs(robustZ) > cutoff };
  });
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
