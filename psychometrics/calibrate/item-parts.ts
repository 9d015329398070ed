import type { ResponseData } from "../data.js";
import { anchorsByItem, noAnchors, type ItemAnchors } from "./item-anchors.js";
import type { Anchor, ItemOptions, LeftOutItem, UniqueParameters } from "./calibration.js";
import { Refusal } from "../messages/refusal.js";

/**
 * An item, or the part of it that some groups have to themselves. To the engine each part is an item of its own, which
 * is not presented to the other groups; what the parts have in common are shared parameters.
 */
export interface ItemPart {
  item: string;
  /** Its place in the data. */
  column: number;
  /** The groups whose responses it takes, as places in `groupNames`; null for all. */
  groups: ReadonlySet<number> | null;
  /** True for the part that the groups named by no one have together; where anchors name all of them, for the first of theirs. */
  isCommon: boolean;
  /** The parameters that it has for itself: names, or `all` but those that are shared with other items. */
  own: readonly string[] | "all";
  /** The parameters that are given for it; null where they are estimated. */
  anchor: Anchor | null;
  /** The anchor that gives what it does not have for itself; null where it has all, or where the common part is estimated. */
  sharedAnchor: Anchor | null;
}

/**
 * The items of the data, each cut into its parts: first that of the groups without parameters of their own, then one
 * for each anchor that names groups and one for each entry of `options.unique`. Groups in which an item is left out have no part
 * of it. Parameters that are unique to the groups of an anchor are the anchor's.
 *
 * @throws {RangeError} when an entry names an item or a group that is not there, or a group twice for one item, and when
 * unique parameters are asked for some groups of an anchor.
 */
export function itemParts(data: ResponseData, options: ItemOptions): ItemPart[] {
  const { unique = [], leftOut = [] } = options;
  const stray = [...unique, ...leftOut].find(({ item }) => !data.items.includes(item));
  if (stray) throw new Refusal("unique-of-no-item", { item: stray.item });
  const anchors = anchorsByItem(data, options.anchors ?? []);
  return data.items.flatMap((item, column): ItemPart[] => {
    const entries = unique.filter((entry) => entry.item === item);
    const without = leftOut.filter((entry) => entry.item === item);
    const given = anchors.get(item) ?? noAnchors;
    if (entries.length + without.length + given.byGroups.length === 0)
      return [
        {
          item,
          column,
          groups: null,
          isCommon: true,
          own: "all",
          anchor: given.elsewhere,
          sharedAnchor: null,
        },
      ];
    const sets = groupSets(data, item, [...entries, ...without]);
    const dropped = new Set(sets.slice(entries.length).flatMap((set) => [...set]));
    const anchored = withoutGroups(given.byGroups, dropped);
    const parts = entries.map((entry, n): ItemPart => {
      const anchor = anchorOfUnique(data, item, sets[n], anchored);
      const own = anchor ? "all" : (entry.parameters ?? "all");
      return { item, column, groups: sets[n], isCommon: false, own, anchor, sharedAnchor: null };
    });
    const others = anchored.filter(({ anchor }) => parts.every((part) => part.anchor !== anchor));
    const taken = [...sets, ...others.map(({ groups }) => groups)];
    const rest = data.groupNames.map((_, g) => g).filter((g) => !taken.some((set) => set.has(g)));
    const own = parts.every((part) => part.own === "all") ? "all" : [];
    const common: ItemPart[] =
      rest.length === 0
        ? []
        : [
            {
              item,
              column,
              groups: new Set(rest),
              isCommon: true,
              own,
              anchor: given.elsewhere,
              sharedAnchor: null,
            },
          ];
    const ofAnchors = others.map(({ anchor, groups }, n): ItemPart => {
      const isAll = groups.size === data.groupNames.length;
      const isCommon = rest.length === 0 && n === 0;
      return {
        item,
        column,
        groups: isAll ? null : groups,
        isCommon,
        own: "all",
        anchor,
        sharedAnchor: null,
      };
    });
    const whole = [...common, ...ofAnchors];
    const shared = whole.find(({ isCommon }) => isCommon)?.anchor ?? null;
    return [
      ...whole,
      ...parts.map((part) => (part.own === "all" ? part : { ...part, sharedAnchor: shared })),
    ];
  });
}

/** The anchors for groups, in the order of their first ones, without the groups in which the item is left out. */
function withoutGroups(
  anchors: ItemAnchors["byGroups"],
  dropped: ReadonlySet<number>,
): ItemAnchors["byGroups"] {
  return anchors.flatMap(({ anchor, groups }) => {
    const left = [...groups].filter((g) => !dropped.has(g));
    return left.length > 0 ? [{ anchor, groups: new Set(left) }] : [];
  });
}

/** The anchor of just these groups; null where no anchor names any of them. */
function anchorOfUnique(
  data: ResponseData,
  item: string,
  groups: ReadonlySet<number>,
  anchored: ItemAnchors["byGroups"],
): Anchor | null {
  const met = anchored.find((entry) => [...entry.groups].some((g) => groups.has(g)));
  if (!met) return null;
  const isSame = met.groups.size === groups.size && [...groups].every((g) => met.groups.has(g));
  if (isSame) return met.anchor;
  const names = (set: ReadonlySet<number>) => [...set].map((g) => data.groupNames[g]);
  throw new Refusal("unique-across-anchors", { item, groups: names(groups), names: names(met.groups) });
}

function groupSets(
  data: ResponseData,
  item: string,
  entries: readonly (UniqueParameters | LeftOutItem)[],
): ReadonlySet<number>[] {
  const taken = new Set<number>();
  return entries.map(({ groups }) => {
    if (groups.length === 0) throw new Refusal("unique-in-no-group", { item });
    const places = groups.map((name) => {
      const place = data.groupNames.indexOf(name);
      if (place < 0) {
        throw new Refusal("unique-in-unknown-group", { item, group: name, groups: data.groupNames });
      }
      if (taken.has(place)) throw new Refusal("unique-twice", { item, group: name });
      taken.add(place);
      return place;
    });
    return new Set(places);
  });
}

/** What a part is called where one name must tell the parts apart: the item, and the groups where they are not all. */
export function partName(item: string, groups: readonly string[] | null): string {
  return groups === null ? item : `${item} (${groups.join(", ")})`;
}

/** True where a calibrated item's parameters are those of a group. */
export function isOfGroup(item: { groups: readonly string[] | null }, group: string): boolean {
  return item.groups === null || item.groups.includes(group);
}
