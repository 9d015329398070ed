import type { ItemPool } from "./pool.js";
import { Refusal } from "../messages/refusal.js";

/** The share of the test that each content area should have; together 1. */
export type ContentShares = Readonly<Record<string, number>>;

const tolerance = 1e-9;

/**
 * The content areas in the order of their need: the area whose share so far is furthest below its target comes first
 * (Kingsbury & Zara, 1989). Of areas equally far below, the one listed first.
 *
 * @param given the areas of the items given so far.
 *
 * @example
 * areasByNeed({ number: 0.5, shape: 0.5 }, ["number"]); // ["shape", "number"]
 *
 * Kingsbury, G. G., & Zara, A. R. (1989). Procedures for selecting items for computerized adaptive tests.
 * Applied Measurement in Education, 2(4), 359-375.
 */
export function areasByNeed(shares: ContentShares, given: readonly (string | null)[]): string[] {
  const need = new Map<string, number>();
  for (const [area, share] of Object.entries(shares)) {
    const count = given.filter((one) => one === area).length;
    need.set(area, share - (given.length > 0 ? count / given.length : 0));
  }
  const needOf = (area: string) => need.get(area) ?? 0;
  return [...need.keys()].sort((a, b) => {
    const difference = needOf(b) - needOf(a);
    return Math.abs(difference) < tolerance ? 0 : difference;
  });
}

/**
 * Refuse shares that cannot be met.
 *
 * @throws {RangeError} when shares are not positive or do not add up to 1, an area has no item, or an item has no area of these.
 */
export function requireContentShares(pool: ItemPool, shares: ContentShares): void {
  let total = 0;
  for (const [area, share] of Object.entries(shares)) {
    if (!(share > 0)) throw new Refusal("content-share", { name: area, value: share });
    if (!pool.items.some((item) => item.area === area)) {
      throw new Refusal("content-empty", { name: area });
    }
    total += share;
  }
  if (!(Math.abs(total - 1) < 1e-6)) {
    throw new Refusal("content-shares-sum", { value: total });
  }
  const stray = pool.items.find(({ area }) => area === null || !Object.hasOwn(shares, area));
  if (stray) {
    if (stray.area === null) throw new Refusal("item-without-content", { item: stray.item });
    throw new Refusal("content-without-share", { item: stray.item, name: stray.area });
  }
}
