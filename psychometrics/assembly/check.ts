import type { AssemblyPool, Blueprint } from "./blueprint.js";
import type { DemandKind } from "./demands.js";
import { prepare, type Preparation } from "./prepare.js";
import { Refusal } from "../messages/refusal.js";

/** One thing that was asked of forms, and what they have. */
export interface DemandCheck {
  kind: DemandKind | "excluded";
  /** Of a requirement or a stimulus, or of the two forms of an overlap; empty for the others. */
  name: string;
  /** The form; null for what is asked of all together. */
  form: string | null;
  /** Null where there is no limit on that side. */
  min: number | null;
  max: number | null;
  met: number;
  isMet: boolean;
}

/** Slack for sums of numbers that are not whole. */
const tolerance = 1e-6;

/**
 * Compare forms with what a blueprint asks for, item by item: nothing of the search or its programme is used.
 *
 * There is a line for each demand and form: length; requirements; items of each stimulus that the form has; the largest number of
 * enemies from one set; forced and excluded items in it; and, over all forms, the largest number of forms beyond what an item may
 * be in (`exposure`, 0 where none is), the items that all have in common, and for each pair of forms with limits those that both have
 * (`overlap`, whose name are the names of the two).
 *
 * @param forms the items of each form, by its name.
 * @throws {RangeError} where `assembleForms` would, and when a form is missing or has an item that the pool has not, or twice.
 */
export function checkForms(
  pool: AssemblyPool,
  blueprint: Blueprint,
  forms: Readonly<Record<string, readonly string[]>>,
): DemandCheck[] {
  const preparation = prepare(pool, blueprint);
  const places = new Map(preparation.items.map(({ item }, i) => [item, i]));
  const byPlace = preparation.forms.map((form) => {
    if (!Object.hasOwn(forms, form)) throw new Refusal("form-missing", { form });
    return forms[form].map((name) => {
      const place = places.get(name);
      if (place === undefined) throw new Refusal("form-of-no-item", { form, item: name });
      return place;
    });
  });
  return checkPlaces(preparation, byPlace);
}

/** The same for forms by the places of their items. */
export function checkPlaces(preparation: Preparation, forms: readonly (readonly number[])[]): DemandCheck[] {
  const sets = forms.map((items, f) => {
    const set = new Set(items);
    if (set.size < items.length) throw new Refusal("form-with-item-twice", { form: preparation.forms[f] });
    return set;
  });
  return [
    ...sets.flatMap((items, f) => checkForm(preparation, items, f)),
    ...checkOverlap(preparation, sets),
  ];
}

function line(
  kind: DemandCheck["kind"],
  name: string,
  form: string | null,
  limits: { min?: number; max?: number },
  met: number,
): DemandCheck {
  const { min = -Infinity, max = Infinity } = limits;
  return {
    ...{ kind, name, form },
    min: min > -Infinity ? min : null,
    max: max < Infinity ? max : null,
    met,
    isMet: met >= min - tolerance && met <= max + tolerance,
  };
}

function checkForm(preparation: Preparation, items: ReadonlySet<number>, f: number): DemandCheck[] {
  const { stimuli, stimulusOf, requirements, enemies, length, wanted } = preparation;
  const form = preparation.forms[f];
  const inForm = new Set([...items].map((i) => stimulusOf[i]).filter((s) => s >= 0));
  const lines = [line("length", "", form, length, items.size)];
  for (const { name, forms, itemValues, stimulusValues, min, max } of requirements) {
    if (!forms.includes(f)) continue;
    let met = 0;
    for (const i of items) met += itemValues[i];
    for (const s of inForm) met += stimulusValues[s];
    lines.push(line("requirement", name, form, { min, max }, met));
  }
  stimuli.forEach(({ stimulus, items: own, min, max }, s) => {
    const count = own.filter((i) => items.has(i)).length;
    if (inForm.has(s) && (min > 1 || max < own.length))
      lines.push(line("stimulus-items", stimulus, form, { min, max }, count));
  });
  if (enemies.some(({ isAcrossForms }) => !isAcrossForms)) {
    const most = enemies.map(({ items: set, isAcrossForms }) =>
      isAcrossForms ? 0 : set.filter((i) => items.has(i)).length,
    );
    lines.push(line("enemies", "", form, { max: 1 }, Math.max(...most)));
  }
  const marked = (value: number) =>
    preparation.items.flatMap((_, i) => (wanted[i * preparation.forms.length + f] === value ? [i] : []));
  const [forced, excluded] = [marked(1), marked(0)];
  const present = (places: number[]) => places.filter((i) => items.has(i)).length;
  if (forced.length > 0) lines.push(line("forced", "", form, { min: forced.length }, present(forced)));
  if (excluded.length > 0) lines.push(line("excluded", "", form, { max: 0 }, present(excluded)));
  return lines;
}

function checkOverlap(preparation: Preparation, sets: readonly ReadonlySet<number>[]): DemandCheck[] {
  const { forms, items, enemies, formsMax, commonItems, overlap } = preparation;
  const formCounts = items.map((_, i) => sets.filter((set) => set.has(i)).length);
  const isCommon = (count: number) => commonItems !== null && count === sets.length;
  const lines: DemandCheck[] = [];
  const across = enemies.filter(({ isAcrossForms }) => isAcrossForms);
  if (across.length > 0) {
    const most = across.map(({ items: set }) => set.filter((i) => formCounts[i] > 0).length);
    lines.push(line("enemies", "", null, { max: 1 }, Math.max(...most)));
  }
  if (formsMax.some((max) => max < sets.length)) {
    const beyond = formCounts.map((count, i) => (isCommon(count) ? 0 : Math.max(0, count - formsMax[i])));
    lines.push(line("exposure", "", null, { max: 0 }, Math.max(...beyond)));
  }
  if (commonItems)
    lines.push(line("common-items", "", null, commonItems, formCounts.filter(isCommon).length));
  for (const { forms: pair, ...limits } of overlap) {
    const [first, second] = pair.map((f) => sets[f]);
    const shared = [...first].filter((i) => second.has(i)).length;
    lines.push(line("overlap", pair.map((f) => forms[f]).join(", "), null, limits, shared));
  }
  return lines;
}
