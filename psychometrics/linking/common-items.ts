import { prepared, type CalibratedForm, type PreparedItem } from "./form.js";
import { Refusal } from "../messages/refusal.js";

/** The two calibrations of one item. */
export interface CommonItem {
  item: string;
  base: PreparedItem;
  other: PreparedItem;
}

/**
 * The items that two forms have in common, in the order of the base form.
 *
 * @param names of the common items to take; all that both have by default.
 * @throws {RangeError} when there is none, a name is not in both, or the two calibrations of an item differ in model
 * or categories, so that its parameters cannot be compared.
 */
export function commonItems(
  base: CalibratedForm,
  other: CalibratedForm,
  names?: readonly string[],
): CommonItem[] {
  const inBase = places(base, "twice-in-base");
  const inOther = places(other, "twice-in-other");
  for (const name of names ?? []) {
    if (!inBase.has(name)) throw new Refusal("item-not-in-base", { item: name });
    if (!inOther.has(name)) throw new Refusal("item-not-in-other", { item: name });
  }
  const wanted = new Set(names ?? inBase.keys());
  const common: CommonItem[] = [];
  for (const [name, place] of inBase) {
    const placeInOther = inOther.get(name);
    if (placeInOther === undefined || !wanted.has(name)) continue;
    const pair = { item: name, base: prepared(base, place), other: prepared(other, placeInOther) };
    check(pair);
    common.push(pair);
  }
  if (common.length === 0) throw new Refusal("no-common-items");
  return common;
}

function places(form: CalibratedForm, refusal: "twice-in-base" | "twice-in-other"): Map<string, number> {
  const found = new Map<string, number>();
  form.items.forEach(({ item }, i) => {
    if (found.has(item)) throw new Refusal(refusal, { item });
    found.set(item, i);
  });
  return found;
}

function check({ item, base, other }: CommonItem): void {
  if (base.model !== other.model) {
    throw new Refusal("models-differ", { item, first: base.model.name, second: other.model.name });
  }
  const same =
    base.scoreValues.length === other.scoreValues.length &&
    base.scoreValues.every((score, k) => score === other.scoreValues[k]);
  if (!same) {
    throw new Refusal("scores-differ", { item, scores: base.scoreValues, others: other.scoreValues });
  }
}
