import type { CalibratedItem, JointCovariance } from "../calibrate/calibration.js";
import { namedModel, type ItemModel, type ModelName } from "../models/index.js";
import { interceptsOf, parametersOf, reportParameters } from "../parameters.js";
import { Refusal } from "../messages/refusal.js";

/** What linking and equating read of a calibrated item. */
export type FormItem = Pick<CalibratedItem, "item" | "model" | "scoreValues" | "parameters">;

/** What linking and equating read of a calibration; every `Calibration` is one. */
export interface CalibratedForm {
  items: readonly FormItem[];
  /** Of all parameters, as `calibrate` gives it under `keepsCovariance`; standard errors need it. */
  covariance?: JointCovariance | null;
}

/** An item with formula and arrays at hand, its difficulties, and its parameters' places in the covariance. */
export interface PreparedItem {
  item: string;
  model: ItemModel;
  scoreValues: readonly number[];
  parameters: Float64Array;
  /** The places of its parameters in the form's covariance; -1 for what was fixed, null without a covariance. */
  places: readonly number[] | null;
  hasFixedSlope: boolean;
}

/**
 * An item given by what reports print: slope, steps or thresholds (b1 to bm, in logits) and, for the 3PL, the lower
 * asymptote.
 *
 * @throws {RangeError} when a value is not a finite number, or there is no difficulty.
 */
export function formItem(source: {
  item: string;
  model: ModelName;
  slope: number;
  difficulties: readonly number[];
  lowerAsymptote?: number;
  /** For the nominal model: the slope of each category from 1 to m. */
  categorySlopes?: readonly number[];
}): FormItem {
  const { itemModel } = namedModel(source.model);
  const { slope, difficulties, lowerAsymptote, categorySlopes } = source;
  const intercepts = interceptsOf(itemModel.difficultyForm, slope, difficulties, categorySlopes);
  const parameters = Array.from(
    parametersOf(itemModel, { slope, intercepts, lowerAsymptote, categorySlopes }),
  );
  if (source.difficulties.length === 0 || !parameters.every(Number.isFinite))
    throw new Refusal("parameters-no-numbers", { item: source.item });
  return {
    item: source.item,
    model: source.model,
    scoreValues: [0, ...source.difficulties.map((_, k) => k + 1)],
    parameters,
  };
}

/** A form's item as formula and arrays. */
export function prepared(form: CalibratedForm, place: number): PreparedItem {
  const { item, model, scoreValues, parameters } = form.items[place];
  const named = namedModel(model);
  return {
    item,
    model: named.itemModel,
    scoreValues,
    parameters: Float64Array.from(parameters),
    places: form.covariance ? form.covariance.places[place] : null,
    hasFixedSlope: named.slope === "one",
  };
}

/** The slope, and the steps or thresholds: null where a slope of zero leaves none. */
export function slopeAndDifficulties({ model, scoreValues, parameters }: PreparedItem): {
  slope: number;
  difficulties: (number | null)[];
} {
  return reportParameters(model, scoreValues.length, parameters, null);
}
