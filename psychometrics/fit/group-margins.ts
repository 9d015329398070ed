import type { Calibration } from "../calibrate/calibration.js";
import { isOfGroup } from "../calibrate/item-parts.js";
import type { AlignedData } from "../persons/align.js";
import { completeCases, type CompleteCases } from "./complete-cases.js";
import type { GroupAtNodes } from "./margin-jacobian.js";
import { momentsOf, type MarginKind, type Moments } from "./moments.js";

/** What limited-information statistics compare in one group. */
export interface GroupMargins {
  name: string;
  complete: CompleteCases;
  moments: Moments;
  at: GroupAtNodes;
}

/** Each group's own items with their margins, and its complete cases. */
export function groupMargins(
  calibration: Calibration,
  aligned: AlignedData,
  weights: Float64Array,
  kind: MarginKind,
): GroupMargins[] {
  return calibration.groups.map(({ name, mean, variance }, g) => {
    const places = calibration.items.flatMap((item, i) => (isOfGroup(item, name) ? [i] : []));
    const items = places.map((i) => aligned.items[i]);
    return {
      name,
      complete: completeCases(aligned, weights, g, places),
      moments: momentsOf(
        items.map(({ categories }) => categories),
        kind,
      ),
      at: {
        ...{ mean, variance, items, places, nodes: aligned.nodes, mass: aligned.mass[g] },
        abilities: places.map(() => aligned.nodes),
        probabilities: places.map((i) => itemTable(aligned, i)),
      },
    };
  });
}

function itemTable({ items, posteriors, nodes, logProbabilities }: AlignedData, i: number): Float64Array {
  const first = posteriors.rows[i] * nodes.length;
  return logProbabilities.subarray(first, first + items[i].categories * nodes.length).map(Math.exp);
}
