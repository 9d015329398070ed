import { basename } from "node:path";
import { InputError, place } from "./input-error.js";
import type { ResponseTable } from "./read-responses.js";

/**
 * Check that every test taker has an id of their own: two rows of one id could not be told apart in the results.
 *
 * @param column the column of the ids; without one they are the rows' numbers, and there is nothing to check.
 * @param twice the sentence for an id that was there before.
 * @throws {InputError} naming the id, and both lines.
 */
export function checkIds(
  { ids, lines, path }: Pick<ResponseTable, "ids" | "lines" | "path">,
  column: string | undefined,
  twice: "responses.idTwice" | "pv.idTwice",
): void {
  if (column === undefined) return;
  const lineOf = new Map<string, number>();
  ids.forEach((id, p) => {
    const where = place(basename(path), lines[p] ?? 0, column);
    if (id === "") throw new InputError("responses.noId", { place: where });
    const earlier = lineOf.get(id);
    if (earlier !== undefined) throw new InputError(twice, { place: where, id, line: earlier });
    lineOf.set(id, lines[p] ?? 0);
  });
}
