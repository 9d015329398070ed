import { basename } from "node:path";
import type { BackgroundVariable } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { InputError } from "../files/input-error.js";
import type { ResponseTable } from "../files/read-responses.js";
import { readBackground, type BackgroundColumns } from "./read-background.js";
import { itemsOf, type DimensionRows } from "./read-dimensions.js";
import type { PlausibleValuesRequest } from "./request.js";

/**
 * The background variables of the test takers; none where no file is named.
 *
 * @param told receives notes on what was left out or is not known, and what the terminal says of test takers without a row.
 * @throws {InputError} without a column of ids, or as `readBackground`.
 */
export async function backgroundOf(
  request: PlausibleValuesRequest,
  table: ResponseTable,
  dimensions: readonly DimensionRows[],
  told: { notes: string[]; unknown: string | null },
): Promise<BackgroundVariable[]> {
  const { notes } = told;
  if (request.background === undefined) {
    notes.push("There is no background: abilities are drawn from a normal distribution common to the group.");
    return [];
  }
  if (request.id === undefined) throw new InputError("pv.idWanted");
  const columns: BackgroundColumns = {
    id: request.id,
    numeric: request.numeric,
    interactions: request.interactions,
    ignore: request.ignoreBackground,
    items: dimensions.flatMap(({ rows }) => [...itemsOf(rows)]),
    roles: [request.group, request.weight].filter((name) => name !== undefined),
  };
  const read = await readBackground(request.background, columns, table.ids);
  const { variables, unknownCount, strangerCount, passedOver } = read;
  const file = basename(request.background);
  if (unknownCount > 0) {
    notes.push(`${unknownCount} test takers are not in ${file}: all their background counts as missing.`);
    told.unknown = say("pv.unknown", { count: unknownCount, file });
  }
  if (strangerCount > 0) notes.push(`${strangerCount} rows of ${file} are of nobody in the responses.`);
  if (passedOver.length > 0)
    notes.push(
      `Columns of ${file} that are items, groups or weights are no background: ${passedOver.join(", ")}.`,
    );
  const shared = variables.map(({ name }) => name).filter((name) => table.items.includes(name));
  if (shared.length > 0)
    notes.push(`Columns of the responses that are background are no items: ${shared.join(", ")}.`);
  return variables;
}

/** The responses without the columns of the given names. */
export function withoutColumns(table: ResponseTable, names: readonly string[]): ResponseTable {
  const kept = table.items.flatMap((item, i) => (names.includes(item) ? [] : [i]));
  if (kept.length === table.items.length) return table;
  return {
    ...table,
    items: kept.map((i) => table.items[i] ?? ""),
    cells: table.cells.map((cells) => kept.map((i) => cells[i] ?? "")),
  };
}
