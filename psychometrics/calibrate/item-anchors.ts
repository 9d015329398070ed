import type { ResponseData } from "../data.js";
import { Refusal } from "../messages/refusal.js";
import type { Anchor } from "./calibration.js";

/** The anchors of one item. */
export interface ItemAnchors {
  /** Those that name groups, with the places of these in `groupNames` in rising order; no two have a group in common. */
  byGroups: readonly { anchor: Anchor; groups: ReadonlySet<number> }[];
  /** That of all other groups; null where they have none. */
  elsewhere: Anchor | null;
}

/** An item whose parameters are estimated in every group. */
export const noAnchors: ItemAnchors = { byGroups: [], elsewhere: null };

/**
 * The anchors of each item of the data that has some. Anchors of items that the data do not have are passed over, for an old
 * item pool is larger than one test.
 *
 * @throws {RangeError} when an anchor names a group that is not there or none at all, or when two anchors of an item are for the
 * same group, or both for the groups that no other names.
 */
export function anchorsByItem(data: ResponseData, anchors: readonly Anchor[]): Map<string, ItemAnchors> {
  const found = new Map<string, ItemAnchors>();
  const known = new Set(data.items);
  for (const anchor of anchors) {
    const { item } = anchor;
    if (!known.has(item)) continue;
    const { byGroups, elsewhere } = found.get(item) ?? noAnchors;
    if (anchor.groups === undefined) {
      if (elsewhere) throw new Refusal("anchor-twice", { item });
      found.set(item, { byGroups, elsewhere: anchor });
      continue;
    }
    const groups = placesOf(data, item, anchor.groups);
    const both = groups.find((g) => byGroups.some((other) => other.groups.has(g)));
    if (both !== undefined)
      throw new Refusal("anchor-twice-in-group", { item, group: data.groupNames[both] });
    const all = [...byGroups, { anchor, groups: new Set(groups) }];
    const first = (entry: ItemAnchors["byGroups"][number]) => Math.min(...entry.groups);
    found.set(item, { byGroups: all.sort((a, b) => first(a) - first(b)), elsewhere });
  }
  return found;
}

function placesOf(data: ResponseData, item: string, names: readonly string[]): number[] {
  if (names.length === 0) throw new Refusal("anchor-in-no-group", { item });
  const places = names.map((group) => {
    const place = data.groupNames.indexOf(group);
    if (place < 0) throw new Refusal("anchor-in-unknown-group", { item, group, groups: data.groupNames });
    return place;
  });
  return places.sort((a, b) => a - b);
}
