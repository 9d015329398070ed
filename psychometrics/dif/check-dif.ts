import type { ResponseData } from "../data.js";
import { Refusal } from "../messages/refusal.js";
import type { DifOptions } from "./compare-groups.js";
import { Matcher, type MatchingOptions } from "./matching.js";
import { comparedGroups, onlyCompared } from "./tables.js";

/** Statistics beside the contingency tables that have wants of their own. */
export interface DifMethods {
  logistic?: boolean;
  sibtest?: boolean;
}

/**
 * Check that `contingencyDif`, and where they are wanted `logisticDif`, `sibtest` and `crossingSibtest`, will not refuse data
 * and options: for whoever estimates something at length before these are compared.
 *
 * @throws {RangeError} what they throw: for groups that are not there, or not two; a match that does not fit the data; sums of
 * different items in one regression; fewer than three items for SIBTEST.
 */
export function checkDif(data: ResponseData, options: DifOptions = {}, methods: DifMethods = {}): void {
  const groups = comparedGroups(data, options);
  if (methods.sibtest) requireItemsForBias(data);
  const weighted = { ...data, weights: onlyCompared(data, groups) };
  const allItems = data.items.map(() => true);
  const matcher = new Matcher(weighted, options, allItems);
  if (methods.logistic) requireOneSum(matcher, options);
}

/** Sums of different booklets cannot be one regressor. @throws {RangeError} */
export function requireOneSum({ bookletCount }: Matcher, { match = "score" }: MatchingOptions): void {
  if (match === "score" && bookletCount > 1) throw new Refusal("sums-incomparable");
}

/** A test over the sums of the other items needs two of them. @throws {RangeError} */
export function requireItemsForBias({ items }: ResponseData): void {
  if (items.length < 3) throw new Refusal("bias-few-items", { count: items.length });
}
