/**
 * The largest slope that a calibration goes to, up or down, in logits with D = 1; for the nominal model also that of a
 * slope's deviation. On nodes 0.2 apart the log-odds of an item with this slope rise by 4 from node to node: the grid
 * tells no steeper item from a step. In a factor analysis it would have a loading of 0.996. Where responses are so
 * consistent that the likelihood rises without end in a slope, it ends here, and the result says so.
 */
export const slopeMax = 20;

/** How far a parameter can go from zero: `slopeMax` for what multiplies ability, any way for the others. */
export function boundOf(parameter: string): number {
  return parameter === "slope" || parameter.startsWith("slope_deviation_") ? slopeMax : Infinity;
}

/** The value nearest to `value` that is not beyond the bound. */
export function withinBound(value: number, bound: number): number {
  return value > bound ? bound : value < -bound ? -bound : value;
}
