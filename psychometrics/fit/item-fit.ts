import type { Calibration } from "../calibrate/calibration.js";
import { isOfGroup } from "../calibrate/item-parts.js";
import type { ResponseData } from "../data.js";
import { Expectation } from "../likelihood/expectation.js";
import { align } from "../persons/align.js";
import { infitOutfit } from "./infit-outfit.js";
import { rootMeanSquareDeviation } from "./rmsd.js";
import { sx2, type SX2 } from "./s-x2.js";

/** How one item fits its model. */
export interface ItemFit extends SX2 {
  item: string;
  /** The groups whose parameters it has; null for all. */
  groups: string[] | null;
  /** Test takers with a weight above 0 to whom it was presented: persons, whatever their weights, on which all else rests. */
  n: number;
  /** Information-weighted and plain mean square of residuals, averaged over the posterior; 1 is expected. */
  infit: number | null;
  outfit: number | null;
  /** Root mean square and mean difference between the observed and the model's curve; 0 is expected. */
  rmsd: number | null;
  md: number | null;
}

/**
 * Fit of every calibrated item to the data: infit, outfit, S-X2, RMSD and MD. Weights count as frequencies.
 *
 * @throws {RangeError} as `align`.
 */
export function itemFit(calibration: Calibration, data: ResponseData): ItemFit[] {
  const aligned = align(calibration, data);
  const { nodes, posteriors, patterns, logProbabilities, logMass } = aligned;
  const expected = new Expectation(posteriors).expect(logProbabilities, logMass);
  const ofScores = sx2(calibration, aligned);
  return calibration.items.map(({ item, groups }, i) => {
    const { categories } = aligned.items[i];
    const rows = { first: posteriors.rows[i] * nodes.length, categories, nodeCount: nodes.length };
    const probabilities = logProbabilities
      .subarray(rows.first, rows.first + categories * nodes.length)
      .map(Math.exp);
    const counts = expected.counts.subarray(rows.first, rows.first + categories * nodes.length);
    let n = 0;
    for (let p = 0; p < data.personCount; p++) {
      if (
        patterns.responses[patterns.personPattern[p] * aligned.items.length + i] >= 0 &&
        data.weights[p] > 0
      )
        n++;
    }
    return {
      item,
      groups,
      n,
      ...infitOutfit(counts, probabilities, nodes.length),
      ...rootMeanSquareDeviation(
        counts,
        probabilities,
        populationOf(calibration, groups, expected.groupMass),
      ),
      ...ofScores[i],
    };
  });
}

/** The population that deviations are averaged over: where the test takers of an item's groups are by their posteriors. */
function populationOf(
  calibration: Calibration,
  groups: readonly string[] | null,
  groupMass: readonly Float64Array[],
): Float64Array {
  const population = new Float64Array(groupMass[0].length);
  groupMass.forEach((mass, g) => {
    if (!isOfGroup({ groups }, calibration.groups[g].name)) return;
    mass.forEach((value, q) => (population[q] += value));
  });
  const total = population.reduce((sum, value) => sum + value, 0);
  return population.map((value) => value / total);
}
