import type { ResponseData } from "../data.js";
import type { ItemOptions, LeftOutItem, UniqueParameters } from "./calibration.js";
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
  /** True for the part that the groups named by no one have together. */
  isCommon: boolean;
  /** The parameters that it has for itself: names, or `all` but those that are shared with other items. */
  own: readonly string[] | "all";
}

/**
 * The items of the data, each cut into its parts: first that of the groups without parameters of their own, then one
 * for each entry of `options.unique`. Groups in which an item is left out have no part of it.
 *
 * @throws {RangeError} when an entry names an item or a group that is not there, or a group twice for one item.
 */
export function itemParts(data: ResponseData, options: ItemOptions): ItemPart[] {
  const { unique = [], leftOut = [] } = options;
  const stray = [...unique, ...leftOut].find(({ item }) => !data.items.includes(item));
  if (stray) throw new Refusal("unique-of-no-item", { item: stray.item });
  return data.items.flatMap((item, column): ItemPart[] => {
    const entries = unique.filter((entry) => entry.item === item);
    const without = leftOut.filter((entry) => entry.item === item);
    if (entries.length + without.length === 0)
      return [{ item, column, groups: null, isCommon: true, own: "all" }];
    const sets = groupSets(data, item, [...entries, ...without]);
    const rest = data.groupNames.map((_, g) => g).filter((g) => !sets.some((set) => set.has(g)));
    const parts = entries.map((entry, n): ItemPart => ({
      item,
      column,
      groups: sets[n],
      isCommon: false,
      own: entry.parameters ?? "all",
    }));
    if (rest.length === 0) return parts;
    const own = parts.every((part) => part.own === "all") ? "all" : [];
    return [{ item, column, groups: new Set(rest), isCommon: true, own }, ...parts];
  });
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
