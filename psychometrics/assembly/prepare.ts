import type { AssemblyItem, AssemblyPool, Blueprint, ForcedItems, Limits } from "./blueprint.js";
import { prepareGoal, type Goal } from "./goal.js";
import { prepareOverlap, type PreparedOverlap } from "./overlap.js";
import { placesOf, prepareRequirement, readCount, type PreparedRequirement } from "./requirements.js";
import { Refusal } from "../messages/refusal.js";
import { message, type Message } from "../messages/message.js";

/** A stimulus with the places of its items, and how many of them come with it. */
export interface PreparedStimulus {
  stimulus: string;
  items: readonly number[];
  min: number;
  max: number;
}

/** Items of which at most one may be in a form, or in all forms together, by their places. */
export interface PreparedEnemies {
  items: readonly number[];
  isAcrossForms: boolean;
}

/** Pool and blueprint brought together: everything by its place, checked for contradictions that need no search. */
export interface Preparation {
  forms: readonly string[];
  items: readonly AssemblyItem[];
  stimuli: readonly PreparedStimulus[];
  /** The stimulus of each item; -1 without one. */
  stimulusOf: Int32Array;
  length: { min: number; max: number };
  requirements: readonly PreparedRequirement[];
  enemies: readonly PreparedEnemies[];
  /** The most forms that each item may be in, unless all have it in common. */
  formsMax: Int32Array;
  commonItems: { min: number; max: number } | null;
  overlap: readonly PreparedOverlap[];
  /** Items x forms: 1 where an item must be, 0 where it must not be, -1 where it may be. */
  wanted: Int8Array;
  goal: Goal | null;
  /** Items without parameters, where forms are chosen by them: they are in no form. */
  uncalibrated: readonly string[];
}

/**
 * Bring pool and blueprint together.
 *
 * @throws {RangeError} when two items or forms have one name, a name is unknown, limits contradict themselves, or a requirement
 * or target cannot be read; the sentence names the place.
 */
export function prepare(pool: AssemblyPool, blueprint: Blueprint): Preparation {
  const { forms } = blueprint;
  const { items } = pool;
  if (items.length === 0) throw new Refusal("pool-empty");
  if (forms.length === 0) throw new Refusal("blueprint-without-forms");
  refuseTwice(message("forms"), forms);
  const places = placesByName(items);
  const { stimuli, stimulusOf } = prepareStimuli(pool, blueprint);
  const sources = stimuli.map(
    ({ stimulus }) =>
      pool.stimuli?.find((known) => known.stimulus === stimulus) ?? { stimulus, attributes: {} },
  );
  const goal = blueprint.target ? prepareGoal(blueprint.target, forms, items, places) : null;
  const needsCurve = new Set(
    (blueprint.requirements ?? []).flatMap(({ measure, forms: names }) =>
      measure === "information" || measure === "expected-score" ? placesOf("", names, forms) : [],
    ),
  );
  const wanted = prepareWanted(blueprint, items, places, (f) => goal !== null || needsCurve.has(f));
  const isOut = (i: number) =>
    wanted.subarray(i * forms.length, (i + 1) * forms.length).every((value) => value === 0);
  const requirements = (blueprint.requirements ?? []).map((requirement) =>
    prepareRequirement(requirement, blueprint, items, sources, isOut),
  );
  return {
    ...{ forms, items, stimuli, stimulusOf, requirements, goal, wanted },
    length: readCount("length", blueprint.length, 1),
    enemies: prepareEnemies(items, blueprint, places),
    formsMax: prepareExposure(blueprint, items, places, wanted),
    commonItems: blueprint.commonItems ? prepareCommon(blueprint.commonItems, forms.length) : null,
    overlap: prepareOverlap(blueprint),
    uncalibrated:
      goal || needsCurve.size > 0 ? items.flatMap(({ item, curve }) => (curve ? [] : [item])) : [],
  };
}

function refuseTwice(what: Message, names: readonly string[]): void {
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) throw new Refusal("alike-named", { things: what, name: twice });
}

function placesByName(items: readonly AssemblyItem[]): Map<string, number> {
  const places = new Map(items.map(({ item }, i) => [item, i]));
  const twice = items.find(({ item }, i) => places.get(item) !== i);
  if (twice) throw new Refusal("pool-items-alike", { item: twice.item });
  return places;
}

function placeIn(places: ReadonlyMap<string, number>, what: string | Message, name: string): number {
  const place = places.get(name);
  if (place === undefined) throw new Refusal("place-of-no-item", { where: what, item: name });
  return place;
}

function prepareStimuli(
  pool: AssemblyPool,
  blueprint: Blueprint,
): { stimuli: PreparedStimulus[]; stimulusOf: Int32Array } {
  const known = pool.stimuli ?? [];
  refuseTwice(
    message("stimuli"),
    known.map(({ stimulus }) => stimulus),
  );
  const names = new Map<string, number[]>();
  pool.items.forEach(({ stimulus }, i) => {
    if (stimulus) names.set(stimulus, [...(names.get(stimulus) ?? []), i]);
  });
  const stray = known.find(({ stimulus }) => !names.has(stimulus));
  if (stray) throw new Refusal("stimulus-without-items", { stimulus: stray.stimulus });
  const stimulusOf = new Int32Array(pool.items.length).fill(-1);
  const stimuli = [...names].map(([stimulus, items], s) => {
    for (const i of items) stimulusOf[i] = s;
    const own = known.find((one) => one.stimulus === stimulus)?.items;
    const limits = own ?? blueprint.itemsPerStimulus;
    const { min, max } = limits
      ? readCount(message("items-of-stimulus", { stimulus }), limits, 1)
      : { min: 1, max: Infinity };
    return { stimulus, items, min, max };
  });
  return { stimuli, stimulusOf };
}

function prepareEnemies(
  items: readonly AssemblyItem[],
  blueprint: Blueprint,
  places: ReadonlyMap<string, number>,
): PreparedEnemies[] {
  const sets: PreparedEnemies[] = (blueprint.enemies ?? []).map(({ items: names, isAcrossForms = false }) => {
    refuseTwice(message("enemies-of-a-set"), names);
    return { items: names.map((name) => placeIn(places, "enemies", name)), isAcrossForms };
  });
  const pairs = new Set<string>();
  items.forEach(({ item, enemies = [] }, i) => {
    for (const name of enemies) {
      const other = placeIn(places, message("enemies-of-item", { item }), name);
      if (other === i) throw new Refusal("own-enemy", { item });
      const pair = i < other ? [i, other] : [other, i];
      if (pairs.has(pair.join())) continue;
      pairs.add(pair.join());
      sets.push({ items: pair, isAcrossForms: false });
    }
  });
  return sets;
}

function prepareExposure(
  { exposure, forms }: Blueprint,
  items: readonly AssemblyItem[],
  places: ReadonlyMap<string, number>,
  wanted: Int8Array,
): Int32Array {
  const count = (value: number) => {
    if (!Number.isInteger(value) || value < 0) throw new Refusal("exposure-no-count", { value });
    return Math.min(value, forms.length);
  };
  const formsMax = new Int32Array(items.length).fill(exposure ? count(exposure.formsMax) : forms.length);
  for (const [name, value] of Object.entries(exposure?.items ?? {}))
    formsMax[placeIn(places, "exposure", name)] = count(value);
  items.forEach((_, i) => {
    let forced = 0;
    for (let f = 0; f < forms.length; f++) if (wanted[i * forms.length + f] === 1) forced++;
    formsMax[i] = Math.max(formsMax[i], forced);
  });
  return formsMax;
}

function prepareCommon(limits: Limits, formCount: number): { min: number; max: number } {
  if (formCount < 2) throw new Refusal("common-items-of-one-form");
  return readCount("commonItems", limits, 0);
}

function prepareWanted(
  { forms, forced = [], excluded = [] }: Blueprint,
  items: readonly AssemblyItem[],
  places: ReadonlyMap<string, number>,
  needsCurve: (form: number) => boolean,
): Int8Array {
  const wanted = new Int8Array(items.length * forms.length).fill(-1);
  const mark = (what: string, lists: readonly ForcedItems[], value: 0 | 1) => {
    for (const { items: names, forms: formNames } of lists) {
      for (const f of placesOf(what, formNames, forms)) {
        for (const name of names) {
          const at = placeIn(places, what, name) * forms.length + f;
          if (wanted[at] === 1 - value)
            throw new Refusal("forced-and-excluded", { item: name, form: forms[f] });
          wanted[at] = value;
        }
      }
    }
  };
  mark("forced", forced, 1);
  mark("excluded", excluded, 0);
  items.forEach(({ item, curve }, i) => {
    if (curve) return;
    for (let f = 0; f < forms.length; f++) {
      if (!needsCurve(f)) continue;
      if (wanted[i * forms.length + f] === 1)
        throw new Refusal("forced-uncalibrated", { item, form: forms[f] });
      wanted[i * forms.length + f] = 0;
    }
  });
  return wanted;
}
