import type { Calibration } from "../calibrate/calibration.js";
import { partName } from "../calibrate/item-parts.js";

/** Test takers and items on one scale. */
export interface WrightMap {
  /** The weighted number of test takers between `from` and `to`, in logits. */
  persons: { from: number; to: number; weight: number; proportion: number }[];
  /** Each item's step or threshold: its label is the item's name, with the step's number where it has several. */
  items: { item: string; step: number; label: string; difficulty: number }[];
  personMean: number | null;
  personSd: number | null;
}

/**
 * The data of a Wright map: a histogram of abilities beside the items' difficulties, lowest first.
 *
 * @param abilities in logits; null and infinite ones are left out.
 * @param binWidth of the histogram, in logits; bins begin at whole multiples of it.
 */
export function wrightMap(
  calibration: Calibration,
  abilities: readonly (number | null)[],
  weights?: ArrayLike<number>,
  binWidth = 0.25,
): WrightMap {
  const finite = abilities.flatMap((theta, p) => {
    const weight = weights ? weights[p] : 1;
    return theta !== null && Number.isFinite(theta) && weight > 0 ? [{ theta, weight }] : [];
  });
  const total = finite.reduce((sum, { weight }) => sum + weight, 0);
  const items = calibration.items.flatMap(({ item, groups, difficulties }) =>
    difficulties.flatMap((difficulty, k) => {
      if (difficulty === null) return [];
      const step = difficulties.length > 1 ? `${item}.${k + 1}` : item;
      return [{ item, step: k + 1, label: partName(step, groups), difficulty }];
    }),
  );
  items.sort((a, b) => a.difficulty - b.difficulty);
  if (finite.length === 0) return { persons: [], items, personMean: null, personSd: null };
  const binOf = (theta: number) => Math.floor(theta / binWidth + 1e-9);
  let first = Infinity;
  let last = -Infinity;
  for (const { theta } of finite) {
    first = Math.min(first, binOf(theta));
    last = Math.max(last, binOf(theta));
  }
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const { theta, weight } of finite) counts[binOf(theta) - first] += weight;
  const mean = finite.reduce((sum, { theta, weight }) => sum + weight * theta, 0) / total;
  const variance = finite.reduce((sum, { theta, weight }) => sum + weight * (theta - mean) ** 2, 0) / total;
  return {
    persons: counts.map((weight, n) => ({
      from: (first + n) * binWidth,
      to: (first + n + 1) * binWidth,
      weight,
      proportion: weight / total,
    })),
    items,
    personMean: mean,
    personSd: Math.sqrt(variance),
  };
}
