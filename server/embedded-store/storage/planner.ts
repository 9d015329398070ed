// Which index answers a filter, and which ranges of its keys. Every candidate is tested again by the matcher, so a
// plan only has to miss nothing.
import type { Collection, Index } from "./catalog.js";
import { afterPrefix, encode, inverted, tableKey } from "../language/keys.js";
import { filterList, isOperators } from "../language/matcher.js";
import type { SortOrder } from "../language/sort.js";
import { compareValues, order, typeOrder } from "../language/values.js";
import type { Document } from "../language/values.js";

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

export interface Plan {
  kind: "IDHACK" | "IXSCAN" | "COLLSCAN";
  index?: Index;
  ranges: { from: Buffer; to: Buffer }[];
  isReverse: boolean;
  /** Rows come in the order that was asked for. */
  isSorted: boolean;
  /** Candidates need no further test. */
  isExact: boolean;
}

const everything: Interval = { low: Buffer.alloc(0), high: Buffer.from([0xff]) };

/** All conditions on paths that must hold together, $and opened up. */
function conditionsOf(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, operand]): [string, unknown][] => {
    if (name === "$and") return filterList(name, operand).flatMap(conditionsOf);
    if (name.startsWith("$")) return [];
    if (isOperators(operand))
      return Object.keys(operand).map((operator): [string, unknown] => [
        name,
        { [operator]: operand[operator] },
      ]);
    return [[name, { $eq: operand }]];
  });
}

const point = (value: unknown): Interval => {
  const low = encode(value);
  return { low, high: afterPrefix(low) };
};

function typeInterval(type: number): Interval {
  return { low: Buffer.from([type]), high: Buffer.from([type + 1]) };
}

/** The keys that can satisfy one condition; undefined when any key can. */
function intervalsOf(condition: Document): Bounds | undefined {
  const [operator, operand] = Object.entries(condition)[0] as [string, unknown];
  const isArray = Array.isArray(operand);
  switch (operator) {
    case "$eq":
      return isArray ? undefined : { intervals: [point(operand ?? null)], isPoints: true };
    case "$in": {
      if (!isArray || operand.some(Array.isArray)) return undefined;
      const intervals = operand.map((value: unknown) => point(value ?? null));
      intervals.sort((a, b) => Buffer.compare(a.low, b.low));
      const distinct = intervals.filter(
        ({ low }, i) => i === 0 || !low.equals((intervals[i - 1] as Interval).low),
      );
      return { intervals: distinct, isPoints: true };
    }
    case "$gt":
    case "$gte":
    case "$lt":
    case "$lte":
      return rangeOf(operator, operand);
    default:
      return undefined;
  }
}

function rangeOf(operator: string, operand: unknown): Bounds | undefined {
  const type = typeOrder(operand);
  if (type === order.array) return undefined;
  if (type === order.null) return { intervals: [point(null)], isPoints: false };
  const { low, high } = point(operand);
  const whole = typeInterval(type);
  const interval = {
    low: operator === "$gt" ? high : operator === "$gte" ? low : whole.low,
    high: operator === "$lt" ? low : operator === "$lte" ? high : whole.high,
  };
  return { intervals: [interval], isPoints: false };
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

/** The bounds that all conditions put on a path; in an index over arrays only the best single one may be used. */
function boundsOn(path: string, conditions: [string, unknown][], isMultikey: boolean): Bounds | undefined {
  const found = conditions
    .filter(([name]) => name === path)
    .map(([, condition]) => intervalsOf(condition as Document))
    .filter((bounds) => bounds !== undefined);
  if (found.length === 0) return undefined;
  if (isMultikey) return found.find(({ isPoints }) => isPoints) ?? found[0];
  return found.reduce(intersect);
}

const reversed = ({ low, high }: Interval): Interval => ({
  // Inverting swaps the ends, and makes the first end the one that is left out; a longer stretch does no harm.
  low: high.equals(everything.high) ? Buffer.alloc(0) : inverted(high),
  high: low.length === 0 ? Buffer.from([0xff]) : afterPrefix(inverted(low)),
});

interface Candidate {
  index: Index;
  ranges: { from: Buffer; to: Buffer }[];
  points: number;
  hasRange: boolean;
  isSorted: boolean;
  isReverse: boolean;
}

const rangesMax = 1000;

function candidateOf(index: Index, conditions: [string, unknown][], sort: SortOrder): Candidate {
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  let points = 0;
  let tail: Interval[] | undefined;
  for (const [i, path] of index.paths.entries()) {
    const bounds = boundsOn(path, conditions, index.isMultikey);
    if (!bounds) break;
    const isDescending = (index.directions[i] as number) < 0;
    const intervals = isDescending ? bounds.intervals.map(reversed).reverse() : bounds.intervals;
    if (!bounds.isPoints || prefixes.length * intervals.length > rangesMax) {
      if (prefixes.length * intervals.length <= rangesMax) tail = intervals;
      break;
    }
    const values = bounds.intervals.map(({ low }) => (isDescending ? inverted(low) : low));
    if (isDescending) values.reverse();
    prefixes = prefixes.flatMap((prefix) => values.map((value) => Buffer.concat([prefix, value])));
    points++;
  }
  const ranges = prefixes.flatMap((prefix) => {
    if (tail)
      return tail.map(({ low, high }) => ({
        from: tableKey(index.table, prefix, low),
        to: tableKey(index.table, prefix, high),
      }));
    const from = tableKey(index.table, prefix);
    return [{ from, to: afterPrefix(from) }];
  });
  return {
    index,
    ranges,
    points,
    hasRange: tail !== undefined,
    ...sortedBy(index, conditions, sort, prefixes.length),
  };
}

/** Whether rows of an index come in the order asked for, forwards or backwards. */
function sortedBy(index: Index, conditions: [string, unknown][], sort: SortOrder, prefixCount: number) {
  const no = { isSorted: false, isReverse: false };
  if (sort.length === 0 || index.isMultikey) return no;
  const isFixed = (path: string) =>
    prefixCount <= 1 &&
    boundsOn(path, conditions, false)?.isPoints === true &&
    isSinglePoint(path, conditions);
  let at = 0;
  let direction = 0;
  for (const [path, wanted] of sort) {
    while (at < index.paths.length && index.paths[at] !== path && isFixed(index.paths[at] as string)) at++;
    if (index.paths[at] !== path) {
      if (isFixed(path)) continue;
      return no;
    }
    const given = wanted * (index.directions[at] as number);
    if (!isFixed(path)) {
      if (direction !== 0 && given !== direction) return no;
      direction = given;
    }
    at++;
  }
  return { isSorted: true, isReverse: direction < 0 };
}

function isSinglePoint(path: string, conditions: [string, unknown][]): boolean {
  return boundsOn(path, conditions, false)?.intervals.length === 1;
}

/** A partial index may be used when the filter itself has every condition of the index. */
function mayUse({ isBuilding, partialFilter }: Index, conditions: [string, unknown][]): boolean {
  if (isBuilding) return false;
  if (!partialFilter) return true;
  return conditionsOf(partialFilter).every(([path, demand]) =>
    conditions.some(([name, condition]) => name === path && compareValues(condition, demand) === 0),
  );
}

/** Chooses how to read a collection. */
export function plan(collection: Collection, filter: Document, sort: SortOrder = []): Plan {
  const conditions = conditionsOf(filter);
  const byId = idPlan(collection, filter, conditions, sort);
  if (byId?.kind === "IDHACK") return byId;
  const candidates = collection.indexes
    .filter((index) => mayUse(index, conditions))
    .map((index) => candidateOf(index, conditions, sort))
    .filter(({ points, hasRange, isSorted }) => points > 0 || hasRange || isSorted);
  const worth = ({ points, hasRange, isSorted, index }: Candidate) =>
    points * 10 +
    (hasRange ? 5 : 0) +
    (isSorted ? 6 : 0) +
    (index.isUnique && points === index.paths.length ? 20 : 0);
  const best = candidates.reduce<Candidate | undefined>(
    (a, b) => (a && worth(a) >= worth(b) ? a : b),
    undefined,
  );
  if (!best) return byId ?? scanPlan(collection, sort);
  const { index, ranges, isSorted, isReverse } = best;
  return { kind: "IXSCAN", index, ranges, isSorted, isReverse, isExact: false };
}

function scanPlan(collection: Collection, sort: SortOrder): Plan {
  const from = tableKey(collection.table);
  const isById = sort.length > 0 && sort[0]?.[0] === "_id";
  return {
    kind: "COLLSCAN",
    ranges: [{ from, to: afterPrefix(from) }],
    isSorted: isById,
    isReverse: isById && sort[0]?.[1] === -1,
    isExact: false,
  };
}

/** Documents lie in the order of their _id, so bounds on _id need no index. */
function idPlan(
  collection: Collection,
  filter: Document,
  conditions: [string, unknown][],
  sort: SortOrder,
): Plan | undefined {
  const bounds = boundsOn("_id", conditions, false);
  if (!bounds || bounds.intervals.length > rangesMax) return undefined;
  const ranges = bounds.intervals.map(({ low, high }) => ({
    from: tableKey(collection.table, low),
    to: tableKey(collection.table, high),
  }));
  const isExact = bounds.isPoints && conditions.length === 1 && Object.keys(filter).join() === "_id";
  const scan = scanPlan(collection, sort);
  return {
    ...scan,
    kind: bounds.isPoints ? "IDHACK" : "IXSCAN",
    ranges,
    isSorted: scan.isSorted || (bounds.isPoints && ranges.length <= 1),
    isExact,
  };
}
