/** What a column sorts by; null sorts last in either direction. */
export type SortValue = string | number | null;

/** The rows by the value of a column, words as the language orders them and numbers within them by size. */
export function sortedRows<Row>(
  rows: readonly Row[],
  by: (row: Row) => SortValue,
  { descending, language }: { descending: boolean; language: string },
): Row[] {
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => missingLast(by(a), by(b), collator, sign));
}

function missingLast(a: SortValue, b: SortValue, collator: Intl.Collator, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return (
    sign * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)))
  );
}
