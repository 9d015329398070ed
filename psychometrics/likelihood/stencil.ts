// Values between the equally spaced nodes of a grid: by the polynomial of the fifth degree through the six around.

/** Nodes that a value between them is read off. */
export const stencil = 6;

/**
 * The value for t, from 0 at the first of six equally spaced places of a row to 5 at the last, by Lagrange's polynomial; its
 * factors are written down.
 */
export function readOff(
  row: Float64Array,
  from: number,
  t: number,
  factors: Float64Array,
  at: number,
): number {
  const b = t - 1;
  const c = t - 2;
  const d = t - 3;
  const e = t - 4;
  const f = t - 5;
  const below = t * b;
  const middle = c * d;
  const above = e * f;
  const of0 = b * middle * above * (-1 / 120);
  const of1 = t * middle * above * (1 / 24);
  const of2 = below * d * above * (-1 / 12);
  const of3 = below * c * above * (1 / 12);
  const of4 = below * middle * f * (-1 / 24);
  const of5 = below * middle * e * (1 / 120);
  factors[at] = of0;
  factors[at + 1] = of1;
  factors[at + 2] = of2;
  factors[at + 3] = of3;
  factors[at + 4] = of4;
  factors[at + 5] = of5;
  return (
    of0 * row[from] +
    of1 * row[from + 1] +
    of2 * row[from + 2] +
    of3 * row[from + 3] +
    of4 * row[from + 4] +
    of5 * row[from + 5]
  );
}

/** Add `weight` to six places of a row, by the factors written down. */
export function shareOut(
  row: Float64Array,
  from: number,
  weight: number,
  factors: Float64Array,
  at: number,
): void {
  row[from] += weight * factors[at];
  row[from + 1] += weight * factors[at + 1];
  row[from + 2] += weight * factors[at + 2];
  row[from + 3] += weight * factors[at + 3];
  row[from + 4] += weight * factors[at + 4];
  row[from + 5] += weight * factors[at + 5];
}
