import type { LeftOutItem, UniqueParameters } from "../calibrate/calibration.js";

/** Which groups have which parameters of one item; every group that was presented it is in one place. */
export interface Partition {
  item: string;
  /** The groups with the common parameters. */
  common: string[];
  /** Sets of groups with parameters of their own, one set of parameters for each. */
  unique: string[][];
  /** Groups in which the item is left out. */
  dropped: string[];
}

/** How a group's responses deviate, as far as it says which groups may share parameters. */
export interface Deviation {
  group: string;
  rmsd: number;
  md: number;
}

/** What was done about one item in one group. */
export type InvarianceAction = "unique" | "joined" | "split" | "dropped";

/** What became of an item's partition, and for which groups. */
export interface Change {
  action: InvarianceAction;
  /** The groups that moved: the worst one first. */
  moved: string[];
  /** All groups that have the parameters together now; none where the item was dropped. */
  set: string[];
}

/** True where two groups deviate the same way: on the same side, and by no more than the threshold from each other. */
export function isSameWay(a: Deviation, b: Deviation, threshold: number): boolean {
  return a.md * b.md > 0 && Math.abs(a.md - b.md) <= threshold;
}

/**
 * Free an item in its worst group, with the groups that had its parameters too, are above the threshold, and deviate
 * the same way.
 *
 * From the common parameters they go to a unique set; to one that is there already where all its groups deviate from
 * the common curve the same way. From a unique set they go to one of their own. A group that is by itself, and still
 * above the threshold, has the item dropped: no parameters of this model fit it.
 *
 * @param worst the group, with its deviation from the curve it has now.
 * @param others the deviations of the other groups, from the curve each has now.
 * @param fromCommon the deviations of all groups from the common curve.
 */
export function freeWorst(
  partition: Partition,
  worst: Deviation,
  others: readonly Deviation[],
  fromCommon: readonly Deviation[],
  threshold: number,
): { partition: Partition; change: Change } {
  const { common, unique } = partition;
  const from = common.includes(worst.group)
    ? common
    : (unique.find((set) => set.includes(worst.group)) ?? []);
  if (from.length <= 1) return drop(partition, worst.group);
  const partners = others.filter(
    (other) => from.includes(other.group) && other.rmsd > threshold && isSameWay(worst, other, threshold),
  );
  // Where all would leave together nothing would change: then the worst leaves alone.
  const moved =
    partners.length === from.length - 1
      ? [worst.group]
      : [worst.group, ...partners.map(({ group }) => group)];
  const stays = (groups: readonly string[]) => groups.filter((group) => !moved.includes(group));
  const rest = unique.map(stays);
  if (from !== common) {
    return {
      partition: { ...partition, unique: [...rest, moved] },
      change: { action: "split", moved, set: moved },
    };
  }
  const host = unique.findIndex((set) =>
    set.every((group) => {
      const deviation = fromCommon.find((candidate) => candidate.group === group);
      return deviation !== undefined && isSameWay(worst, deviation, threshold);
    }),
  );
  const set = host < 0 ? moved : [...unique[host], ...moved];
  return {
    partition: {
      ...partition,
      common: stays(common),
      unique: host < 0 ? [...rest, set] : rest.map((groups, n) => (n === host ? set : groups)),
    },
    change: { action: host < 0 ? "unique" : "joined", moved, set },
  };
}

function drop(partition: Partition, group: string): { partition: Partition; change: Change } {
  const without = (groups: readonly string[]) => groups.filter((name) => name !== group);
  return {
    partition: {
      ...partition,
      common: without(partition.common),
      unique: partition.unique.map(without).filter((set) => set.length > 0),
      dropped: [...partition.dropped, group],
    },
    change: { action: "dropped", moved: [group], set: [] },
  };
}

/** In how many items a group has parameters together with another group: what ties its scale to theirs. */
export function tiedItemCount(partitions: readonly Partition[], group: string): number {
  return partitions.filter(({ common, unique }) =>
    [common, ...unique].some((set) => set.length > 1 && set.includes(group)),
  ).length;
}

/** The partitions as options of a calibration. */
export function calibrationOptionsOf(partitions: readonly Partition[]): {
  unique: UniqueParameters[];
  leftOut: LeftOutItem[];
} {
  return {
    unique: partitions.flatMap(({ item, unique }) => unique.map((groups) => ({ item, groups }))),
    leftOut: partitions.flatMap(({ item, dropped }) =>
      dropped.length > 0 ? [{ item, groups: dropped }] : [],
    ),
  };
}
