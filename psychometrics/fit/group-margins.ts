import type { Calibration } from "../calibrate/calibration.js";
import type { AlignedData } from "../persons/align.js";
import type { GroupAtNodes } from "./margin-jacobian.js";
import { momentsOf, type MarginKind, type Moments } from "./moments.js";
import type { Sample } from "./samples.js";

/** What limited-information statistics compare in one sample of a group. */
export interface GroupMargins extends Sample {
  moments: Moments;
  at: GroupAtNodes;
}

/** The margins of each sample's items. */
export function groupMargins(
  { groups }: Calibration,
  aligned: AlignedData,
  samples: readonly Sample[],
  kind: MarginKind,
): GroupMargins[] {
  return samples.map((sample) => {
    const { group, places } = sample;
    const { mean, variance } = groups[group];
    const items = places.map((i) => aligned.items[i]);
    return {
      ...sample,
      moments: momentsOf(
        items.map(({ categories }) => categories),
        kind,
      ),
      at: {
        ...{ mean, variance, items, places, nodes: aligned.nodes, mass: aligned.mass[group] },
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
