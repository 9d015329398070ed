import { realpath } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { BackgroundVariable } from "../../../psychometrics/index.js";
import type { Words } from "../../terminal/words.js";
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
  told: { notes: Words[]; unknown: Words | null },
): Promise<BackgroundVariable[]> {
  const { notes } = told;
  if (request.background === undefined) {
    notes.push({ key: "note.no-background" });
    return [];
  }
  if (request.id === undefined) throw new InputError("pv.idWanted");
  const file = basename(request.background);
  const isOneFile = (await realOf(request.background)) === (await realOf(request.responses));
  // What is ignored in a file is ignored in it, whatever the file is read for.
  const ignored = isOneFile ? request.ignore : [];
  const columns: BackgroundColumns = {
    id: request.id,
    numeric: request.numeric,
    interactions: request.interactions,
    ignore: new Map([
      ...ignored.map((name) => [name, "--ignore"] as const),
      ...request.ignoreBackground.map((name) => [name, "--ignore-background"] as const),
    ]),
    ignoreOption: isOneFile ? "--ignore" : "--ignore-background",
    items: dimensions.flatMap(({ rows }) => [...itemsOf(rows)]),
    roles: [request.group, request.weight].filter((name) => name !== undefined),
  };
  const read = await readBackground(request.background, columns, table.ids);
  const { variables, unknownCount, strangerCount, passedOver } = read;
  if (ignored.length > 0)
    notes.push({ key: "note.ignored-in-both", values: { file, columns: ignored.join(", ") } });
  if (unknownCount > 0) {
    told.unknown = { key: "note.without-background", values: { count: unknownCount, file } };
    notes.push(told.unknown);
  }
  if (strangerCount > 0)
    notes.push({ key: "note.background-of-nobody", values: { count: strangerCount, file } });
  if (passedOver.length > 0)
    notes.push({ key: "note.not-background", values: { file, columns: passedOver.join(", ") } });
  const shared = variables.map(({ name }) => name).filter((name) => table.items.includes(name));
  if (shared.length > 0)
    notes.push({ key: "note.background-no-items", values: { columns: shared.join(", ") } });
  return variables;
}

/** Where a file really is; one that is not there is refused by who reads it. */
const realOf = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

/** The responses without the columns of the given names. */
export function withoutColumns(table: ResponseTable, names: readonly string[]): ResponseTable {
  const kept = table.items.flatMap((item, i) => (names.includes(item) ? [] : [i]));
  if (kept.length === table.items.length) return table;
  return {
    ...table,
    items: kept.map((i) => table.items[i] ?? ""),
    cells: table.cells.map((cells) => kept.map((i) => cells[i] ?? null)),
  };
}
