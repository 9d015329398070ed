import type { CellNumbers } from "./cell-numbers.js";

/**
 * Tells the cells that hold a code for a missing response: by the code as it is written (NA), or by its number, so that 9 is
 * met as 9.0 too, as spreadsheets and data frames write it.
 *
 * @returns whether a cell holds one of the codes; never of an empty cell.
 */
export function missingCodeIn(codes: readonly string[], numbers: CellNumbers): (cell: string) => boolean {
  const written = new Set(codes);
  const values = new Set(codes.map((code) => Number(code)).filter((value) => Number.isFinite(value)));
  if (written.size === 0) return () => false;
  return (cell) => cell !== "" && (written.has(cell) || values.has(Number(numbers.withPoint(cell))));
}
