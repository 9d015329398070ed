import { logit } from "../numeric/special.js";
import type { ItemOptions, ParameterPrior, ParameterValue } from "./calibration.js";
import type { ModelName } from "../models/index.js";
import type { ItemSetup } from "./layout.js";
import { difficultyPrior, priorShape, shareOfJointPrior, shareOfPrior, type Prior } from "./priors.js";
import { Refusal } from "../messages/refusal.js";

/** An item or part of one, with the names that constraints call it by. */
export interface NamedSetup {
  item: string;
  /** The groups whose part it is; null for all. */
  groups: readonly string[] | null;
  isAnchored: boolean;
  modelName: ModelName;
  setup: ItemSetup;
}

const asymptoteMin = 1e-9;

/**
 * Put the caller's constraints on the items: values to start from, values that are held, equal parameters, priors.
 * Anchored items have nothing left to constrain.
 *
 * @throws {RangeError} when a constraint names an item, a part or a parameter that is not there, or two of them
 * contradict each other.
 */
export function constrain(items: readonly NamedSetup[], options: ItemOptions): void {
  for (const entry of options.start ?? []) {
    for (const { setup, j } of placesOf(items, entry)) setup.parameters[j] = insideValue(entry);
  }
  for (const entry of options.fixed ?? []) {
    for (const { setup, j } of placesOf(items, entry)) {
      setup.parameters[j] = insideValue(entry);
      setup.isFree[j] = false;
      setup.sharedName[j] = null;
      setup.priors[j] = null;
    }
  }
  for (const { parameter, items: names } of options.equal ?? []) tie(items, parameter, names);
  for (const entry of options.priors ?? []) addPrior(items, entry);
  removeRepeatedPriors(items);
  for (const item of options.sharedPriors ?? []) {
    sharePriors(items.filter((part) => part.item === item).map(({ setup }) => setup));
  }
}

/** Where a parameter is in each of the parts that an entry means. */
function placesOf(
  items: readonly NamedSetup[],
  { item, parameter, groups }: Pick<ParameterValue, "item" | "parameter" | "groups">,
): { setup: ItemSetup; j: number }[] {
  const wanted = groups && [...groups].sort().join("\n");
  const parts = items.filter(
    (candidate) =>
      candidate.item === item &&
      (wanted === undefined || [...(candidate.groups ?? [])].sort().join("\n") === wanted),
  );
  if (parts.length === 0) {
    if (groups) throw new Refusal("constraint-of-no-part", { item, groups });
    throw new Refusal("constraint-of-no-item", { item });
  }
  return parts.map((part) => {
    if (part.isAnchored) throw new Refusal("anchor-constrained", { item, parameter });
    return { setup: part.setup, j: placeOf(part, parameter) };
  });
}

function placeOf({ item, modelName, setup }: NamedSetup, parameter: string): number {
  const names = setup.model.parameterNames(setup.categories);
  const place = names.indexOf(parameter === "lower_asymptote" ? "lower_asymptote_logit" : parameter);
  if (place < 0) {
    throw new Refusal("constraint-of-no-parameter", {
      parameter,
      item,
      model: modelName,
      parameters: callersNames(names),
    });
  }
  return place;
}

/** Parameters as callers name them: a lower asymptote, not its log-odds. */
export function callersNames(names: readonly string[]): string[] {
  return names.map((name) => (name === "lower_asymptote_logit" ? "lower_asymptote" : name));
}

/** The value of the parameter inside: a lower asymptote becomes its log-odds. */
function insideValue({ item, parameter, value }: ParameterValue): number {
  const isChance = parameter === "lower_asymptote";
  if (!Number.isFinite(value) || (isChance && !(value >= 0 && value < 1))) {
    const code = isChance ? "no-asymptote" : "no-parameter-value";
    throw new Refusal(code, { item, value, parameter });
  }
  return isChance ? logit(Math.max(value, asymptoteMin)) : value;
}

/** Make one parameter of several items the same: all that any of them was shared with already comes along. */
function tie(items: readonly NamedSetup[], parameter: string, names: readonly string[]): void {
  const places = names.flatMap((item) =>
    placesOf(items, { item, parameter }).map((place) => ({ item, ...place })),
  );
  const held = places.find(({ setup, j }) => !setup.isFree[j]);
  if (held) {
    throw new Refusal("held-and-equal", { parameter, item: held.item });
  }
  const joined = `${parameter} of ${names.join(", ")}`;
  const earlier = new Set(places.flatMap(({ setup, j }) => setup.sharedName[j] ?? []));
  const mean = places.reduce((sum, { setup, j }) => sum + setup.parameters[j], 0) / places.length;
  for (const { setup, j } of places) {
    setup.sharedName[j] = joined;
    setup.parameters[j] = mean;
  }
  for (const { setup } of items) {
    setup.sharedName.forEach((name, j) => {
      if (name !== null && earlier.has(name)) setup.sharedName[j] = joined;
    });
  }
}

function addPrior(items: readonly NamedSetup[], { parameter, prior, items: names }: ParameterPrior): void {
  const stray = names?.find((name) => !items.some(({ item }) => item === name));
  if (stray !== undefined) throw new Refusal("prior-of-no-item", { item: stray });
  const step = /^difficulty_(\d+)$/.exec(parameter);
  for (const { item, modelName, setup, isAnchored } of items) {
    if (isAnchored || (names && !names.includes(item))) continue;
    const own = setup.model.parameterNames(setup.categories);
    const j = own.indexOf(parameter === "lower_asymptote" ? "lower_asymptote_logit" : parameter);
    const exists = step ? Number(step[1]) >= 1 && Number(step[1]) < setup.categories : j >= 0;
    if (!exists) {
      if (!names) continue;
      throw new Refusal("prior-of-no-parameter", {
        parameter,
        item,
        model: modelName,
        parameters: callersNames(own),
      });
    }
    checkKind(parameter, prior);
    if (step && prior.kind === "normal") {
      priorShape(prior);
      setup.jointPriors.push(difficultyPrior(setup.model, setup.categories, Number(step[1]), prior));
    } else if (!step && setup.isFree[j]) {
      setup.priors[j] = priorShape(prior);
      // Where the prior leaves nothing there is no way back by steps.
      if (prior.kind === "log-normal" && !(setup.parameters[j] > 0))
        setup.parameters[j] = Math.exp(prior.mean);
    }
  }
}

/** Which densities make sense for which parameter. */
function checkKind(parameter: string, { kind }: Prior): void {
  const allowed: readonly Prior["kind"][] = parameter.startsWith("difficulty_")
    ? ["normal"]
    : parameter === "lower_asymptote"
      ? ["beta", "normal-logit"]
      : parameter === "lower_asymptote_logit"
        ? ["normal", "normal-logit"]
        : ["normal", "log-normal"];
  if (!allowed.includes(kind)) {
    throw new Refusal("prior-unsuited", { kind, parameter, names: allowed });
  }
}

/** The parts of an item bear each of its priors together, one as much as the other. */
function sharePriors(parts: readonly ItemSetup[]): void {
  const bearers = (parts[0]?.priors ?? []).map((_, j) => parts.filter(({ priors }) => priors[j]).length);
  for (const setup of parts) {
    setup.priors = setup.priors.map((prior, j) => prior && shareOfPrior(prior, 1 / bearers[j]));
    setup.jointPriors = setup.jointPriors.map((prior) => shareOfJointPrior(prior, 1 / parts.length));
  }
}

/** A parameter that several items share has its prior once. */
function removeRepeatedPriors(items: readonly NamedSetup[]): void {
  const seen = new Set<string>();
  for (const { setup } of items) {
    setup.sharedName.forEach((name, j) => {
      if (name === null || !setup.priors[j]) return;
      if (seen.has(name)) setup.priors[j] = null;
      seen.add(name);
    });
  }
}
