/** A place in the plot's own units. */
export interface Place {
  x: number;
  y: number;
}

/** A point with its name. */
export interface Named extends Place {
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
 * Names beside their points so that none covers another, nor another's point, nor, where that can be, a point without a name: each takes the
 * nearest free place above or below; one for which there is none is left out, unless it is needed: that one goes as far as it must to cover no
 * name, be it on a point. Near an edge a name grows inwards, and at the lower end it stands above its point: the axis has its numbers below.
 *
 * @param names points in pixels, y downwards.
 * @param room how far to the right and down names may reach, which begin at 0, and points without a name.
 */
export function layNames(
  names: readonly WantedName[],
  { right, bottom, others = [] }: { right: number; bottom: number; others?: readonly Place[] },
): Laid[] {
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
    const coversNone = (points: readonly Place[], at: number) =>
      points.every(
        (point) => point.x <= left || point.x >= left + width || Math.abs(point.y - at) >= pointHeight,
      );
    const isFree = (at: number) => at + lineHeight / 2 <= bottom && coversNoName(at);
    const mayStand = (at: number) => isFree(at) && coversNone(names, at);
    const offset =
      offsets.find((each) => mayStand(y + each) && coversNone(others, y + each)) ??
      offsets.find((each) => mayStand(y + each)) ??
      (isNeeded ? (farOffsets.find((each) => isFree(y + each)) ?? offsets[0]) : undefined);
    if (offset === undefined) continue;
    taken.push({ left, right: left + width, y: y + offset });
    laid.push({ x, y: y + offset, name, anchor });
  }
  return laid;
}
