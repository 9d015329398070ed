import type { Blueprint } from "./blueprint.js";
import { readCount } from "./requirements.js";

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
  if (forms.length < 2) throw new RangeError("overlap: a single form has no items in common with another");
  const { pairs = [], ...general } = overlap;
  const found = new Map<string, PreparedOverlap>();
  for (const { forms: names, ...limits } of pairs) {
    const what = `overlap of forms ${names.join(" and ")}`;
    const places = names.map((name) => forms.indexOf(name)).sort((a, b) => a - b);
    const [first, second] = places;
    const stray = names.find((name) => !forms.includes(name));
    if (stray !== undefined) throw new RangeError(`${what}: there is no form ${stray}`);
    if (places.length !== 2 || first === second) throw new RangeError(`${what}: two forms make a pair`);
    if (found.has(places.join())) throw new RangeError(`${what}: the pair is there twice`);
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
