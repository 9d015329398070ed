import { Refusal } from "../messages/refusal.js";

/** When an adaptive test ends. */
export interface StoppingRules {
  /** The most items. */
  itemsMax: number;
  /** The fewest items: before, only an exhausted pool ends the test. 0 by default. */
  itemsMin?: number;
  /** A standard error, in logits, that is small enough. */
  standardErrorMax?: number;
  /** The least information at the present ability that another item is worth being given for. */
  informationMin?: number;
}

/** Why a test ended. */
export type StopReason = "items-max" | "standard-error" | "little-information" | "no-item-left";

/** Where a test stands. */
export interface TestProgress {
  itemCount: number;
  standardError: number;
  /** The highest information among the items that may still be given; null when there is none. */
  bestInformation: number | null;
}

/** Why the test ends here; null when it goes on. */
export function stopReason(progress: TestProgress, rules: StoppingRules): StopReason | null {
  const { itemCount, standardError, bestInformation } = progress;
  if (itemCount >= rules.itemsMax) return "items-max";
  if (bestInformation === null) return "no-item-left";
  if (itemCount < (rules.itemsMin ?? 0)) return null;
  if (rules.standardErrorMax !== undefined && standardError <= rules.standardErrorMax)
    return "standard-error";
  if (rules.informationMin !== undefined && bestInformation < rules.informationMin)
    return "little-information";
  return null;
}

/** @throws {RangeError} when a rule is no number in its range, or the fewest items are more than the most. */
export function requireStoppingRules(rules: StoppingRules): void {
  const { itemsMax, itemsMin = 0, standardErrorMax, informationMin } = rules;
  if (!Number.isInteger(itemsMax) || itemsMax < 1) {
    throw new Refusal("most-items", { value: itemsMax });
  }
  if (!Number.isInteger(itemsMin) || itemsMin < 0 || itemsMin > itemsMax) {
    throw new Refusal("fewest-items", { most: itemsMax, value: itemsMin });
  }
  if (standardErrorMax !== undefined && !(standardErrorMax > 0)) {
    throw new Refusal("stop-error", { value: standardErrorMax });
  }
  if (informationMin !== undefined && !(informationMin >= 0)) {
    throw new Refusal("stop-information", { value: informationMin });
  }
}
