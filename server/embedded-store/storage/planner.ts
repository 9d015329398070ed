// Which index answers a filter, and which ranges of its keys: its first paths by equality, then one by a range.
// Every candidate is tested again by the matcher, so a plan only has to miss nothing.
import type { Collection, Index } from "./catalog.js";
import { afterPrefix, encode, inverted, keyBytesMax, tableKey } from "../language/keys.js";
import { allowedBy, type Condition, conditionsOf } from "../language/matcher.js";
import type { SortOrder } from "../language/sort.js";
import { type Document, field, typeOrder } from "../language/values.js";

/** A stretch of encoded values: from `low` to before `high`. */
interface Interval {
  low: Buffer;
  high: Buffer;
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

/** The encoded values that an equality allows on a path, if there is one; the matcher sees to other conditions. */
function pointsOn(path: string, conditions: Condition[]): Buffer[] | undefined {
  const named = conditions.filter(([name]) => name === path).map(allowedBy);
  const values = named.find((some) => some && !some.some(Array.isArray));
  if (!values) return undefined;
  const points = new Map(values.map(encode).map((point) => [point.toString("latin1"), point]));
  return [...points.values()].sort((a, b) => Buffer.compare(a, b));
}

/** The part of a type's keys, all of which begin with its byte, that a comparison with one point leaves. */
const comparisons: Record<string, (type: Interval, point: Interval) => Interval> = {
  $gt: (type, point) => ({ low: point.high, high: type.high }),
  $gte: (type, point) => ({ low: point.low, high: type.high }),
  $lt: (type, point) => ({ low: type.low, high: point.low }),
  $lte: (type, point) => ({ low: type.low, high: point.high }),
};

const startingWith = (low: Buffer): Interval => ({ low, high: afterPrefix(low) });

/**
 * The interval that comparisons leave on a path. In an index over arrays only one of them may be used: one element may
 * meet one condition, and another element the next.
 */
function intervalOn(path: string, conditions: Condition[], isMultikey: boolean): Interval | undefined {
  const found = conditions.flatMap(([name, operator, operand]) => {
    const compared = name === path && !Array.isArray(operand) && field(comparisons, operator);
    if (!compared) return [];
    return [compared(startingWith(Buffer.from([typeOrder(operand)])), startingWith(encode(operand)))];
  });
  return isMultikey ? found[0] : found.reduce<Interval | undefined>(intersect, undefined);
}

function intersect(a: Interval | undefined, b: Interval): Interval {
  if (!a) return b;
  const low = Buffer.compare(a.low, b.low) > 0 ? a.low : b.low;
  const high = Buffer.compare(a.high, b.high) < 0 ? a.high : b.high;
  // Empty where the end comes first.
  return { low, high: Buffer.compare(low, high) < 0 ? high : low };
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
  let tail: Interval | undefined;
  let points = 0;
  for (const [i, path] of index.paths.entries()) {
    const isDescending = (index.directions[i] as number) < 0;
    const found = pointsOn(path, conditions);
    if (!found) {
      const interval = intervalOn(path, conditions, index.isMultikey);
      // Inverting makes the first end the one that is left out; a longer stretch does no harm.
      tail =
        interval && isDescending
          ? { low: inverted(interval.high), high: afterPrefix(inverted(interval.low)) }
          : interval;
      break;
    }
    if (prefixes.length * found.length > rangesMax) break;
    const keys = isDescending ? found.map(inverted).reverse() : found;
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => Buffer.concat([prefix, key])));
    points++;
  }
  const ranges = prefixes.map((prefix) => rangeOf(index, prefix, tail ?? everything));
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
