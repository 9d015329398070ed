import type { CommonItem } from "./common-items.js";
import { robustZMax, type LinkedItem } from "./compare-items.js";
import { Refusal } from "../messages/refusal.js";

/**
 * Linking that drops unstable items (after Huynh & Meyer, 2010): link, take the used item with the largest |robust z|,
 * drop it where that is above the cutoff, and link again, until none stands out or the largest share is dropped.
 */
export interface RobustRule {
  /** 1.645 by default; 0 or more. */
  cutoff?: number;
  /** The largest share of the common items that may be dropped, from 0 to 1; 0.2 by default. */
  shareMax?: number;
}

/** What the robust rule did. */
export interface RobustSteps {
  cutoff: number;
  /** How many items could have been dropped: the largest share of those that were there to be used. */
  droppedMax: number;
  /** The dropped items in that order, each with the robust z for which it was dropped: that among the items then used. */
  dropped: { item: string; robustZ: number }[];
  /**
   * Why no more were dropped: none of the items left stands out; as many as may be are dropped while some still stand out; or the
   * differences of the items left do not spread, so that there is no robust z.
   */
  end: "none-stands-out" | "share-reached" | "no-spread";
  /** The used items that still stand out; some only where the end is `share-reached`. */
  standingOut: string[];
}

/** The share of the common items that may be dropped. */
const shareMaxUsual = 0.2;

/**
 * Drops the items that stand out, one at a time.
 *
 * @param chosen the common items that may be used.
 * @param compare links by some of them and gives each of these.
 * @throws {RangeError} for a rule out of range.
 */
export function dropUnstable(
  chosen: readonly CommonItem[],
  compare: (used: readonly CommonItem[]) => LinkedItem[],
  { cutoff = robustZMax, shareMax = shareMaxUsual }: RobustRule,
): { used: readonly CommonItem[]; steps: RobustSteps } {
  if (!(cutoff >= 0)) throw new Refusal("no-robust-cutoff", { value: cutoff });
  if (!(shareMax >= 0 && shareMax <= 1)) throw new Refusal("no-robust-share", { value: shareMax });
  // 0.29 of 100 items are 29, though the product comes out below.
  const droppedMax = Math.floor(shareMax * chosen.length + 1e-9);
  const dropped: RobustSteps["dropped"] = [];
  let used = chosen;
  for (;;) {
    const rows = compare(used).flatMap(({ item, robustZ }) => (robustZ === null ? [] : [{ item, robustZ }]));
    const out = rows.filter(({ robustZ }) => Math.abs(robustZ) > cutoff);
    if (out.length > 0 && dropped.length < droppedMax) {
      const worst = out.reduce((most, row) => (Math.abs(row.robustZ) > Math.abs(most.robustZ) ? row : most));
      dropped.push(worst);
      used = used.filter(({ item }) => item !== worst.item);
      continue;
    }
    const left = rows.length === 0 ? "no-spread" : "none-stands-out";
    return {
      used,
      steps: {
        ...{ cutoff, droppedMax, dropped, end: out.length > 0 ? "share-reached" : left },
        standingOut: out.map(({ item }) => item),
      },
    };
  }
}
