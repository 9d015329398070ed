import type { Anchor, CalibratedItem } from "../calibrate/calibration.js";
import { setUpAnchor } from "../calibrate/setup.js";
import type { ParameterisedItem } from "../likelihood/tables.js";
import { parameterised } from "../persons/align.js";

/** An item whose parameters are known: from a calibration, or from a table. */
export interface FixedItem extends ParameterisedItem {
  item: string;
  /** The score that each category stands for, lowest first. */
  scoreValues: readonly number[];
}

/** The items of a calibration, with their parameters as they were estimated. */
export function fixedItemsOf(items: readonly CalibratedItem[]): FixedItem[] {
  return items.map((item) => ({ ...parameterised(item), item: item.item, scoreValues: item.scoreValues }));
}

/**
 * The items of a table of parameters; an item with m intercepts has the scores 0 to m unless its anchor has others.
 *
 * @throws {RangeError} naming an item whose parameters are not all numbers.
 */
export function fixedItemsFrom(anchors: readonly Anchor[]): FixedItem[] {
  return anchors.map((anchor) => {
    const { model, categories, parameters } = setUpAnchor(anchor);
    const scoreValues = anchor.scoreValues ?? Array.from({ length: categories }, (_, k) => k);
    return { item: anchor.item, model, categories, parameters, scoreValues };
  });
}
