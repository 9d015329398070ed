import type { Uniform } from "../numeric/random.js";
import { areasByNeed, type ContentShares } from "./content.js";
import { exposeOne, exposeSetAside, type ExposureControl } from "./exposure.js";
import { informationAt, type ItemPool } from "./pool.js";

/** An item chosen, and why. */
export interface Selection {
  item: string;
  /** Its Fisher information at the present ability. */
  information: number;
  /** Its place by information among the allowed items of its content area (of the pool, without content shares); 1 is the highest. */
  rank: number;
  /** How many items those were. */
  allowedCount: number;
  /** The content area that was furthest behind its target, or the next one with an item left; null without content shares. */
  area: string | null;
  /** True when exposure control had set aside every item allowed, and one of them is given all the same. */
  isForced: boolean;
  /** The items that exposure control set aside at this choice, most informative first. */
  setAside: string[];
}

/** An item that may be given: not given yet, and no enemy of one given. */
export interface Candidate {
  place: number;
  information: number;
}

/** The items that may be given, most informative at theta first; of equals, the one listed first in the pool. */
export function candidatesAt(pool: ItemPool, given: ReadonlySet<number>, theta: number): Candidate[] {
  const candidates: Candidate[] = [];
  pool.items.forEach((item, place) => {
    if (given.has(place)) return;
    for (const enemy of item.enemies) if (given.has(enemy)) return;
    candidates.push({ place, information: informationAt(item, theta) });
  });
  return candidates.sort((a, b) => b.information - a.information || a.place - b.place);
}

/**
 * Choose the item of maximum information (Lord, 1980) among the candidates, within the content area that is most behind
 * its target, under exposure control. An area without an item left gives way to the next.
 *
 * @param candidates as `candidatesAt` gives them.
 * @param given places of the items given so far.
 * @param setAside places of the items that exposure control set aside before.
 * @returns null without candidates.
 *
 * Lord, F. M. (1980). Applications of item response theory to practical testing problems. Erlbaum.
 */
export function selectItem(
  pool: ItemPool,
  candidates: readonly Candidate[],
  given: readonly number[],
  setAside: ReadonlySet<number>,
  options: { content?: ContentShares; exposure?: ExposureControl },
  uniform: Uniform,
): Selection | null {
  if (candidates.length === 0) return null;
  const { content, exposure = null } = options;
  const areas = content
    ? areasByNeed(
        content,
        given.map((place) => pool.items[place].area),
      )
    : [null];
  const allowedIn = (area: string | null) =>
    candidates.filter(({ place }) => area === null || pool.items[place].area === area);
  const nameOf = ({ place }: Candidate) => pool.items[place].item;
  const asideNow: string[] = [];
  const chosen = (allowed: readonly Candidate[], one: Candidate, area: string | null, isForced: boolean) => ({
    item: nameOf(one),
    information: one.information,
    rank: allowed.indexOf(one) + 1,
    allowedCount: allowed.length,
    area,
    isForced,
    setAside: asideNow,
  });
  for (const area of areas) {
    const allowed = allowedIn(area);
    const open = allowed.filter(({ place }) => !setAside.has(place));
    const names = open.map(nameOf);
    const { index, setAsideCount } = exposeOne(names, exposure, uniform);
    asideNow.push(...names.slice(0, setAsideCount));
    if (index >= 0) return chosen(allowed, open[index], area, false);
  }
  // Every item allowed was set aside: they come up again, in the area of most need.
  const area = areas.find((one) => allowedIn(one).length > 0) ?? null;
  const allowed = allowedIn(area);
  return chosen(allowed, allowed[exposeSetAside(allowed.map(nameOf), exposure, uniform)], area, true);
}
