/** A point with its name, in the plot's own units. */
export interface Named {
  x: number;
  y: number;
  name: string;
}

/** A name to lay out; a name that must stand goes first and is never left out. */
export interface WantedName extends Named {
  isNeeded: boolean;
}

/** Where a name was laid: its anchor point in pixels and the end of the text that stands there. */
export interface Laid extends Named {
  anchor: "start" | "middle" | "end";
}

/** The room of a letter and of a line, in pixels, of names drawn at 11 px. */
const letterWidth = 7.2;
const lineHeight = 13;
/** How far a name's middle stays from a point above or below. */
const pointHeight = 9;
/** Tried in this order: above the point, below it, and further away. */
const linesTried = (count: number) =>
  Array.from({ length: count }, (_, k) => [-12 - k * lineHeight, 13 + k * lineHeight]).flat();
const offsets = linesTried(3);
/** For a name that must stand where many do. */
const farOffsets = linesTried(12);

/**
 * Names beside their points so that none covers another, nor another's point: each takes the nearest free place above or below; one for which
 * there is none is left out, unless it is needed: that one goes as far as it must to cover no name, be it on a point. Near an edge a name
 * grows inwards.
 *
 * @param names points in pixels, y downwards.
 * @param right how far to the right names may reach; they begin at 0.
 */
export function layNames(names: readonly WantedName[], right: number): Laid[] {
  const taken: { left: number; right: number; y: number }[] = [];
  const laid: Laid[] = [];
  const inOrder = [...names].sort((a, b) => Number(b.isNeeded) - Number(a.isNeeded) || a.x - b.x);
  for (const { x, y, name, isNeeded } of inOrder) {
    const width = name.length * letterWidth;
    const anchor = x + width / 2 > right ? "end" : x - width / 2 < 0 ? "start" : "middle";
    const left = anchor === "end" ? x - width : anchor === "start" ? x : x - width / 2;
    const coversNoName = (at: number) =>
      taken.every(
        (box) => left >= box.right || left + width <= box.left || Math.abs(box.y - at) >= lineHeight,
      );
    const coversNoPoint = (at: number) =>
      names.every(
        (other) => other.x <= left || other.x >= left + width || Math.abs(other.y - at) >= pointHeight,
      );
    const offset =
      offsets.find((each) => coversNoName(y + each) && coversNoPoint(y + each)) ??
      (isNeeded ? (farOffsets.find((each) => coversNoName(y + each)) ?? offsets[0]) : undefined);
    if (offset === undefined) continue;
    taken.push({ left, right: left + width, y: y + offset });
    laid.push({ x, y: y + offset, name, anchor });
  }
  return laid;
}
