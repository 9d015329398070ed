import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError, place } from "./input-error.js";
import { tableName } from "./items-table.js";
import { readCsv } from "./read-csv.js";

/**
 * Groups in their order: the one asked for, then by number, else by name. The first is the reference, whose mean ability
 * is 0.
 */
export function inGroupOrder(names: Iterable<string>, first?: string): string[] {
  const sorted = [...new Set(names)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return first === undefined ? sorted : [first, ...sorted.filter((name) => name !== first)];
}

/**
 * The groups of a row of `items.csv`, which are separated by spaces.
 *
 * @param known names, which may have spaces in them.
 * @returns null for a row that holds in all groups.
 */
export function groupsIn(cell: string | undefined, known: readonly string[]): string[] | null {
  let rest = cell?.trim() ?? "";
  if (rest === "") return null;
  const longestFirst = [...known].sort((a, b) => b.length - a.length);
  const groups: string[] = [];
  while (rest !== "") {
    const name =
      longestFirst.find((one) => rest === one || rest.startsWith(`${one} `)) ?? rest.split(/\s+/u, 1)[0];
    groups.push(name ?? rest);
    rest = rest.slice((name ?? rest).length).trimStart();
  }
  return groups;
}

/** Refuses a second row of an item, unless the rows are parts of it, which have no group in common. */
export function partChecker(path: string) {
  const seen = new Map<string, string[] | null>();
  return (item: string, groups: readonly string[] | null, line: number): void => {
    const earlier = seen.get(item);
    const isPart = earlier && groups && !groups.some((group) => earlier.includes(group));
    if (seen.has(item) && !isPart)
      throw new InputError("side.twice", { place: place(tableName(path), line, "item"), item });
    seen.set(item, groups && [...(earlier ?? []), ...groups]);
  };
}

/** The rows that hold in one group. */
export interface RowsInGroup<Row> {
  /** One row for each item that has parameters there. */
  rows: Row[];
  /** Of these, the items that differ between groups. */
  differing: string[];
  /** The items that have parameters in other groups only. */
  elsewhere: string[];
}

/** Of each item the row that holds in a group. */
export function rowsInGroup<Row extends { item: string; groups: readonly string[] | null }>(
  rows: readonly Row[],
  group: string | null,
): RowsInGroup<Row> {
  const there = rows.filter(({ groups }) => groups === null || (group !== null && groups.includes(group)));
  const found = new Set(there.map(({ item }) => item));
  return {
    rows: there,
    differing: there.flatMap(({ item, groups }) => (groups === null ? [] : [item])),
    elsewhere: [...new Set(rows.map(({ item }) => item))].filter((item) => !found.has(item)),
  };
}

/**
 * The groups of a calibration in their order, from the `groups.csv` beside its items; none where there is no such file, or
 * one of another kind.
 */
export async function groupNamesIn(folder: string): Promise<string[]> {
  const file = join(folder, "groups.csv");
  if (!(await stat(file).catch(() => null))) return [];
  const names: string[] = [];
  await readCsv(file, (header) => {
    const at = header.indexOf("group");
    return (cells) => {
      if (at >= 0) names.push(cells[at] ?? "");
    };
  });
  return names;
}
