import type { Calibration } from "../calibrate/calibration.js";
import { isOfGroup } from "../calibrate/item-parts.js";
import type { ResponseData } from "../data.js";
import { rootMeanSquareDeviation } from "../fit/rmsd.js";
import { align, type AlignedData } from "../persons/align.js";

/** How far a group's observed curve of an item is from the model's. */
export interface ItemGroupDeviation {
  item: string;
  group: string;
  /** Weighted number of the group's responses to the item. */
  responses: number;
  /** From the curve of the parameters that the group has; null without responses. */
  rmsd: number | null;
  md: number | null;
  /**
   * From the curve of the parameters that the groups without unique ones have in common; null where there are none, or
   * the categories are not the same.
   */
  fromCommon: { rmsd: number | null; md: number | null } | null;
}

/**
 * RMSD and MD (see `rootMeanSquareDeviation`) of every calibrated item in every group, each averaged over the ability of
 * the group's test takers by their posteriors. One pass over the responses, however many groups there are.
 *
 * @returns a row per item and group that have each other, items in the calibration's order.
 * @throws {RangeError} as `align`.
 */
export function itemGroupDeviations(calibration: Calibration, data: ResponseData): ItemGroupDeviation[] {
  const aligned = align(calibration, data);
  const { counts, population } = countByGroup(aligned);
  const { posteriors, nodes } = aligned;
  const probabilities = aligned.logProbabilities.map(Math.exp);
  const rowsOf = (table: Float64Array, i: number) =>
    table.subarray(posteriors.rows[i] * nodes.length, posteriors.rows[i + 1] * nodes.length);
  return calibration.items.flatMap((part, i) =>
    calibration.groups.flatMap(({ name: group }, g) => {
      if (!isOfGroup(part, group)) return [];
      const own = rowsOf(counts[g], i);
      const common = calibration.items.findIndex((other) => other.item === part.item && !other.isUnique);
      const isComparable =
        common >= 0 && calibration.items[common].scoreValues.join() === part.scoreValues.join();
      return {
        item: part.item,
        group,
        responses: own.reduce((sum, count) => sum + count, 0),
        ...rootMeanSquareDeviation(own, rowsOf(probabilities, i), population[g]),
        fromCommon: isComparable
          ? rootMeanSquareDeviation(own, rowsOf(probabilities, common), population[g])
          : null,
      };
    }),
  );
}

/** Expected responses by item, category and node, and the share of test takers at the nodes, for each group. */
function countByGroup({ patterns, posteriors, nodes, logProbabilities, logMass }: AlignedData): {
  counts: Float64Array[];
  population: Float64Array[];
} {
  const { rows } = posteriors;
  const { itemCount, groupCount } = patterns;
  const counts = Array.from({ length: groupCount }, () => new Float64Array(rows[itemCount] * nodes.length));
  const population = Array.from({ length: groupCount }, () => new Float64Array(nodes.length));
  posteriors.visit(logProbabilities, logMass, (n, posterior, from, to) => {
    const weight = patterns.weights[n];
    if (weight === 0) return;
    const own = counts[patterns.groups[n]];
    const mass = population[patterns.groups[n]];
    for (let q = from; q < to; q++) {
      posterior[q] *= weight;
      mass[q] += posterior[q];
    }
    for (let i = 0; i < itemCount; i++) {
      const category = patterns.responses[n * itemCount + i];
      if (category < 0) continue;
      const row = (rows[i] + category) * nodes.length;
      for (let q = from; q < to; q++) own[row + q] += posterior[q];
    }
  });
  for (const mass of population) {
    const total = mass.reduce((sum, value) => sum + value, 0);
    if (total > 0) for (let q = 0; q < mass.length; q++) mass[q] /= total;
  }
  return { counts, population };
}
