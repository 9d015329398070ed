import { prepared, type CalibratedForm, type PreparedItem } from "./form.js";

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
  const inBase = places(base, "base");
  const inOther = places(other, "other");
  for (const name of names ?? []) {
    if (!inBase.has(name)) throw new RangeError(`item ${name} is not in the base calibration`);
    if (!inOther.has(name)) throw new RangeError(`item ${name} is not in the calibration to be linked`);
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
  if (common.length === 0) throw new RangeError("the two calibrations have no item in common");
  return common;
}

function places(form: CalibratedForm, which: string): Map<string, number> {
  const found = new Map<string, number>();
  form.items.forEach(({ item }, i) => {
    if (found.has(item)) throw new RangeError(`the ${which} calibration has two items named ${item}`);
    found.set(item, i);
  });
  return found;
}

function check({ item, base, other }: CommonItem): void {
  if (base.model !== other.model) {
    throw new RangeError(
      `item ${item} was calibrated by the ${base.model.name} in the base calibration but by the ${other.model.name} in the other; ` +
        "leave it out of the common items",
    );
  }
  const same =
    base.scoreValues.length === other.scoreValues.length &&
    base.scoreValues.every((score, k) => score === other.scoreValues[k]);
  if (!same) {
    throw new RangeError(
      `item ${item} has the scores ${base.scoreValues.join(", ")} in the base calibration but ${other.scoreValues.join(", ")} in the other; ` +
        "leave it out of the common items",
    );
  }
}
