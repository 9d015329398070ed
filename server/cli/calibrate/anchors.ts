import type { Anchor, ModelName } from "../../../psychometrics/index.js";
import type { Sentence } from "../../terminal/words.js";
import { itemsTableAt } from "../files/items-table.js";
import { readAnchorRows, type AnchorRow, type AnchorRows } from "../files/item-rows.js";

/** The anchors of a calibration, and what to know of those that differ between groups. */
export interface FoundAnchors {
  anchors: Anchor[];
  notes: Sentence[];
}

/**
 * The anchors of a calibration, for each group those that name it; for a group that their calibration does not know, and for
 * responses without groups, those of its reference group.
 *
 * @param path of a table in the form of `items.csv`, or of the folder that has one.
 * @param model of rows that name none.
 * @param groups of the responses; null for responses without.
 * @throws {InputError} as `readAnchorRows`.
 */
export async function anchorsFrom(
  path: string,
  items: readonly string[],
  model: ModelName,
  groups: readonly string[] | null,
): Promise<FoundAnchors> {
  const found = await readAnchorRows(await itemsTableAt(path), items, model);
  // Responses without groups are one group, which no anchors know.
  return groups
    ? { anchors: anchorsByGroup(found, groups), notes: notesOn(found, groups) }
    : { anchors: anchorsByGroup(found, [""]), notes: notesWithoutGroups(found) };
}

const referenceOf = ({ groups }: AnchorRows): string => groups[0] ?? "";

/** The group whose parameters hold in a group: itself, or else the reference group. */
const known = (found: AnchorRows, group: string): string =>
  found.groups.includes(group) ? group : referenceOf(found);

/** Of a row the groups of the responses in which it holds. */
function groupsOf(found: AnchorRows, row: AnchorRow, groups: readonly string[]): string[] {
  return groups.filter((group) => row.groups === null || row.groups.includes(known(found, group)));
}

/** Rows that hold in all groups of the responses name none, as those of items that do not differ. */
function anchorsByGroup(found: AnchorRows, groups: readonly string[]): Anchor[] {
  return found.rows.flatMap((row) => {
    const own = groupsOf(found, row, groups);
    if (own.length === groups.length) return [row.anchor];
    return own.length > 0 ? [{ ...row.anchor, groups: own }] : [];
  });
}

function notesOn(found: AnchorRows, groups: readonly string[]): Sentence[] {
  const items = differing(found);
  if (items.length === 0) return [];
  const unknown = groups.filter((group) => !found.groups.includes(group));
  const [first] = unknown;
  const there = first === undefined ? [] : splitByRow(found, first).there;
  const reference = referenceOf(found);
  return [
    ...noteOf("note.own-parameters", unknown.length < groups.length ? items : []),
    ...noteOf("note.anchors-of-unknown-groups", there, { group: reference, groups: unknown.join(", ") }),
    ...groups.flatMap((group) => noteOf("note.anchors-missing", splitByRow(found, group).missing, { group })),
  ];
}

function notesWithoutGroups(found: AnchorRows): Sentence[] {
  const group = referenceOf(found);
  const { there, missing } = splitByRow(found, group);
  return [
    ...noteOf("note.anchors-without-groups", there, { group }),
    ...noteOf("note.anchors-missing-without-groups", missing, { group }),
  ];
}

/** A note on some items; none where there are none. */
function noteOf(
  key: Sentence["key"],
  items: readonly string[],
  values: Record<string, string> = {},
): Sentence[] {
  return items.length > 0 ? [{ key, values: { ...values, items: items.join(", ") } }] : [];
}

/** The items that have a row of their own for some groups. */
function differing({ rows }: AnchorRows): string[] {
  return [...new Set(rows.flatMap(({ item, groups }) => (groups === null ? [] : [item])))];
}

/** Of these items the ones with a row that holds in a group, and the ones with rows for others only. */
function splitByRow(found: AnchorRows, group: string): { there: string[]; missing: string[] } {
  const rows = found.rows.filter((row) => groupsOf(found, row, [group]).length > 0);
  const items = new Set(rows.map(({ item }) => item));
  const all = differing(found);
  return { there: all.filter((item) => items.has(item)), missing: all.filter((item) => !items.has(item)) };
}
