/** An axis that shows where most values are; what lies beyond it is drawn at its edge. */
export interface Range {
  low: number;
  high: number;
}

/** A value and how often it occurs. */
export interface Counted {
  value: number;
  count: number;
}

/** Tukey's outer fences stand three interquartile ranges outside the quartiles; what lies beyond is "far out" (Tukey, 1977). */
const fence = 3;

/**
 * The range of the values without those that are far out, never narrower than `least`. One item that nobody solved may
 * have a difficulty of 20; drawn to scale it would press all others into a line.
 *
 * @param values may be empty: the range is then `least`.
 */
export function usualRange(values: readonly Counted[], least: Range): Range {
  const sorted = [...values].filter(({ count }) => count > 0).sort((a, b) => a.value - b.value);
  if (sorted.length === 0) return least;
  const lower = quantile(sorted, 0.25);
  const upper = quantile(sorted, 0.75);
  const reach = fence * (upper - lower);
  const near = sorted
    .map(({ value }) => value)
    .filter(
      (value) =>
        // Where half of the values are one value, everything within `least` is near.
        (value >= lower - reach && value <= upper + reach) || (value >= least.low && value <= least.high),
    );
  return { low: Math.min(least.low, ...near), high: Math.max(least.high, ...near) };
}

/** Each value once. */
export function once(values: readonly number[]): Counted[] {
  return values.map((value) => ({ value, count: 1 }));
}

/** The edge a value lies beyond: −1 below, 1 above, 0 within. */
export function beyond({ low, high }: Range, value: number): -1 | 0 | 1 {
  return value < low ? -1 : value > high ? 1 : 0;
}

/** A value on the axis: itself, or the edge it lies beyond. */
export function atEdge({ low, high }: Range, value: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The smallest value that at least this share of the counts does not exceed. */
function quantile(sorted: readonly Counted[], share: number): number {
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    if (seen >= share * total) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}
