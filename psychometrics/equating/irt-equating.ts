import type { JointCovariance } from "../calibrate/calibration.js";
import { prepared, type CalibratedForm, type PreparedItem } from "../linking/form.js";
import { commonItems } from "../linking/common-items.js";
import { linkRule, type Linking, type LinkOptions } from "../linking/link.js";
import type { LinkConstants } from "../linking/moments.js";
import {
  centralDifference,
  forEachFreeParameter,
  linkSensitivity,
  varianceOf,
  type FormGradient,
} from "../linking/sensitivity.js";
import type { EquatedScore } from "./equipercentile.js";
import { Refusal } from "../messages/refusal.js";

/** One side of an equating: the items of the form, and the calibration that has them. */
export interface IrtForm {
  calibration: CalibratedForm;
  /** The form's items; all of the calibration by default. */
  items?: readonly string[];
}

/** Two forms on one scale, with everything their standard errors need. */
export interface LinkedForms {
  from: PreparedItem[];
  to: PreparedItem[];
  constants: LinkConstants;
  calibrations: { base: CalibratedForm; other: CalibratedForm };
  /** The derivatives of the constants in the item parameters; null without covariances. */
  sensitivity: { slope: FormGradient; intercept: FormGradient } | null;
}

/**
 * Prepares two forms: the scores to be equated are those of `from`, whose calibration is the base scale; `to` was
 * calibrated elsewhere and linked to it.
 *
 * @param linking the result of `link(from.calibration, to.calibration, options)`; its sampling error is carried on. Null where
 * both forms were calibrated on one scale. Where one calibration has the items of both, give both sides the same array of
 * covariances: it is then the covariance of one sample; else the calibrations are independent samples.
 * @throws {RangeError} when a form has no such item, or an item has a negative slope or, under the nominal model,
 * slopes of categories that do not rise with the score, so that sums do not rise with ability.
 */
export function linkedForms(
  from: IrtForm,
  to: IrtForm,
  linking: Linking | null,
  options: LinkOptions = {},
): LinkedForms {
  const calibrations = { base: from.calibration, other: to.calibration };
  const constants = linking ?? { slope: 1, intercept: 0 };
  return {
    from: itemsOf(from, "from"),
    to: itemsOf(to, "to"),
    constants,
    calibrations,
    sensitivity: sensitivityOf(calibrations, linking, options),
  };
}

function sensitivityOf(
  calibrations: LinkedForms["calibrations"],
  linking: Linking | null,
  options: LinkOptions,
): LinkedForms["sensitivity"] {
  const { base, other } = calibrations;
  if (!base.covariance || !other.covariance) return null;
  const blank = () => ({
    base: new Float64Array(base.covariance?.names.length ?? 0),
    other: new Float64Array(other.covariance?.names.length ?? 0),
  });
  if (!linking) return { slope: blank(), intercept: blank() };
  const used = linking.items.flatMap(({ item, isUsed }) => (isUsed ? [item] : []));
  const common = commonItems(base, other, used);
  return linkSensitivity(common, linkRule(common, options), linking, calibrations);
}

function itemsOf({ calibration, items }: IrtForm, which: "from" | "to"): PreparedItem[] {
  const names = items ?? calibration.items.map(({ item }) => item);
  if (names.length === 0) throw new Refusal(which === "from" ? "form-from-empty" : "form-to-empty");
  return names.map((name) => {
    const place = calibration.items.findIndex(({ item }) => item === name);
    if (place < 0) throw new Refusal("item-not-calibrated", { item: name });
    const item = prepared(calibration, place);
    if (!(item.parameters[0] > 0)) {
      throw new Refusal("form-not-rising", { item: name, slope: item.parameters[0] });
    }
    requireRisingCategories(item);
    return item;
  });
}

/** Under the nominal model the expected score rises from the lowest to the highest only where the categories' slopes do. */
function requireRisingCategories({ item, model, scoreValues, parameters }: PreparedItem): void {
  if (!model.hasCategorySlopes) return;
  const slopes = new Float64Array(scoreValues.length - 1);
  model.toCategoryForm(parameters, slopes, new Float64Array(slopes.length));
  if (!slopes.every((slope, k) => slope > (k === 0 ? 0 : slopes[k - 1])))
    throw new Refusal("form-categories-not-rising", {
      item,
      slopes: Array.from(slopes, (slope) => Number(slope.toPrecision(4))),
    });
}

/** The expected score on an item, and its derivative in theta. */
export function expectedScore(item: PreparedItem, theta: number): [score: number, steepness: number] {
  const probabilities = new Float64Array(item.scoreValues.length);
  const derivatives = new Float64Array(item.scoreValues.length);
  item.model.probabilities(theta, item.parameters, probabilities);
  item.model.thetaDerivatives(item.parameters, probabilities, derivatives);
  let score = 0;
  let steepness = 0;
  item.scoreValues.forEach((value, k) => {
    score += value * probabilities[k];
    steepness += value * derivatives[k];
  });
  return [score, steepness];
}

/** Derivatives of an equivalent in the item parameters of both forms directly, and in the constants. */
export interface EquatingGradient {
  direct: FormGradient;
  inSlope: number;
  inIntercept: number;
}

/** The standard error of an equivalent; null without covariances. */
export function equatingError(forms: LinkedForms, gradient: EquatingGradient): number | null {
  const { base, other } = forms.calibrations;
  const { sensitivity } = forms;
  if (!sensitivity || !base.covariance || !other.covariance) return null;
  const along = (side: "base" | "other") =>
    gradient.direct[side].map(
      (value, n) =>
        value +
        gradient.inSlope * sensitivity.slope[side][n] +
        gradient.inIntercept * sensitivity.intercept[side][n],
    );
  const all = { base: along("base"), other: along("other") };
  // Forms of one calibration share its parameters, so that what an item does on both goes into one gradient.
  if (base.covariance.values === other.covariance.values) {
    all.base.forEach((value, n) => (all.base[n] = value + all.other[n]));
    all.other.fill(0);
  }
  return Math.sqrt(Math.max(0, varianceOf(all, all, base.covariance, other.covariance)));
}

/** A gradient of zeros for the free parameters of both forms. */
export function blankGradient({ base, other }: LinkedForms["calibrations"]): FormGradient {
  const size = (covariance: JointCovariance | null | undefined) =>
    new Float64Array(covariance?.names.length ?? 0);
  return { base: size(base.covariance), other: size(other.covariance) };
}

/** Calls back for each free parameter of the items with its place and the derivatives of `evaluate`, which sees it moved. */
export function eachDerivative(
  items: readonly PreparedItem[],
  evaluate: (item: PreparedItem) => readonly number[],
  visit: (place: number, derivatives: number[]) => void,
): void {
  for (const item of items) {
    forEachFreeParameter(item, (place, move) =>
      visit(
        place,
        centralDifference(move, () => evaluate(item)),
      ),
    );
  }
}

export type { EquatedScore };
