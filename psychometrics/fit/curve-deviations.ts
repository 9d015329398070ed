import type { Calibration } from "../calibrate/calibration.js";
import type { ResponseData } from "../data.js";
import { Expectation } from "../likelihood/expectation.js";
import { normalMass } from "../numeric/quadrature.js";
import { align, type AlignedData } from "../persons/align.js";
import { rootMeanSquareDeviation } from "./rmsd.js";

/** How far one item's observed curve in one group lies from the model's; null without responses in the group. */
export interface CurveDeviation {
  item: string;
  group: string;
  /** Weighted number of test takers of the group presented the item. */
  n: number;
  rmsd: number | null;
  /**
   * With what chance alone contributes taken out of the square; negative, as minus the root of what is missing,
   * where the deviation is below what chance gives.
   */
  rmsdBiasCorrected: number | null;
  /** Mean absolute deviation. */
  mad: number | null;
  md: number | null;
  /** The RMSD over where the item informs in place of where the group is: nodes weighted by the item's information. */
  rmsdInformation: number | null;
  /** The same with a normal of standard deviation 1 around the mean of the item's difficulties. */
  rmsdDifficulty: number | null;
}

/** One item over all groups. */
export interface ItemDeviation {
  item: string;
  groups: CurveDeviation[];
  /** Root of the groups' mean squared RMSD, weighted by their test takers. */
  rmsd: number | null;
}

/**
 * RMSD, MD and their variants for every item in every group, against the curve that all groups share. As the RMSD of
 * PISA since 2015 weighs nodes by where the group is, it does not see an item far off the group; the information- and
 * difficulty-weighted ones do (Tijmstra et al., 2020). Weights count as frequencies; not presented is left out.
 *
 * With O the observed share of category k at node q, P the model's, f the group's posterior distribution, N_q the
 * item's expected test takers there and K categories:
 *
 *     bias of RMSD^2 = sum over k and q of f_q^2 P (1 - P) / N_q / K,   MAD = sum over k and q of f_q |O - P| / K
 *
 * CDM (8.2 and 8.3) divides MD by other items' K - 1 where items differ in their numbers of categories; the rest is the same.
 *
 * @throws {RangeError} as `align`.
 *
 * Tijmstra, J., Bolsinova, M., Liaw, Y.-L., Rutkowski, L., & Rutkowski, D. (2020). Sensitivity of the RMSD for
 * detecting item-level misfit in low-performing countries. Journal of Educational Measurement, 57(4), 566-583.
 */
export function curveDeviations(calibration: Calibration, data: ResponseData): ItemDeviation[] {
  const aligned = align(calibration, data);
  const expectation = new Expectation(aligned.posteriors);
  const found: ItemDeviation[] = calibration.items.map(({ item }) => ({ item, groups: [], rmsd: null }));
  calibration.groups.forEach(({ name }, g) => {
    const { counts, groupMass } = expectation.expect(aligned.logProbabilities, aligned.logMass, g);
    const total = groupMass[g].reduce((sum, value) => sum + value, 0);
    const population = groupMass[g].map((value) => (total > 0 ? value / total : 0));
    calibration.items.forEach((_, i) => {
      found[i].groups.push({
        item: found[i].item,
        group: name,
        ...deviationsOf(calibration, aligned, i, counts, population),
      });
    });
  });
  for (const item of found) item.rmsd = pooled(item.groups);
  return found;
}

function pooled(groups: readonly CurveDeviation[]): number | null {
  let squared = 0;
  let total = 0;
  for (const { n, rmsd } of groups) {
    if (rmsd === null) continue;
    squared += n * rmsd * rmsd;
    total += n;
  }
  return total > 0 ? Math.sqrt(squared / total) : null;
}

function deviationsOf(
  calibration: Calibration,
  aligned: AlignedData,
  i: number,
  allCounts: Float64Array,
  population: Float64Array,
): Omit<CurveDeviation, "item" | "group"> {
  const { nodes, posteriors, logProbabilities, items } = aligned;
  const nodeCount = nodes.length;
  const { categories } = items[i];
  const first = posteriors.rows[i] * nodeCount;
  const counts = allCounts.subarray(first, first + categories * nodeCount);
  const probabilities = logProbabilities.subarray(first, first + categories * nodeCount).map(Math.exp);
  const here = new Float64Array(nodeCount);
  counts.forEach((count, at) => (here[at % nodeCount] += count));
  const { rmsd, md } = rootMeanSquareDeviation(counts, probabilities, population);
  let absolute = 0;
  let bias = 0;
  counts.forEach((count, at) => {
    const q = at % nodeCount;
    if (!(here[q] > 0)) return;
    const p = probabilities[at];
    absolute += population[q] * Math.abs(count / here[q] - p);
    bias += (population[q] ** 2 * p * (1 - p)) / here[q];
  });
  const corrected = rmsd === null ? null : rmsd ** 2 - bias / categories;
  const over = (weights: Float64Array) =>
    rootMeanSquareDeviation(counts, probabilities, normalised(weights, here)).rmsd;
  return {
    n: here.reduce((sum, value) => sum + value, 0),
    rmsd,
    rmsdBiasCorrected: corrected === null ? null : Math.sign(corrected) * Math.sqrt(Math.abs(corrected)),
    mad: rmsd === null ? null : absolute / categories,
    md,
    rmsdInformation: over(informationAt(aligned, i, probabilities)),
    rmsdDifficulty: over(aroundDifficulty(calibration, i, nodes)),
  };
}

/** Weights that sum to one over the nodes that anybody is near. */
function normalised(weights: Float64Array, here: Float64Array): Float64Array {
  let total = 0;
  weights.forEach((weight, q) => (total += here[q] > 0 ? weight : 0));
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}

function informationAt({ items, nodes }: AlignedData, i: number, probabilities: Float64Array): Float64Array {
  const { model, categories, parameters } = items[i];
  const at = new Float64Array(categories);
  const slopes = new Float64Array(categories);
  return nodes.map((_, q) => {
    for (let k = 0; k < categories; k++) at[k] = probabilities[k * nodes.length + q];
    model.thetaDerivatives(parameters, at, slopes);
    let information = 0;
    for (let k = 0; k < categories; k++) if (at[k] > 1e-300) information += slopes[k] ** 2 / at[k];
    return information;
  });
}

function aroundDifficulty(calibration: Calibration, i: number, nodes: Float64Array): Float64Array {
  const known = calibration.items[i].difficulties.filter((value): value is number => value !== null);
  const out = new Float64Array(nodes.length);
  if (known.length > 0)
    normalMass(nodes, known.reduce((sum, value) => sum + value, 0) / known.length, 1, out);
  return out;
}
