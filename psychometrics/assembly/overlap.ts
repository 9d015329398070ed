import type { Blueprint } from "./blueprint.js";
import { readCount } from "./requirements.js";
import { Refusal } from "../messages/refusal.js";
import { message } from "../messages/message.js";

/** Limits of the items that two forms have in common, by the places of the forms. */
export interface PreparedOverlap {
  forms: readonly [number, number];
  min: number;
  max: number;
}

/**
 * The pairs of forms whose items in common are limited.
 *
 * @throws {RangeError} for a single form, a pair that is no pair of forms or is there twice, or limits that contradict themselves.
 */
export function prepareOverlap({ overlap, forms }: Blueprint): PreparedOverlap[] {
  if (!overlap) return [];
  if (forms.length < 2) throw new Refusal("overlap-of-one-form");
  const { pairs = [], ...general } = overlap;
  const found = new Map<string, PreparedOverlap>();
  for (const { forms: names, ...limits } of pairs) {
    const what = message("in-overlap", { names });
    const places = names.map((name) => forms.indexOf(name)).sort((a, b) => a - b);
    const [first, second] = places;
    const stray = names.find((name) => !forms.includes(name));
    if (stray !== undefined) throw new Refusal("place-of-no-form", { where: what, form: stray });
    if (places.length !== 2 || first === second) throw new Refusal("overlap-no-pair", { where: what });
    if (found.has(places.join())) throw new Refusal("overlap-pair-twice", { where: what });
    found.set(places.join(), { forms: [first, second], ...readCount(what, limits, 0) });
  }
  const all = readCount("overlap", general, 0);
  for (let first = 0; first < forms.length; first++) {
    for (let second = first + 1; second < forms.length; second++) {
      const key = [first, second].join();
      if (!found.has(key)) found.set(key, { forms: [first, second], ...all });
    }
  }
  return [...found.values()]
    .filter(({ min, max }) => min > 0 || max < Infinity)
    .sort((a, b) => a.forms[0] - b.forms[0] || a.forms[1] - b.forms[1]);
}
