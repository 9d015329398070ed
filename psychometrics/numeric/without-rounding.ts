/**
 * What two ways of adding up the same numbers may differ by, as a share of their size. A weighted mean of n values is off by some
 * √n x 1e-16 of it, at worst n x 1e-16: 1e-13 to 1e-10 of a million persons. A standard error that means something is above a
 * millionth of its estimate.
 */
const share = 1e-10;

/**
 * A difference of two sums or means of the same kind, 0 where it is no more than rounding makes of numbers of their size: what is left
 * of 1 - 1 must not be taken for an error, nor tested against one.
 *
 * @param difference in the unit of the numbers.
 * @param size the larger of the numbers that were subtracted, or the sum of their absolute values.
 */
export function withoutRounding(difference: number, size: number): number {
  return Math.abs(difference) <= share * Math.abs(size) ? 0 : difference;
}
