// Which index answers a filter, and which ranges of its keys: its first paths by equality, then one by a range.
// Every candidate is tested again by the matcher, so a plan only has to miss nothing.
import type { Collection, Index } from "./catalog.js";
import { afterPrefix, encode, inverted, keyBytesMax, tableKey } from "../language/keys.js";
import { filterList, testsAt } from "../language/matcher.js";
import type { SortOrder } from "../language/sort.js";
import { type Document, field, typeOrder } from "../language/values.js";

/** One test of a filter that must hold, such as ["age", "$gt", 3]. */
type Condition = [path: string, operator: string, operand: unknown];

/** A stretch of encoded values: from `low` to before `high`. */
interface Interval {
  low: Buffer;
  high: Buffer;
}

interface Bounds {
  intervals: Interval[];
  /** Every interval is one value. */
  isPoints: boolean;
}

export interface Range {
  from: Buffer;
  to: Buffer;
}

export interface Plan {
  index: Index;
  ranges: Range[];
  isReverse: boolean;
  /** Rows come in the order that was asked for. */
  isSorted: boolean;
  /** How much the index narrows the search down; zero for reading all of it. */
  worth: number;
}

const rangesMax = 1000;
/** Of a whole unique key: nothing narrows a search down more. */
const keyWorth = 30;
/** No encoded value begins with FF. */
const everything: Interval = { low: Buffer.alloc(0), high: Buffer.from([0xff]) };

/** Chooses how to read a collection. */
export function plan(collection: Collection, filter: Document, sort: SortOrder = []): Plan {
  const conditions = conditionsOf(filter);
  const [primary, ...others] = collection.indexes;
  const byId = planFor(primary, conditions, sort);
  if (byId.worth >= keyWorth) return byId;
  return others
    .map((index) => planFor(index, conditions, sort))
    .reduce((best, other) => (other.worth > best.worth ? other : best), byId);
}

/** All conditions that must hold together, $and opened up. */
function conditionsOf(filter: Document): Condition[] {
  return Object.entries(filter).flatMap(([name, operand]): Condition[] => {
    if (name === "$and") return filterList(name, operand).flatMap(conditionsOf);
    if (name.startsWith("$")) return [];
    return Object.entries(testsAt(operand)).map(([operator, value]): Condition => [name, operator, value]);
  });
}

function pointAt(value: unknown): Interval {
  const low = encode(value);
  return { low, high: afterPrefix(low) };
}

/** The part of a type's keys, all of which begin with its byte, that a comparison with one point leaves. */
const comparisons: Record<string, (type: Interval, point: Interval) => Interval> = {
  $gt: (type, point) => ({ low: point.high, high: type.high }),
  $gte: (type, point) => ({ low: point.low, high: type.high }),
  $lt: (type, point) => ({ low: type.low, high: point.low }),
  $lte: (type, point) => ({ low: type.low, high: point.high }),
};

/** The keys that can satisfy one condition; undefined when any key can. */
function boundsOf(operator: string, operand: unknown): Bounds | undefined {
  if (operator === "$eq") return boundsOf("$in", [operand]);
  if (operator === "$in") {
    if (!Array.isArray(operand) || operand.some(Array.isArray)) return undefined;
    const points = new Map(operand.map((value) => [encode(value).toString("latin1"), pointAt(value)]));
    const intervals = [...points.values()].sort((a, b) => Buffer.compare(a.low, b.low));
    return { intervals, isPoints: true };
  }
  const compared = field(comparisons, operator);
  if (!compared || Array.isArray(operand)) return undefined;
  const low = Buffer.from([typeOrder(operand)]);
  return { intervals: [compared({ low, high: afterPrefix(low) }, pointAt(operand))], isPoints: false };
}

function intersect(a: Bounds, b: Bounds): Bounds {
  const intervals = a.intervals.flatMap((left) =>
    b.intervals.flatMap((right): Interval[] => {
      const low = Buffer.compare(left.low, right.low) > 0 ? left.low : right.low;
      const high = Buffer.compare(left.high, right.high) < 0 ? left.high : right.high;
      return Buffer.compare(low, high) < 0 ? [{ low, high }] : [];
    }),
  );
  return { intervals, isPoints: a.isPoints || b.isPoints };
}

/**
 * The bounds that all conditions put on a path. In an index over arrays only the best single one may be used: one
 * element may meet one condition, and another element the next.
 */
function boundsOn(path: string, conditions: Condition[], isMultikey: boolean): Bounds | undefined {
  const found = conditions
    .filter(([name]) => name === path)
    .map(([, operator, operand]) => boundsOf(operator, operand))
    .filter((bounds) => bounds !== undefined);
  if (found.length === 0) return undefined;
  if (isMultikey) return found.find(({ isPoints }) => isPoints) ?? found[0];
  return found.reduce(intersect);
}

/** The same values where the index keeps them backwards, as inverted bytes. */
function reversed({ intervals, isPoints }: Bounds): Bounds {
  // Inverting makes the first end the one that is left out; a longer stretch does no harm, but points must stay exact.
  const turned = intervals.map(({ low, high }) => ({
    low: isPoints ? inverted(low) : inverted(high),
    high: afterPrefix(inverted(low)),
  }));
  return { intervals: turned.reverse(), isPoints };
}

/** No row has a key above the limit; a bound that is cut there only makes the stretch longer. */
function rangeOf({ table }: Index, prefix: Buffer, { low, high }: Interval): Range {
  const from = Buffer.concat([tableKey(table), prefix, low]);
  const to = Buffer.concat([tableKey(table), prefix, high]);
  return {
    from: from.subarray(0, keyBytesMax),
    to: to.length > keyBytesMax ? afterPrefix(to.subarray(0, keyBytesMax)) : to,
  };
}

function planFor(index: Index, conditions: Condition[], sort: SortOrder): Plan {
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  let tail: Interval[] | undefined;
  let points = 0;
  for (const [i, path] of index.paths.entries()) {
    const ascending = boundsOn(path, conditions, index.isMultikey);
    if (!ascending || prefixes.length * ascending.intervals.length > rangesMax) break;
    const { intervals, isPoints } = (index.directions[i] as number) < 0 ? reversed(ascending) : ascending;
    if (!isPoints) {
      tail = intervals;
      break;
    }
    prefixes = prefixes.flatMap((prefix) => intervals.map(({ low }) => Buffer.concat([prefix, low])));
    points++;
  }
  const ranges = prefixes.flatMap((prefix) =>
    (tail ?? [everything]).map((interval) => rangeOf(index, prefix, interval)),
  );
  const isKey = index.isUnique && points === index.paths.length;
  const direction =
    isKey && ranges.length <= 1 ? 1 : sortDirection(index, sort, points, prefixes.length <= 1);
  const isSorted = sort.length > 0 && direction !== undefined;
  const worth = points * 10 + (tail ? 5 : 0) + (isSorted ? 6 : 0) + (isKey ? keyWorth : 0);
  return { index, ranges, isReverse: direction === -1, isSorted, worth };
}

/**
 * 1 or -1 when the rows of an index come in the order asked for, forwards or backwards; else undefined. The order may
 * begin behind paths that have one value only.
 */
function sortDirection(
  index: Index,
  sort: SortOrder,
  points: number,
  isOnePrefix: boolean,
): number | undefined {
  if (index.isMultikey) return undefined;
  for (let start = 0; start <= (isOnePrefix ? points : 0); start++) {
    const directions = sort.map(([path, wanted], i) =>
      index.paths[start + i] === path ? wanted * (index.directions[start + i] as number) : 0,
    );
    const [first = 1] = directions;
    if (first !== 0 && directions.every((direction) => direction === first)) return first;
  }
  return undefined;
}
