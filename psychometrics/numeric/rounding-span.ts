/** How much of their span numbers may differ by and still be one: rounding errors of estimates are some 1e-15, differences that mean something above 1e-6. */
const share = 1e-9;

/**
 * How far apart sorted numbers may be that are the same but for rounding, in their unit: equal sum scores of the Rasch model, say, have
 * estimates that differ in the last digit by the order in which a pattern's items were added up.
 *
 * @param sorted rising and finite; 0 for none.
 */
export function roundingSpan(sorted: readonly number[]): number {
  return sorted.length > 0 ? share * (sorted[sorted.length - 1] - sorted[0]) : 0;
}
