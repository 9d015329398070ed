import type { ResponseData } from "../data.js";
import type { Matching } from "./matching.js";
import { Refusal } from "../messages/refusal.js";

/** Weighted counts of one stratum: for each score from 0 to the item's maximum, in either group. */
export interface StratumTable {
  reference: Float64Array;
  focal: Float64Array;
}

/** Which of the data's groups are compared. */
export interface ComparedGroups {
  reference: number;
  focal: number;
}

/**
 * The groups to compare: the first is the reference and the second the focal one, unless they are named.
 *
 * @throws {RangeError} when there are not two of them, a name is unknown, or both are the same.
 */
export function comparedGroups(
  data: ResponseData,
  names: { reference?: string; focal?: string },
): ComparedGroups {
  const { groupNames } = data;
  const place = (name: string) => {
    const found = groupNames.indexOf(name);
    if (found < 0) throw new Refusal("unknown-group", { group: name, groups: groupNames });
    return found;
  };
  if (groupNames.length < 2) throw new Refusal("one-group-only");
  const reference =
    names.reference !== undefined ? place(names.reference) : names.focal === groupNames[0] ? 1 : 0;
  const focal = names.focal !== undefined ? place(names.focal) : reference === 0 ? 1 : 0;
  if (reference === focal) throw new Refusal("groups-alike", { group: groupNames[focal] });
  return { reference, focal };
}

/** The weights of the two groups, scaled to sum to the number of test takers with one above 0; 0 for all others. */
export function onlyCompared(data: ResponseData, groups: ComparedGroups): Float64Array {
  const weights = data.weights.map((weight, p) =>
    data.groups[p] === groups.reference || data.groups[p] === groups.focal ? weight : 0,
  );
  const count = weights.filter((weight) => weight > 0).length;
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => (sum > 0 ? (weight * count) / sum : 0));
}

/** The item's counts by stratum; strata in which one of the groups is missing say nothing and are left out. */
export function stratumTables(
  data: ResponseData,
  item: number,
  { persons, strata }: Matching,
  groups: ComparedGroups,
): StratumTable[] {
  const size = data.maxScores[item] + 1;
  const tables = new Map<number, StratumTable>();
  persons.forEach((p, n) => {
    const group = data.groups[p];
    if (group !== groups.reference && group !== groups.focal) return;
    let table = tables.get(strata[n]);
    if (!table) {
      table = { reference: new Float64Array(size), focal: new Float64Array(size) };
      tables.set(strata[n], table);
    }
    const counts = group === groups.focal ? table.focal : table.reference;
    counts[data.scores[p * data.items.length + item]] += data.weights[p];
  });
  return [...tables.values()].filter(({ reference, focal }) => total(reference) > 0 && total(focal) > 0);
}

/** The sum of counts. */
export function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The sum of scores. */
export function scoreTotal(counts: Float64Array): number {
  return counts.reduce((sum, count, score) => sum + score * count, 0);
}
