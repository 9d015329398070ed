import { itemCurve } from "../curves/curves.js";
import type { AssemblyItem, Blueprint, Limits, Requirement, Stimulus } from "./blueprint.js";
import { Refusal } from "../messages/refusal.js";
import { message, type Message } from "../messages/message.js";

/** A requirement as numbers: what each item and each stimulus of a form counts. */
export interface PreparedRequirement {
  name: string;
  min: number;
  max: number;
  /** Places of the forms that it is for. */
  forms: readonly number[];
  /** By item of the pool. */
  itemValues: Float64Array;
  /** By stimulus. */
  stimulusValues: Float64Array;
}

type Attributes = Readonly<Record<string, string | number>>;

/**
 * A requirement of a blueprint as numbers.
 *
 * @param isOut says which items are in no form: they need no numbers.
 * @throws {RangeError} when it has no limits or contradicts itself, names an attribute, a value or a form that is not there, or
 * adds up an attribute that is not a number.
 */
export function prepareRequirement(
  source: Requirement,
  { forms }: Blueprint,
  items: readonly AssemblyItem[],
  stimuli: readonly Stimulus[],
  isOut: (i: number) => boolean,
): PreparedRequirement {
  const name = source.name ?? requirementName(source);
  const { min, max } = readLimits(message("in-requirement", { name }), source);
  checkWhere(name, source, items, stimuli);
  // Where only stimuli have the attribute, such as words of a text, items add nothing to its total.
  const isOfStimuliOnly =
    source.measure === "total" && isLackedByAll(items, source) && !isLackedByAll(stimuli, source);
  const isItemMeasure = source.measure !== "stimuli" && !isOfStimuliOnly;
  const isStimulusMeasure = source.measure === "stimuli" || source.measure === "total";
  return {
    name,
    min,
    max,
    forms: placesOf(message("in-requirement", { name }), source.forms, forms),
    itemValues: Float64Array.from(items, (item, i) =>
      isItemMeasure && !isOut(i) && fits(item.attributes, source.where) ? itemValue(name, source, item) : 0,
    ),
    stimulusValues: Float64Array.from(stimuli, (stimulus) =>
      isStimulusMeasure && fits(stimulus.attributes, source.where)
        ? stimulusValue(name, source, stimulus)
        : 0,
    ),
  };
}

/**
 * Limits with infinities in place of what is missing.
 *
 * @throws {RangeError} when there is none, or they contradict each other.
 */
export function readLimits(what: string | Message, limits: Limits): { min: number; max: number } {
  const { min = -Infinity, max = Infinity } = limits;
  if (limits.min === undefined && limits.max === undefined) throw new Refusal("no-limits", { where: what });
  if (Number.isNaN(min) || Number.isNaN(max) || min > max)
    throw new Refusal("limits-reversed", { where: what, least: min, most: max });
  return { min, max };
}

/**
 * The places of forms by name; all of them where none are named.
 *
 * @throws {RangeError} when a name is of no form.
 */
export function placesOf(
  what: string | Message,
  names: readonly string[] | undefined,
  forms: readonly string[],
): number[] {
  if (!names) return forms.map((_, f) => f);
  return names.map((name) => {
    const place = forms.indexOf(name);
    if (place < 0) throw new Refusal("place-of-unknown-form", { where: what, form: name, forms });
    return place;
  });
}

function isLackedByAll(all: readonly { attributes: Attributes }[], { attribute }: Requirement): boolean {
  return attribute === undefined || !all.some(({ attributes }) => Object.hasOwn(attributes, attribute));
}

/** Whether attributes have the values that a requirement counts. */
function fits(attributes: Attributes, where: Requirement["where"]): boolean {
  return Object.entries(where ?? {}).every(
    ([name, value]) => Object.hasOwn(attributes, name) && valuesOf(value).includes(String(attributes[name])),
  );
}

function valuesOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function itemValue(name: string, source: Requirement, item: AssemblyItem): number {
  switch (source.measure) {
    case "items":
    case "stimuli":
      return 1;
    case "total":
      return numberOf(name, message("in-item", { item: item.item }), source.attribute, item.attributes);
    case "information":
    case "expected-score": {
      const { theta } = source;
      if (theta === undefined || !Number.isFinite(theta))
        throw new Refusal("requirement-without-theta", { name, measure: source.measure });
      // An item without parameters cannot be in a form that this requirement is for.
      if (!item.curve) return 0;
      const curve = itemCurve(item.curve, [theta]);
      return (source.measure === "information" ? curve.information : curve.expectedScore)[0];
    }
  }
}

function stimulusValue(name: string, source: Requirement, stimulus: Stimulus): number {
  if (source.measure === "stimuli") return 1;
  // What a stimulus has no number for it adds nothing to: minutes, say, may be given for items only.
  if (source.attribute !== undefined && !Object.hasOwn(stimulus.attributes, source.attribute)) return 0;
  return numberOf(
    name,
    message("in-stimulus", { stimulus: stimulus.stimulus }),
    source.attribute,
    stimulus.attributes,
  );
}

function numberOf(name: string, what: Message, attribute: string | undefined, from: Attributes): number {
  if (attribute === undefined) throw new Refusal("total-of-nothing", { name });
  const value = Object.hasOwn(from, attribute) ? from[attribute] : "";
  const number = value === "" ? NaN : Number(value);
  if (!Number.isFinite(number)) {
    if (value === "") throw new Refusal("attribute-missing", { name, where: what, attribute });
    throw new Refusal("attribute-no-number", { name, where: what, unknown: String(value), attribute });
  }
  return number;
}

/** Refuse what matches nothing: a slip of the pen would else count as zero items. */
function checkWhere(
  name: string,
  source: Requirement,
  items: readonly AssemblyItem[],
  stimuli: readonly Stimulus[],
): void {
  const from = [
    ...(source.measure === "stimuli" ? [] : items),
    ...(source.measure === "stimuli" || source.measure === "total" ? stimuli : []),
  ].map(({ attributes }) => attributes);
  for (const [attribute, value] of Object.entries(source.where ?? {})) {
    const known = new Set(
      from.flatMap((one) => (Object.hasOwn(one, attribute) ? [String(one[attribute])] : [])),
    );
    if (known.size === 0) {
      const names = [...new Set(from.flatMap((one) => Object.keys(one)))];
      throw new Refusal("requirement-of-no-attribute", { name, attribute, names });
    }
    const unknown = valuesOf(value).find((one) => !known.has(one));
    if (unknown !== undefined) {
      throw new Refusal("requirement-of-no-value", {
        name,
        attribute,
        unknown,
        names: [...known].slice(0, 20),
      });
    }
  }
}

/** What a requirement without a name is called. */
function requirementName({ measure, attribute, theta, where }: Requirement): string {
  const what =
    measure === "total"
      ? (attribute ?? "total")
      : measure === "items" || measure === "stimuli"
        ? measure
        : `${measure} at ${theta}`;
  const which = Object.entries(where ?? {}).map(
    ([name, value]) => `${name} = ${valuesOf(value).join(" or ")}`,
  );
  return which.length > 0 ? `${what}, ${which.join(", ")}` : what;
}

/** Limits of a count of items or forms: whole numbers from `least` on. */
export function readCount(
  what: string | Message,
  limits: Limits,
  least: number,
): { min: number; max: number } {
  const { min, max } = readLimits(what, limits);
  const read = { min: Math.max(least, min), max };
  for (const value of [limits.min, limits.max]) {
    if (value !== undefined && (!Number.isInteger(value) || value < 0))
      throw new Refusal("no-count", { where: what, value });
  }
  if (read.min > read.max) throw new Refusal("max-below", { where: what, most: max, least: read.min });
  return read;
}
