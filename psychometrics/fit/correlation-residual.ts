import type { AlignedData } from "../persons/align.js";
import { categoryShares, observedMargins, type CompleteCases } from "./complete-cases.js";
import { expectedMargins, marginsAtNodes, momentsOf, type ItemsAtNodes } from "./moments.js";

/**
 * The root mean square difference of the items' correlations among a group's complete cases from the model's (SRMSR;
 * Maydeu-Olivares & Joe, 2014). Pairs with an item whose category does not vary are left out; null where none is left.
 *
 * @param places of the group's items among the calibration's.
 *
 * Maydeu-Olivares, A., & Joe, H. (2014). Assessing approximate fit in categorical data analysis. Multivariate Behavioral
 * Research, 49(4), 305-328.
 */
export function correlationResidual(
  aligned: AlignedData,
  places: readonly number[],
  items: ItemsAtNodes,
  complete: CompleteCases,
): number | null {
  const moments = momentsOf(
    places.map((i) => aligned.items[i].categories),
    "M2*",
  );
  const first = moments.single.length;
  const observed = observedMargins(moments, aligned, places, complete);
  const expected = expectedMargins(marginsAtNodes(moments, items), items.mass);
  const seen = categoryShares(aligned, places, complete).map(meanAndVariance);
  const model = items.probabilities.map((table) => meanAndVariance(marginalShares(table, items.mass)));
  let sum = 0;
  let count = 0;
  moments.pairs.forEach(([i, j], m) => {
    const correlate = (product: number, of: typeof seen) =>
      (product - of[i].mean * of[j].mean) / Math.sqrt(of[i].variance * of[j].variance);
    const difference = correlate(observed[first + m], seen) - correlate(expected[first + m], model);
    if (!Number.isFinite(difference)) return;
    sum += difference * difference;
    count++;
  });
  return count > 0 ? Math.sqrt(sum / count) : null;
}

function marginalShares(table: Float64Array, mass: Float64Array): Float64Array {
  const shares = new Float64Array(table.length / mass.length);
  table.forEach((p, at) => (shares[Math.floor(at / mass.length)] += mass[at % mass.length] * p));
  return shares;
}

function meanAndVariance(shares: Float64Array): { mean: number; variance: number } {
  const mean = shares.reduce((sum, share, k) => sum + k * share, 0);
  return { mean, variance: shares.reduce((sum, share, k) => sum + share * (k - mean) ** 2, 0) };
}
