/** A point with its name, in the plot's own units. */
export interface Named {
  x: number;
  y: number;
  name: string;
}

/** Where the name goes: above its point, or below it. */
export interface Placed extends Named {
  isAbove: boolean;
}

/**
 * Names above their points, and below where the name before would be covered: for the few points that a plot names.
 *
 * @param near how close two points must be, as a width and a height in the plot's units, for their names to meet.
 */
export function placeNames(points: Named[], near: { width: number; height: number }): Placed[] {
  const placed: Placed[] = [];
  for (const point of [...points].sort((a, b) => a.x - b.x)) {
    const meets = placed.some(
      (other) =>
        other.isAbove &&
        Math.abs(other.x - point.x) < near.width &&
        Math.abs(other.y - point.y) < near.height,
    );
    placed.push({ ...point, isAbove: !meets });
  }
  return placed;
}
