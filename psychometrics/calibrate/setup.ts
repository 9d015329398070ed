import type { ResponseData } from "../data.js";
import { namedModel, type ModelName } from "../models/index.js";
import { ownValue } from "../own-value.js";
import { parametersOf } from "../parameters.js";
import type { Anchor, ItemOptions } from "./calibration.js";
import { callersNames, constrain, type NamedSetup } from "./constraints.js";
import type { ItemSetup } from "./layout.js";
import { requireFalling } from "./falling-intercepts.js";
import { priorShape, type Prior } from "./priors.js";
import type { ItemPart } from "./item-parts.js";
import type { RecodedItem } from "./recode.js";
import { startingParameters } from "./start.js";
import { Refusal } from "../messages/refusal.js";

/** The prior of the lower asymptotes where the caller names none: mode 0.2, as for choices among five. */
export const defaultLowerAsymptotePrior: Prior = { kind: "beta", alpha: 5, beta: 17 };

/** The model each item gets. */
export function modelOf(item: string, options: ItemOptions, anchors: ReadonlyMap<string, Anchor>): ModelName {
  return anchors.get(item)?.model ?? ownValue(options.models, item) ?? options.model;
}

/** The model of a part of an item: its anchor's, that of the anchor which it shares parameters with, or the item's. */
export function modelOfPart(
  { item, anchor, sharedAnchor }: ItemPart,
  options: ItemOptions,
  anchors: ReadonlyMap<string, Anchor>,
): ModelName {
  return (anchor ?? sharedAnchor)?.model ?? modelOf(item, options, anchors);
}

/**
 * The rating scale an item belongs to; undefined for an item of another model. Right-or-wrong items are in none with items
 * of several points unless it is named: they would have steps that nobody can take.
 */
export function ratingScaleOf(
  item: string,
  options: ItemOptions,
  anchors: ReadonlyMap<string, Anchor>,
  maxScore?: number,
): string | undefined {
  if (anchors.has(item) || modelOf(item, options, anchors) !== "rsm") return undefined;
  return ownValue(options.ratingScales, item) ?? (maxScore === 1 ? "right or wrong" : "all");
}

/**
 * The items as the engine sees them: starting values, and everything that binds their parameters.
 *
 * @param familyOf the items of a family of the 1PL have their slope in common; all by default.
 * @throws {RangeError} when an item has more categories than its model allows, or a constraint makes no sense.
 */
export function setUpItems(
  data: ResponseData,
  recoded: readonly RecodedItem[],
  options: ItemOptions,
  anchors: ReadonlyMap<string, Anchor>,
  familyOf: (item: string) => string = () => "",
): ItemSetup[] {
  const named = recoded.map((part): NamedSetup => {
    const { anchor } = part;
    return {
      item: part.item,
      groups: part.groups && [...part.groups].map((g) => data.groupNames[g]),
      isAnchored: anchor !== null,
      modelName: modelOfPart(part, options, anchors),
      setup: anchor ? setUpAnchor(anchor) : setUpItem(part, options, anchors, familyOf(part.item)),
    };
  });
  startFromEarlier(named, recoded, options);
  constrain(named, options);
  return named.map(({ setup }) => setup);
}

function setUpItem(
  part: RecodedItem,
  options: ItemOptions,
  anchors: ReadonlyMap<string, Anchor>,
  family: string,
): ItemSetup {
  const { item, scoreValues, counts } = part;
  const name = modelOfPart(part, options, anchors);
  const { itemModel, slope, categoriesMax } = namedModel(name);
  const categories = scoreValues.length;
  if (categories > categoriesMax) {
    throw new Refusal("scores-beyond-model", { item, highest: scoreValues[categories - 1], model: name });
  }
  const parameters = startingParameters(itemModel, counts);
  const names = itemModel.parameterNames(categories);
  const setup: ItemSetup = {
    model: itemModel,
    categories,
    parameters,
    isFree: names.map((_, j) => j > 0 || slope !== "one"),
    sharedName: names.map(() => null),
    priors: names.map(() => null),
    jointPriors: [],
  };
  const scale = ratingScaleOf(item, options, anchors);
  names.forEach((parameter, j) => {
    if (j === 0 && slope === "equal")
      setup.sharedName[j] = `slope of all ${name} items${family && ` of ${family}`}`;
    else if (scale !== undefined && parameter.startsWith("threshold_"))
      setup.sharedName[j] = `${parameter} of rating scale ${scale}`;
  });
  shareBetweenParts(part, name, names, setup);
  if (itemModel.hasLowerAsymptote && options.lowerAsymptotePrior !== null) {
    setup.priors[names.length - 1] = priorShape(options.lowerAsymptotePrior ?? defaultLowerAsymptotePrior);
  }
  if (part.sharedAnchor) holdShared(part.sharedAnchor, part.own, setup);
  return setup;
}

/** What a part of an item does not have for itself, it has together with the item's other parts. */
function shareBetweenParts(
  { item, own, counts, scoreValues }: RecodedItem,
  modelName: ModelName,
  names: readonly string[],
  setup: ItemSetup,
) {
  if (own === "all") return;
  const stray = own.find((parameter) => parameter !== "lower_asymptote" && !names.includes(parameter));
  if (stray !== undefined) {
    throw new Refusal("unique-no-parameter", {
      item,
      parameter: stray,
      model: modelName,
      parameters: callersNames(names),
    });
  }
  const empty = counts.findIndex((count) => count === 0);
  if (empty >= 0 && own.some((parameter) => parameter.startsWith("intercept_"))) {
    throw new Refusal("own-score-missing", { item, score: scoreValues[empty] });
  }
  names.forEach((parameter, j) => {
    if (!isAmong(own, parameter)) setup.sharedName[j] ??= `${item}.${parameter}`;
  });
}

/** Whether callers' names of parameters have the one that the model calls so. */
function isAmong(own: RecodedItem["own"], parameter: string): boolean {
  return own === "all" || own.includes(parameter) || own.includes(callersNames([parameter])[0]);
}

/** What a part shares with one that is anchored is given. */
function holdShared(anchor: Anchor, own: RecodedItem["own"], setup: ItemSetup): void {
  const given = setUpAnchor(anchor).parameters;
  setup.model.parameterNames(setup.categories).forEach((parameter, j) => {
    if (isAmong(own, parameter)) return;
    setup.parameters[j] = given[j];
    setup.isFree[j] = false;
    setup.sharedName[j] = null;
    setup.priors[j] = null;
  });
}

/**
 * An anchored item: every parameter given and none free.
 *
 * @throws {RangeError} when its parameters are not numbers that its model can have.
 */
export function setUpAnchor(anchor: Anchor): ItemSetup {
  const { item, model, intercepts, lowerAsymptote = 0, categorySlopes, scoreValues } = anchor;
  const { itemModel, categoriesMax } = namedModel(model);
  if (intercepts.length + 1 > categoriesMax)
    throw new Refusal("anchor-many-intercepts", { item, count: intercepts.length, model });
  if (categorySlopes && categorySlopes.length !== intercepts.length)
    throw new Refusal("anchor-category-slopes", {
      item,
      count: categorySlopes.length,
      most: intercepts.length,
    });
  if (scoreValues && !isScale(scoreValues, intercepts.length + 1))
    throw new Refusal("anchor-scores", { item, count: intercepts.length, scores: scoreValues });
  if (!(lowerAsymptote >= 0 && lowerAsymptote < 1))
    throw new Refusal("anchor-asymptote-range", { item, value: lowerAsymptote });
  if (lowerAsymptote > 0 && !itemModel.hasLowerAsymptote)
    throw new Refusal("anchor-asymptote-unknown", { item, value: lowerAsymptote, model });
  const parameters = parametersOf(itemModel, anchor);
  if (parameters.length < 2 || !parameters.every(Number.isFinite))
    throw new Refusal("anchor-no-numbers", { item });
  if (itemModel.difficultyForm === "thresholds") requireFalling(item, intercepts);
  return {
    model: itemModel,
    categories: anchor.intercepts.length + 1,
    parameters,
    isFree: Array.from(parameters, () => false),
    sharedName: Array.from(parameters, () => null),
    priors: Array.from(parameters, () => null),
    jointPriors: [],
  };
}

function isScale(scores: readonly number[], count: number): boolean {
  return (
    scores.length === count &&
    scores.every((score, k) => Number.isInteger(score) && score >= 0 && (k === 0 || score > scores[k - 1]))
  );
}

/** Starting values from an earlier calibration: of the same part of the item, else of the item's first part. */
function startFromEarlier(
  named: readonly NamedSetup[],
  recoded: readonly RecodedItem[],
  { startFrom }: ItemOptions,
): void {
  if (!startFrom) return;
  named.forEach(({ item, groups, setup, isAnchored }, i) => {
    if (isAnchored) return;
    const before = startFrom.items.filter((candidate) => candidate.item === item);
    const earlier =
      before.find((candidate) => candidate.groups?.join("\n") === groups?.join("\n")) ?? before.at(0);
    const isSame =
      earlier &&
      namedModel(earlier.model).itemModel === setup.model &&
      earlier.scoreValues.join() === recoded[i].scoreValues.join();
    if (!isSame) return;
    earlier.parameters.forEach((value, j) => {
      if (setup.isFree[j]) setup.parameters[j] = value;
    });
  });
}
