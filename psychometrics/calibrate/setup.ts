import { namedModel, type ModelName } from "../models/index.js";
import { logit } from "../numeric/special.js";
import type { NormalGroup } from "../population/fit-normal.js";
import type { Anchor, CalibrationOptions } from "./calibration.js";
import type { ItemSetup } from "./layout.js";
import { priorShape, type Prior } from "./priors.js";
import type { RecodedItem } from "./recode.js";
import { startingParameters } from "./start.js";

/** The prior of the lower asymptotes where the caller names none: mode 0.2, as for choices among five. */
export const defaultLowerAsymptotePrior: Prior = { kind: "beta", alpha: 5, beta: 17 };

/** The model each item gets. */
export function modelOf(
  item: string,
  options: CalibrationOptions,
  anchors: ReadonlyMap<string, Anchor>,
): ModelName {
  return anchors.get(item)?.model ?? options.models?.[item] ?? options.model;
}

/**
 * Starting values and constraints of one item under its named model.
 *
 * @throws {RangeError} when the item has more categories than the model allows.
 */
export function setUpItem(recoded: RecodedItem, name: ModelName, options: CalibrationOptions): ItemSetup {
  const { itemModel, slope, categoriesMax } = namedModel(name);
  const categories = recoded.scoreValues.length;
  if (categories > categoriesMax) {
    throw new RangeError(
      `item ${recoded.item} has scores up to ${recoded.scoreValues[categories - 1]}, but ${name} is for right or wrong; ` +
        "take pcm, gpcm or grm for it",
    );
  }
  const parameters = startingParameters(itemModel, recoded.counts);
  const count = parameters.length;
  const isFree = new Array<boolean>(count).fill(true);
  const sharedName = new Array<string | null>(count).fill(null);
  const priors: ItemSetup["priors"] = new Array<null>(count).fill(null);
  if (slope === "one") isFree[0] = false;
  if (slope === "equal") sharedName[0] = `slope of all ${name} items`;
  if (itemModel.hasLowerAsymptote) {
    const prior =
      options.lowerAsymptotePrior === undefined ? defaultLowerAsymptotePrior : options.lowerAsymptotePrior;
    if (prior) priors[count - 1] = priorShape(prior);
  }
  return { model: itemModel, categories, parameters, isFree, sharedName, priors };
}

/** An anchored item: every parameter given and none free. */
export function setUpAnchor(anchor: Anchor): ItemSetup {
  const { itemModel } = namedModel(anchor.model);
  const parameters = [anchor.slope, ...anchor.intercepts];
  if (itemModel.hasLowerAsymptote)
    parameters.push(logit(Math.min(Math.max(anchor.lowerAsymptote ?? 0, 1e-9), 1 - 1e-9)));
  if (!parameters.every(Number.isFinite))
    throw new RangeError(`item ${anchor.item}: its anchor is not all numbers`);
  return {
    model: itemModel,
    categories: anchor.intercepts.length + 1,
    parameters: Float64Array.from(parameters),
    isFree: parameters.map(() => false),
    sharedName: parameters.map(() => null),
    priors: parameters.map(() => null),
  };
}

/**
 * The groups' distributions to start from, and what of them is free. The scale must be held by something, and by one
 * thing only: anchors hold it whole; slopes of 1 hold its unit; the reference group's mean 0 (and, where no slope is
 * given, its variance 1) hold the rest. All other groups are free.
 */
export function setUpGroups(
  names: readonly string[],
  items: readonly ItemSetup[],
  hasAnchors: boolean,
): NormalGroup[] {
  const hasFixedSlope = items.some((item) => !item.isFree[0]);
  return names.map((name, g) => ({
    name,
    mean: 0,
    variance: 1,
    isMeanFree: g > 0 || hasAnchors,
    isVarianceFree: g > 0 || hasFixedSlope,
  }));
}
